import type { ServiceName } from '@warmline/contracts';
import { Client } from 'pg';
import { NEST_TABLE } from './bench-settings.ts';
import type { Testbed } from './testbed.ts';

/** The progress of a contender, measured from outside. */
export interface Progress {
  count(): Promise<number>;
  close(): Promise<void>;
}
export type OpenProgress = (track: Testbed, database: string) => Promise<Progress>;

/** Records it has appended to a topic. */
export const publishedRecords =
  (topic: string): OpenProgress =>
  async (testbed) => {
    const before = await testbed.countAppended(topic);
    return { count: async () => (await testbed.countAppended(topic)) - before, close: async () => {} };
  };

/** A number in its database; 0 before its tables exist. */
const inDatabase =
  (text: string, values: readonly unknown[] = []): OpenProgress =>
  async (_track, database) => {
    const client = new Client({ connectionString: database });
    await client.connect();
    return {
      count: async () => {
        try {
          const { rows } = await client.query<{ done: string }>(text, [...values]);
          return Number(rows[0]?.done);
        } catch (error) {
          if ((error as { code?: string }).code === '42P01') return 0;
          throw error;
        }
      },
      close: () => client.end(),
    };
  };

/** Events that stock Nest has counted. */
export const nestCounts = inDatabase(`SELECT coalesce(sum(messages), 0) AS done FROM ${NEST_TABLE}`);

/** Input records the service has committed: the sum of the offsets in its task rows. Each partition begins at 0. */
export const committedInputs = (service: ServiceName, topics: readonly string[]): OpenProgress =>
  inDatabase(
    `SELECT coalesce(sum(o.value::bigint), 0) AS done FROM wl_${service.replaceAll('-', '_')}.task t, json_each_text(t.offsets) o
     WHERE o.key = ANY($1)`,
    [topics],
  );

/** Records of a topic of the embedded log in the contender's own database. */
export const embeddedRecords = (topic: string): OpenProgress =>
  inDatabase('SELECT coalesce(sum(next_offset), 0) AS done FROM log.partition WHERE topic = $1', [topic]);
