import { randomUUID } from 'node:crypto';
import { PARTITION_COUNT } from '@warmline/contracts';
import { type Database, sqlState } from '@warmline/persistence';
import type { PoolClient, QueryConfig } from 'pg';
import type { MigrationInterface, QueryRunner } from 'typeorm';
import type { EncodedEvent } from '../codec.ts';
import { deadLetterChanges, writeDeadLetterChanges } from '../dead-letters/open-dead-letters.ts';
import { partitionOf } from '../partition.ts';
import { intArray, textArray } from '../postgres/binary-arrays.ts';
import { encodeOutboxRecords } from '../postgres/outbox-records.ts';
import type { OutboxRow } from '../store.ts';
import type { Answer, TimelineRow } from './executor.ts';

/** A stream task's part of a transaction: its version guard, its offsets and what it has applied. */
export interface TaskGuard {
  readonly n: number;
  readonly expected: number;
  readonly offsets: Readonly<Record<string, number>>;
  readonly dedupe: readonly { readonly topic: string; readonly shard: string; readonly seq: number }[];
}

export interface LockRequest {
  readonly keys: readonly { readonly stage: string; readonly key: string }[];
  readonly ids: readonly { readonly stage: string; readonly key: string; readonly id: string }[];
  /** In task order; all of them hold, or nothing is written. */
  readonly guards: readonly TaskGuard[];
}

/** States and stored answers by `stage\0key[\0id]`, locked until the transaction ends. */
export interface LockedRows {
  readonly states: ReadonlyMap<string, unknown>;
  readonly answers: ReadonlyMap<string, Answer>;
}

export interface CommandGroup {
  readonly states: readonly {
    readonly stage: string;
    readonly key: string;
    readonly state: unknown;
    readonly due: number | null;
  }[];
  readonly answers: readonly {
    readonly stage: string;
    readonly key: string;
    readonly id: string;
    readonly answer: Answer;
    readonly at: number;
  }[];
  readonly timeline: readonly TimelineRow[];
  readonly evidence: readonly {
    readonly stage: string;
    readonly key: string;
    readonly at: number;
    readonly data: unknown;
  }[];
  readonly outputs: readonly EncodedEvent[];
}

export interface ExecutorStore {
  /**
   * Locks, decides, writes, commits; answers the outbox rows it made, numbered. A rejected promise: nothing was written, or the outcome is
   * unknown (the idempotency key tells on retry).
   */
  transact(request: LockRequest, decide: (locked: LockedRows) => CommandGroup): Promise<readonly OutboxRow[] | 'stale'>;
  /** The database refused a value: nothing was written, and it would refuse it again. */
  isDataError(error: unknown): boolean;
}

/** Postgres, in the service's schema beside the runtime's tables. */
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
      let outboxRowsMade: ReturnType<typeof outboxRows> = [];
      let sequences: ShardSequences = new Map();
      const work = async (client: PoolClient): Promise<QueryConfig | undefined> => {
        // One after the other on the wire, without waiting in between; awaited in order, so that the first fault is the one told.
        const guarded = startQuery(client, request.guards.length > 0, 'guard-tasks', GUARD_CALL, () =>
          guardValues(request.guards),
        );
        const locked = startQuery(client, keys.length > 0, 'lock-states', LOCK_CALL, () => lockValues(keys));
        const found = startQuery(client, request.ids.length > 0, 'find-answers', ANSWERS, () => idValues(request.ids));
        await guarded;
        const states = new Map((await locked).map((r) => [`${r.stage}\u0000${r.key}`, r.data]));
        const answers = new Map(
          (await found).map((r) => [`${r.stage}\u0000${r.key}\u0000${r.id}`, r.answer as Answer]),
        );
        const group = decide({ states, answers });
        outboxRowsMade = outboxRows(group.outputs);
        const write = {
          name: 'commit-group',
          text: COMMIT_CALL,
          values: groupValues(group, this.service, outboxRowsMade),
        };
        const letters = deadLetterChanges(
          outboxRowsMade,
          request.guards.flatMap((g) => g.dedupe),
        );
        if (letters === undefined) return write;
        sequences = shardSequences(await client.query<NumberedRow>(write));
        await writeDeadLetterChanges(client, letters, sequences);
        return undefined;
      };
      await this.database.transaction(work, async (client, write) => {
        if (write !== undefined) sequences = shardSequences(await client.query<NumberedRow>(write));
      });
      return outboxRowsMade.flatMap(({ id, partition: task, records }) => {
        const place = sequences.get(id);
        return place === undefined ? [] : [{ id, task, ...place, records }];
      });
    } catch (error) {
      if (sqlState(error) === 'WL001') return 'stale';
      throw error;
    }
  }

  isDataError(error: unknown): boolean {
    return /^2[23]/.test(sqlState(error) ?? '');
  }
}

type Rows = readonly Readonly<Record<string, unknown>>[];

/** The shard and the first sequence of each outbox row a commit made, by the row's id. */
type ShardSequences = ReadonlyMap<string, { readonly shard: string; readonly firstSeq: number }>;
interface NumberedRow {
  readonly row_id: string;
  readonly row_shard: string;
  readonly row_first: string;
}
const shardSequences = ({ rows }: { readonly rows: readonly NumberedRow[] }): ShardSequences =>
  new Map(rows.map((g) => [g.row_id, { shard: g.row_shard, firstSeq: Number(g.row_first) }]));

/** A query on its way, if it is wanted; what becomes of it is heard when it is awaited. */
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
const LOCK_CALL = 'SELECT stage, key, data FROM lock_states($1::text[], $2::text[], $3::int[])';
const lockValues = (keys: LockRequest['keys']): unknown[] => [
  textArray(keys.map((k) => k.stage)),
  textArray(keys.map((k) => k.key)),
  intArray(keys.map((k) => partitionOf(k.key, PARTITION_COUNT))),
];
const ANSWERS =
  'SELECT c.stage, c.key, c.id, c.answer FROM command c JOIN unnest($1::text[], $2::text[], $3::text[]) AS w(stage, key, id) USING (stage, key, id)';
const idValues = (ids: LockRequest['ids']): unknown[] => [
  textArray(ids.map((i) => i.stage)),
  textArray(ids.map((i) => i.key)),
  textArray(ids.map((i) => i.id)),
];
const COMMIT_CALL = `SELECT row_id, row_shard, row_first FROM commit_group($1::text[], $2::text[], $3::bigint[], $4::text[], $5::text[], $6::text[], $7::text[], $8::text[], $9::bigint[],
  $10::text[], $11::text[], $12::bigint[], $13::text[], $14::bigint[], $15::text[], $16::text[], $17::text[], $18::bigint[], $19::text[],
  $20::text, $21::int[], $22::uuid[], $23::int[], $24::text[])`;

/** One outbox row for each output partition; which shard and sequence it gets is settled by the commit. */
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

/** Tables and functions of `execute`; in the gateway's schema only. */
export class Executor1760000000100 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    for (const statement of [
      `CREATE TABLE shard (n int PRIMARY KEY, incarnation uuid NOT NULL DEFAULT gen_random_uuid(), seq bigint NOT NULL)`,
      `INSERT INTO shard (n, seq) SELECT n, 0 FROM generate_series(0, ${PARTITION_COUNT - 1}) n`,
      `CREATE TABLE command (stage text NOT NULL, key text NOT NULL, id text NOT NULL, answer json NOT NULL, at bigint NOT NULL, PRIMARY KEY (stage, key, id))`,
      `CREATE INDEX command_at ON command (at)`,
      `CREATE TABLE timeline (stage text NOT NULL, key text NOT NULL, seq bigint NOT NULL, type text NOT NULL, at bigint NOT NULL, data json NOT NULL, PRIMARY KEY (stage, key, seq))`,
      `CREATE TABLE evidence (id bigserial PRIMARY KEY, stage text NOT NULL, key text NOT NULL, at bigint NOT NULL, data json NOT NULL)`,
      GUARD_TASKS,
      LOCK_STATES,
      COMMIT_GROUP,
    ])
      await runner.query(statement);
  }
  async down(): Promise<void> {}
}
/** As the first part of commit_batch: every version holds, or SQLSTATE WL001. */
const GUARD_TASKS = `
CREATE FUNCTION guard_tasks(tasks int[], expected bigint[], offs text[], d_task int[], d_topic text[], d_shard text[], d_seq bigint[]) RETURNS void LANGUAGE plpgsql AS $$
DECLARE held int;
BEGIN
  WITH wanted AS (
    SELECT t.n, g.off FROM task t JOIN unnest(tasks, expected, offs) AS g(n, expected, off) ON g.n = t.n AND g.expected = t.version
    ORDER BY t.n FOR UPDATE OF t
  ) UPDATE task SET version = task.version + 1, offsets = wanted.off::json FROM wanted WHERE task.n = wanted.n;
  GET DIAGNOSTICS held = ROW_COUNT;
  IF held < cardinality(tasks) THEN RAISE EXCEPTION 'stale' USING ERRCODE = 'WL001'; END IF;
  INSERT INTO dedupe SELECT a, b, c, d FROM unnest(d_task, d_topic, d_shard, d_seq) AS x(a, b, c, d) ON CONFLICT (task, topic, shard) DO UPDATE SET seq = excluded.seq;
END $$`;

/**
 * A new key gets a row first, so that two who start it at once queue on it; the order of keys is the order of locks. A row that is there
 * is locked and not changed (WHERE false); one that goes away while we wait for it is made anew. The rows are read by a statement of its own,
 * which sees what was committed while the first one waited.
 */
const LOCK_STATES = `
CREATE FUNCTION lock_states(s_stage text[], s_key text[], s_task int[]) RETURNS TABLE (stage text, key text, data json) LANGUAGE plpgsql AS $$
#variable_conflict use_column
BEGIN
  INSERT INTO state (stage, key, task, schema, due, data) SELECT a, b, c, 1, NULL, 'null'::json FROM unnest(s_stage, s_key, s_task) AS x(a, b, c) ORDER BY a, b
    ON CONFLICT (stage, key) DO UPDATE SET task = excluded.task WHERE false;
  RETURN QUERY SELECT s.stage, s.key, s.data FROM state s JOIN unnest(s_stage, s_key) AS x(a, b) ON s.stage = x.a AND s.key = x.b;
END $$`;

/** The shard counters are locked last and in order, so that commit order is sequence order. A forgotten key's timeline goes with it: its sequence may begin anew. */
const COMMIT_GROUP = `
CREATE FUNCTION commit_group(
  s_stage text[], s_key text[], s_due bigint[], s_data text[],
  a_stage text[], a_key text[], a_id text[], a_answer text[], a_at bigint[],
  t_stage text[], t_key text[], t_seq bigint[], t_type text[], t_at bigint[], t_data text[],
  v_stage text[], v_key text[], v_at bigint[], v_data text[],
  service text, o_shard int[], o_id uuid[], o_count int[], o_records text[]
) RETURNS TABLE (row_id uuid, row_shard text, row_first bigint) LANGUAGE plpgsql AS $$
BEGIN
  UPDATE state s SET due = x.c, data = x.d::json FROM unnest(s_stage, s_key, s_due, s_data) AS x(a, b, c, d) WHERE s.stage = x.a AND s.key = x.b AND x.d IS NOT NULL;
  IF array_position(s_data, NULL) IS NOT NULL THEN
    DELETE FROM state s USING unnest(s_stage, s_key, s_data) AS x(a, b, d) WHERE s.stage = x.a AND s.key = x.b AND x.d IS NULL;
    DELETE FROM timeline t USING unnest(s_stage, s_key, s_data) AS x(a, b, d) WHERE t.stage = x.a AND t.key = x.b AND x.d IS NULL;
  END IF;
  INSERT INTO command SELECT a, b, c, d::json, e FROM unnest(a_stage, a_key, a_id, a_answer, a_at) AS x(a, b, c, d, e);
  INSERT INTO timeline SELECT a, b, c, d, e, f::json FROM unnest(t_stage, t_key, t_seq, t_type, t_at, t_data) AS x(a, b, c, d, e, f);
  INSERT INTO evidence (stage, key, at, data) SELECT a, b, c, d::json FROM unnest(v_stage, v_key, v_at, v_data) AS x(a, b, c, d);
  IF cardinality(o_shard) > 0 THEN
    PERFORM 1 FROM shard WHERE n = ANY(o_shard) ORDER BY n FOR UPDATE;
    RETURN QUERY WITH moved AS (
      UPDATE shard SET seq = shard.seq + x.count FROM unnest(o_shard, o_count) AS x(n, count) WHERE shard.n = x.n RETURNING shard.n, shard.incarnation, shard.seq - x.count + 1 AS first
    ) INSERT INTO outbox (id, task, shard, first_seq, records)
      SELECT x.id, x.n, service || '/' || x.n || '@' || m.incarnation, m.first, x.records FROM unnest(o_shard, o_id, o_records) AS x(n, id, records) JOIN moved m ON m.n = x.n
      RETURNING outbox.id, outbox.shard, outbox.first_seq;
  END IF;
END $$`;
