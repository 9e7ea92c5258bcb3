import { randomUUID } from 'node:crypto';
import { PARTITION_COUNT } from '@warmline/contracts';
import type { Database } from '@warmline/persistence';
import type { PoolClient, QueryConfig } from 'pg';
import type { EncodedEvent } from '../codec.ts';
import type { CommandGroup, ExecutorStore, LockedRows, LockRequest, TaskGuard } from '../commands/executor-store.ts';
import { deadLetterChanges, writeDeadLetterChanges } from '../dead-letters/open-dead-letters.ts';
import type { Answer } from '../decider.ts';
import { partitionOf } from '../partition.ts';
import type { OutboxRow } from '../store.ts';
import { intArray, textArray } from './binary-arrays.ts';
import { encodeOutboxRecords } from './outbox-records.ts';
import { isDataError, isStaleGuard } from './sql-errors.ts';

/** The ExecutorStore in Postgres, in the schema of the service beside the tables of the runtime. */
export class PostgresExecutorStore implements ExecutorStore {
  constructor(
    private readonly database: Database,
    private readonly service: string,
  ) {}

  async transact(
    request: LockRequest,
    decide: (locked: LockedRows) => CommandGroup,
  ): Promise<readonly OutboxRow[] | 'stale'> {
    const keys = [...new Map(request.keys.map((k) => [`${k.stage}\u0000${k.key}`, k])).values()];
    try {
      let newOutboxRows: ReturnType<typeof outboxRows> = [];
      let sequences: ShardSequences = new Map();
      const work = async (client: PoolClient): Promise<QueryConfig | undefined> => {
        // Sent one after the other without waiting (pipelined), and awaited in order, so that the first error is the one reported.
        const guarded = startQuery(client, request.guards.length > 0, 'guard-tasks', GUARD_CALL, () =>
          guardValues(request.guards),
        );
        const locked = startQuery(client, keys.length > 0, 'lock-states', LOCK_CALL, () => lockValues(keys));
        const found = startQuery(client, request.ids.length > 0, 'find-answers', ANSWERS, () => idValues(request.ids));
        await guarded;
        const states = new Map(
          (await locked).map((r) => [`${r.stage}\u0000${r.key}`, { schema: r.schema as number, data: r.data }]),
        );
        const answers = new Map(
          (await found).map((r) => [`${r.stage}\u0000${r.key}\u0000${r.id}`, r.answer as Answer]),
        );
        const group = decide({ states, answers });
        newOutboxRows = outboxRows(group.outputs);
        const write = {
          name: 'commit-group',
          text: COMMIT_CALL,
          values: groupValues(group, this.service, newOutboxRows),
        };
        const deadLetters = deadLetterChanges(
          newOutboxRows,
          request.guards.flatMap((g) => g.dedupe),
        );
        const traces = group.timeline.filter(({ traceparent }) => traceparent !== undefined);
        if (deadLetters === undefined && traces.length === 0) return write;
        sequences = shardSequences(await client.query<NumberedRow>(write));
        if (deadLetters !== undefined) await writeDeadLetterChanges(client, deadLetters, sequences);
        if (traces.length > 0)
          await client.query({ name: 'trace-timeline', text: TRACE_TIMELINE, values: traceValues(traces) });
        return undefined;
      };
      await this.database.transaction(work, async (client, write) => {
        if (write !== undefined) sequences = shardSequences(await client.query<NumberedRow>(write));
      });
      return newOutboxRows.flatMap(({ id, partition: task, records }) => {
        const position = sequences.get(id);
        return position === undefined ? [] : [{ id, task, ...position, records }];
      });
    } catch (error) {
      if (isStaleGuard(error)) return 'stale';
      throw error;
    }
  }

  isDataError(error: unknown): boolean {
    return isDataError(error);
  }
}

type Rows = readonly Readonly<Record<string, unknown>>[];

/** Shard and first sequence of each outbox row of a commit, by the id of the row. */
type ShardSequences = ReadonlyMap<string, { readonly shard: string; readonly firstSeq: number }>;
interface NumberedRow {
  readonly row_id: string;
  readonly row_shard: string;
  readonly row_first: string;
}
const shardSequences = ({ rows }: { readonly rows: readonly NumberedRow[] }): ShardSequences =>
  new Map(rows.map((g) => [g.row_id, { shard: g.row_shard, firstSeq: Number(g.row_first) }]));

/** Starts a query, if it is needed. Its error surfaces when it is awaited. */
const startQuery = (
  client: PoolClient,
  isNeeded: boolean,
  name: string,
  text: string,
  values: () => unknown[],
): Promise<Rows> => {
  if (!isNeeded) return Promise.resolve([]);
  const rows = client.query<Record<string, unknown>>({ name, text, values: values() }).then((answer) => answer.rows);
  rows.catch(() => undefined);
  return rows;
};
const GUARD_CALL =
  'SELECT guard_tasks($1::int[], $2::bigint[], $3::text[], $4::int[], $5::text[], $6::text[], $7::bigint[])';
const guardValues = (guards: readonly TaskGuard[]): unknown[] => {
  const dedupe = guards.flatMap((g) => g.dedupe.map((d) => ({ n: g.n, ...d })));
  return [
    intArray(guards.map((g) => g.n)),
    guards.map((g) => g.expected),
    textArray(guards.map((g) => JSON.stringify(g.offsets))),
    intArray(dedupe.map((d) => d.n)),
    textArray(dedupe.map((d) => d.topic)),
    textArray(dedupe.map((d) => d.shard)),
    dedupe.map((d) => d.seq),
  ];
};
const LOCK_CALL = 'SELECT stage, key, schema, data FROM lock_states($1::text[], $2::text[], $3::int[])';
const lockValues = (keys: LockRequest['keys']): unknown[] => [
  textArray(keys.map((k) => k.stage)),
  textArray(keys.map((k) => k.key)),
  intArray(keys.map((k) => partitionOf(k.key, PARTITION_COUNT))),
];
const ANSWERS =
  'SELECT c.stage, c.key, c.id, c.answer FROM command_answer c JOIN unnest($1::text[], $2::text[], $3::text[]) AS w(stage, key, id) USING (stage, key, id)';
const idValues = (ids: LockRequest['ids']): unknown[] => [
  textArray(ids.map((i) => i.stage)),
  textArray(ids.map((i) => i.key)),
  textArray(ids.map((i) => i.id)),
];
const COMMIT_CALL = `SELECT row_id, row_shard, row_first FROM commit_group($1::text[], $2::text[], $3::int[], $4::bigint[], $5::text[], $6::text[], $7::text[], $8::text[], $9::text[], $10::bigint[],
  $11::text[], $12::text[], $13::bigint[], $14::text[], $15::bigint[], $16::text[], $17::text[], $18::text[], $19::bigint[], $20::text[],
  $21::text, $22::int[], $23::uuid[], $24::int[], $25::text[])`;

/** Of the rows that belong to a recorded trace: the others need no second statement. */
const TRACE_TIMELINE = `UPDATE timeline t SET traceparent = x.d FROM unnest($1::text[], $2::text[], $3::bigint[], $4::text[]) AS x(a, b, c, d)
  WHERE t.stage = x.a AND t.key = x.b AND t.seq = x.c`;
const traceValues = (rows: CommandGroup['timeline']): unknown[] => [
  textArray(rows.map((t) => t.stage)),
  textArray(rows.map((t) => t.key)),
  rows.map((t) => t.seq),
  textArray(rows.map((t) => t.traceparent ?? null)),
];

/** One outbox row per output partition. The commit assigns its shard and sequence. */
const outboxRows = (outputs: readonly EncodedEvent[]) => {
  const byPartition = new Map<number, EncodedEvent[]>();
  for (const o of outputs) {
    const records = byPartition.get(o.partition);
    if (records === undefined) byPartition.set(o.partition, [o]);
    else records.push(o);
  }
  return [...byPartition]
    .sort(([a], [b]) => a - b)
    .map(([partition, records]) => ({ id: randomUUID(), partition, records }));
};
const groupValues = (g: CommandGroup, service: string, rows: ReturnType<typeof outboxRows>): unknown[] => {
  const { states } = g;
  return [
    textArray(states.map((s) => s.stage)),
    textArray(states.map((s) => s.key)),
    intArray(states.map((s) => s.schema)),
    states.map((s) => s.due),
    textArray(states.map((s) => (s.state === null ? null : JSON.stringify(s.state)))),
    textArray(g.answers.map((a) => a.stage)),
    textArray(g.answers.map((a) => a.key)),
    textArray(g.answers.map((a) => a.id)),
    textArray(g.answers.map((a) => JSON.stringify(a.answer))),
    g.answers.map((a) => a.at),
    textArray(g.timeline.map((t) => t.stage)),
    textArray(g.timeline.map((t) => t.key)),
    g.timeline.map((t) => t.seq),
    textArray(g.timeline.map((t) => t.type)),
    g.timeline.map((t) => t.at),
    textArray(g.timeline.map((t) => JSON.stringify(t.data))),
    textArray(g.evidence.map((e) => e.stage)),
    textArray(g.evidence.map((e) => e.key)),
    g.evidence.map((e) => e.at),
    textArray(g.evidence.map((e) => JSON.stringify(e.data))),
    service,
    rows.map((r) => r.partition),
    rows.map((r) => r.id),
    rows.map((r) => r.records.length),
    textArray(rows.map((r) => encodeOutboxRecords(r.records))),
  ];
};
