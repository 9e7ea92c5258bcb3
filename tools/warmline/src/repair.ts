import type { Transport } from '@warmline/messaging';
import { Client } from 'pg';
import { OperationFailed, UsageError } from './errors.ts';
import { withLog } from './log.ts';
import { table } from './table.ts';

type Print = (line: string) => void;

/** A task row of a service: how far it has handled each topic of its partition. */
export interface TaskOffsets {
  /** The schema of the service, such as `wl_routing`. */
  readonly schema: string;
  readonly n: number;
  readonly offsets: ReadonlyMap<string, number>;
}
export interface Bounds {
  readonly first: number;
  readonly end: number;
}
/** An offset that does not fit the log, and the one to go on from. */
export interface OffsetRepair {
  readonly schema: string;
  readonly n: number;
  readonly topic: string;
  readonly from: number;
  readonly to: number;
  readonly why: string;
}

/**
 * Offsets that point beyond the log or before its first record. A task goes on from the first record there is: what it has handled
 * before is dropped by its sequence, so a topic that was restored in part has no effect twice. `boundsOf` is null for a topic that
 * does not exist.
 */
export const planRepairs = (
  tasks: readonly TaskOffsets[],
  boundsOf: (topic: string, partition: number) => Bounds | null,
): OffsetRepair[] =>
  tasks.flatMap(({ schema, n, offsets }) =>
    [...offsets].flatMap(([topic, from]) => {
      const bounds = boundsOf(topic, n);
      if (bounds === null || from === 0) return [];
      const { first, end } = bounds;
      const repair = { schema, n, topic, from, to: first };
      if (from > end)
        return [{ ...repair, why: `the log ends at ${end}: the topic was deleted, truncated or restored` }];
      if (from < first) return [{ ...repair, why: `records ${from}..${first - 1} were deleted before they were read` }];
      return [];
    }),
  );

/** Tasks of every service in the database; its schemas are named wl_<service>. */
const readTasks = async (client: Client): Promise<TaskOffsets[]> => {
  const { rows: schemas } = await client.query<{ schema: string }>(
    "SELECT table_schema AS schema FROM information_schema.tables WHERE table_name = 'task' AND table_schema LIKE 'wl\\_%' ORDER BY 1",
  );
  const tasks: TaskOffsets[] = [];
  for (const { schema } of schemas) {
    const { rows } = await client.query<{ n: number; offsets: Record<string, number> }>(
      `SELECT n, offsets FROM ${client.escapeIdentifier(schema)}.task ORDER BY n`,
    );
    tasks.push(...rows.map(({ n, offsets }) => ({ schema, n, offsets: new Map(Object.entries(offsets)) })));
  }
  return tasks;
};

const readBounds = async (transport: Transport, tasks: readonly TaskOffsets[]) => {
  const existing = await transport.listTopics();
  const bounds = new Map<string, Bounds>();
  for (const { n, offsets } of tasks)
    for (const topic of offsets.keys()) {
      const key = JSON.stringify([topic, n]);
      if (n < (existing.get(topic) ?? 0) && !bounds.has(key)) bounds.set(key, await transport.bounds(topic, n));
    }
  return (topic: string, n: number): Bounds | null => bounds.get(JSON.stringify([topic, n])) ?? null;
};

export interface RepairOptions {
  /** Without it nothing is changed. */
  readonly apply: boolean;
  /** The database was restored to an earlier state: sequences would be assigned a second time. */
  readonly databaseRestored: boolean;
}

/** Shows what does not fit between the task rows of all services and the log, and mends it with `apply`. */
export const repair = async (print: Print, { apply, databaseRestored }: RepairOptions): Promise<void> => {
  const url = process.env.DATABASE_URL;
  if (url === undefined || url === '')
    throw new UsageError('set DATABASE_URL: the tasks to repair are in that database');
  await withLog(async (transport) => {
    const client = new Client({ connectionString: url, application_name: 'warmline repair' });
    await client.connect();
    try {
      const tasks = await readTasks(client);
      if (tasks.length === 0) throw new OperationFailed('no service has tasks in this database');
      const repairs = planRepairs(tasks, await readBounds(transport, tasks));
      const schemas = [...new Set(tasks.map(({ schema }) => schema))];
      print(repairText(repairs, databaseRestored ? schemas : []));
      if (repairs.length === 0 && !databaseRestored) return;
      if (!apply) {
        print('nothing was changed; --apply changes it. Stop the services first, and save what the table says.');
        return;
      }
      await write(client, repairs, databaseRestored ? schemas : []);
      print('changed; start the services');
    } finally {
      await client.end();
    }
  });
};

export const repairText = (repairs: readonly OffsetRepair[], newIncarnations: readonly string[]): string =>
  [
    repairs.length === 0
      ? 'every offset fits the log'
      : table([
          ['TASK', 'TOPIC', 'OFFSET', 'GOES ON AT', 'WHY'],
          ...repairs.map(({ schema, n, topic, from, to, why }) => [
            `${schema} ${n}`,
            topic,
            String(from),
            String(to),
            why,
          ]),
        ]),
    ...newIncarnations.map(
      (schema) => `${schema}: every task gets a new incarnation, so that no sequence is used twice`,
    ),
  ].join('\n');

/** One transaction. The version of each changed task grows, so that a process that still runs takes it over again. */
const write = async (
  client: Client,
  repairs: readonly OffsetRepair[],
  newIncarnations: readonly string[],
): Promise<void> => {
  await client.query('BEGIN');
  for (const { schema, n, topic, to } of repairs)
    await client.query(
      `UPDATE ${client.escapeIdentifier(schema)}.task SET version = version + 1,
        offsets = (offsets::jsonb || jsonb_build_object($2::text, $3::bigint))::json WHERE n = $1`,
      [n, topic, to],
    );
  for (const schema of newIncarnations) {
    const name = client.escapeIdentifier(schema);
    await client.query(`UPDATE ${name}.task SET version = version + 1, incarnation = gen_random_uuid()`);
    const { rows } = await client.query<{ found: string | null }>('SELECT to_regclass($1) AS found', [
      `${schema}.shard`,
    ]);
    if (rows[0]?.found !== null) await client.query(`UPDATE ${name}.shard SET incarnation = gen_random_uuid()`);
  }
  await client.query('COMMIT');
};
