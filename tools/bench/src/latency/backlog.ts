import { PARTITION_COUNT, type ServiceName, subscriptions } from '@warmline/contracts';
import type { Transport } from '@warmline/messaging';
import { serviceNames } from '@warmline/testing/system';
import { Client } from 'pg';

/** The backlog at one moment. */
export interface BacklogSample {
  /** Seconds since sampling began. */
  readonly at: number;
  /** Events appended and not yet applied, over all services. */
  readonly lag: number;
  /** Committed outbox rows that are not yet deleted. */
  readonly outbox: number;
}

const schemaOf = (service: ServiceName): string => `wl_${service.replaceAll('-', '_')}`;

/** Committed offsets are read before the ends of the topics, so that the sum is never too small. */
const readBacklog = async (client: Client, log: Transport, at: number): Promise<BacklogSample> => {
  let applied = 0;
  let outbox = 0;
  for (const service of serviceNames) {
    const schema = schemaOf(service);
    const { rows } = await client.query<{ offsets: Record<string, number>; rows: string }>(
      `SELECT offsets, (SELECT count(*) FROM ${schema}.outbox) AS rows FROM ${schema}.task`,
    );
    const names = new Set(subscriptions[service].map(({ name }) => name as string));
    for (const { offsets } of rows)
      for (const [topic, offset] of Object.entries(offsets)) if (names.has(topic)) applied += offset;
    outbox += Number(rows[0]?.rows ?? 0);
  }
  let appended = 0;
  const ends = new Map<string, Promise<number>>();
  for (const service of serviceNames)
    for (const { name } of subscriptions[service]) {
      const end = ends.get(name) ?? endOf(log, name);
      ends.set(name, end);
      appended += await end;
    }
  return { at, lag: appended - applied, outbox };
};

const endOf = async (log: Transport, topic: string): Promise<number> => {
  const bounds = await Promise.all(Array.from({ length: PARTITION_COUNT }, (_, n) => log.bounds(topic, n)));
  return bounds.reduce((sum, { end }) => sum + end, 0);
};

/** Samples every `everyMs` until it is stopped. */
export const watchBacklog = async (
  database: string,
  log: Transport,
  everyMs: number,
  onSample: (sample: BacklogSample) => void,
): Promise<() => Promise<readonly BacklogSample[]>> => {
  const client = new Client({ connectionString: database, application_name: 'warmline bench' });
  await client.connect();
  const samples: BacklogSample[] = [];
  const began = performance.now();
  let sampling: Promise<void> = Promise.resolve();
  const takeSample = async (): Promise<void> => {
    const sample = await readBacklog(client, log, (performance.now() - began) / 1_000);
    samples.push(sample);
    onSample(sample);
  };
  const timer = setInterval(() => {
    sampling = sampling.then(takeSample);
  }, everyMs);
  return async () => {
    clearInterval(timer);
    await sampling;
    await client.end();
    return samples;
  };
};
