import type { Database } from '@warmline/persistence';
import type { PoolClient } from 'pg';
import { deadLetterChanges, writeDeadLetterChanges } from '../dead-letters/open-dead-letters.ts';
import type { JournalRow } from '../decider.ts';
import type { ProcessedEvent } from '../stage.ts';
import type { Commit, DueKey, OutboxRow, Store, StoredState, TaskRow } from '../store.ts';
import type { SqlStatement } from '../transport.ts';
import { intArray, textArray } from './binary-arrays.ts';
import { decodeOutboxRecords, encodeOutboxRecords } from './outbox-records.ts';
import { isDataError, isStaleGuard } from './sql-errors.ts';

/** Writes query tables from processed events, in the transaction of their batch. Must be idempotent per event id. */
export type Projection = (client: PoolClient, processed: readonly ProcessedEvent[]) => Promise<void>;

/** The Store in the schema of one service. */
export class PostgresStore implements Store {
  constructor(
    private readonly database: Database,
    private readonly projection?: Projection,
  ) {}

  async takeOver(n: number): Promise<TaskRow> {
    const { rows } = await this.database.pool.query(
      `INSERT INTO task (n, version, seq, offsets) VALUES ($1, 1, 0, '{}')
       ON CONFLICT (n) DO UPDATE SET version = task.version + 1 RETURNING incarnation, version, seq, offsets`,
      [n],
    );
    const highs = await this.database.pool.query('SELECT topic, shard, seq FROM dedupe WHERE task = $1', [n]);
    const [row] = rows;
    return {
      n,
      incarnation: row.incarnation,
      version: Number(row.version),
      seq: Number(row.seq),
      offsets: row.offsets,
      dedupe: new Map(highs.rows.map((h) => [`${h.topic}|${h.shard}`, Number(h.seq)])),
    };
  }

  async unpublishedRows(n: number): Promise<OutboxRow[]> {
    const { rows } = await this.database.pool.query<StoredOutboxRow>(
      'SELECT id, task, shard, first_seq, records FROM outbox WHERE task = $1 ORDER BY first_seq',
      [n],
    );
    return rows.map(toOutboxRow);
  }

  /** Outbox rows of several tasks above a sequence each, by sequence; at most 1,000. */
  async outboxAfter(after: ReadonlyMap<number, number>): Promise<OutboxRow[]> {
    const { rows } = await this.database.pool.query<StoredOutboxRow>({
      name: 'outbox-after',
      text: `SELECT o.id, o.task, o.shard, o.first_seq, o.records FROM outbox o JOIN unnest($1::int[], $2::bigint[]) AS w(task, seq) ON o.task = w.task AND o.first_seq > w.seq
             ORDER BY o.first_seq LIMIT 1000`,
      values: [[...after.keys()], [...after.values()]],
    });
    return rows.map(toOutboxRow);
  }

  async load(stage: string, keys: readonly string[], tables: boolean): Promise<Map<string, StoredState>> {
    const found = new Map<string, { schema: number; data: unknown; tables: Record<string, [string, unknown][]> }>();
    const { rows } = await this.database.pool.query({
      name: 'load-states',
      text: 'SELECT key, schema, data FROM state WHERE stage = $1 AND key = ANY($2)',
      values: [stage, keys],
    });
    for (const r of rows) found.set(r.key, { schema: r.schema, data: r.data, tables: {} });
    if (!tables) return found;
    const entities = await this.database.pool.query(
      'SELECT key, kind, id, data FROM entity WHERE stage = $1 AND key = ANY($2)',
      [stage, keys],
    );
    for (const e of entities.rows) {
      const state = found.get(e.key);
      if (state === undefined) continue;
      const rowsOfKind = state.tables[e.kind] ?? [];
      rowsOfKind.push([e.id, e.data]);
      state.tables[e.kind] = rowsOfKind;
    }
    return found;
  }

  async journal(stage: string, keys: readonly string[], limit: number): Promise<Map<string, JournalRow[]>> {
    const { rows } = await this.database.pool.query(
      `SELECT k.key, j.seq, j.data FROM unnest($2::text[]) AS k(key)
       CROSS JOIN LATERAL (SELECT seq, data FROM journal WHERE stage = $1 AND key = k.key ORDER BY seq DESC LIMIT $3) j ORDER BY k.key, j.seq`,
      [stage, keys, limit],
    );
    const found = new Map<string, JournalRow[]>(keys.map((key) => [key, []]));
    for (const r of rows) found.get(r.key)?.push({ seq: Number(r.seq), row: r.data });
    return found;
  }

  async dueKeys(n: number, upTo: number, limit: number): Promise<{ keys: DueKey[]; next: number | null }> {
    const { rows } = await this.database.pool.query({
      name: 'due-keys',
      text: `(SELECT stage, key, due FROM state WHERE task = $1 AND due <= $2 ORDER BY due, key LIMIT $3)
             UNION ALL (SELECT '', '', due FROM state WHERE task = $1 AND due > $2 ORDER BY due LIMIT 1)`,
      values: [n, upTo, limit],
    });
    const keys = rows.filter((r) => r.stage !== '').map((r) => ({ stage: r.stage, key: r.key, due: Number(r.due) }));
    const next = rows.find((r) => r.stage === '');
    return { keys, next: keys.length === limit ? upTo : next === undefined ? null : Number(next.due) };
  }

  async commit(commit: Commit): Promise<'committed' | 'stale'> {
    const call = { name: 'commit-batch', text: COMMIT_BATCH_CALL, values: commitValues(commit) };
    const projection = commit.processed.length === 0 ? undefined : this.projection;
    const letters = deadLetterChanges(
      commit.tasks.flatMap((t) => (t.outbox === null ? [] : [t.outbox])),
      commit.tasks.flatMap((t) => t.dedupe),
    );
    try {
      if (projection === undefined && letters === undefined) await this.database.pool.query(call);
      else
        await this.database.transaction(async (client) => {
          await client.query(call);
          if (letters !== undefined) await writeDeadLetterChanges(client, letters);
          await projection?.(client, commit.processed);
        });
      return 'committed';
    } catch (error) {
      if (isStaleGuard(error)) return 'stale';
      throw error;
    }
  }

  async deleteOutboxRows(ids: readonly string[]): Promise<void> {
    const { text, values } = this.deleteOutboxStatement(ids);
    await this.database.pool.query(text, [...values]);
  }

  /** Schema-qualified, so that the embedded log can run it in the transaction of an append. */
  deleteOutboxStatement(ids: readonly string[]): SqlStatement {
    return { text: `DELETE FROM ${this.database.schema}.outbox WHERE id = ANY($1::uuid[])`, values: [ids] };
  }

  isDataError(error: unknown): boolean {
    return isDataError(error);
  }
}

interface StoredOutboxRow {
  readonly id: string;
  readonly task: number;
  readonly shard: string;
  readonly first_seq: string;
  readonly records: string;
}
const toOutboxRow = (row: StoredOutboxRow): OutboxRow => ({
  id: row.id,
  task: row.task,
  shard: row.shard,
  firstSeq: Number(row.first_seq),
  records: decodeOutboxRecords(row.records),
});

const ARRAYS = [
  'int[]', 'bigint[]', 'int[]', 'text[]',
  'int[]', 'text[]', 'text[]', 'bigint[]',
  'uuid[]', 'int[]', 'text[]', 'bigint[]', 'text[]',
  'text[]', 'text[]', 'int[]', 'int[]', 'bigint[]', 'text[]',
  'text[]', 'text[]', 'text[]', 'text[]', 'text[]',
  'text[]', 'text[]', 'bigint[]', 'text[]',
  'uuid[]',
]; // biome-ignore format: one line a table
const COMMIT_BATCH_CALL = `SELECT commit_batch(${ARRAYS.map((type, i) => `$${i + 1}::${type}`).join(', ')})`;

/** Numbers that come from a decider or a header are sent as text: the database refuses those that are not integers, and their event is rejected. */
const commitValues = ({ tasks, states, journal, publishedRowIds }: Commit): unknown[] => {
  const dedupe = tasks.flatMap((t) => t.dedupe.map((d) => ({ n: t.n, ...d })));
  const outbox = tasks.flatMap((t) => (t.outbox === null ? [] : [t.outbox]));
  const entities = states.flatMap((s) => s.entities.map((e) => ({ stage: s.stage, key: s.key, ...e })));
  return [
    tasks.map((t) => t.n),
    tasks.map((t) => t.expected),
    tasks.map((t) => t.outbox?.records.length ?? 0),
    tasks.map((t) => JSON.stringify(t.offsets)),
    dedupe.map((d) => d.n),
    dedupe.map((d) => d.topic),
    dedupe.map((d) => d.shard),
    dedupe.map((d) => d.seq),
    outbox.map((o) => o.id),
    outbox.map((o) => o.task),
    outbox.map((o) => o.shard),
    outbox.map((o) => o.firstSeq),
    textArray(outbox.map((o) => encodeOutboxRecords(o.records))),
    textArray(states.map((s) => s.stage)),
    textArray(states.map((s) => s.key)),
    intArray(states.map((s) => s.task)),
    intArray(states.map((s) => s.schema)),
    states.map((s) => s.due),
    textArray(states.map((s) => s.data)),
    textArray(entities.map((e) => e.stage)),
    textArray(entities.map((e) => e.key)),
    textArray(entities.map((e) => e.table)),
    textArray(entities.map((e) => e.id)),
    textArray(entities.map((e) => e.data)),
    textArray(journal.map((j) => j.stage)),
    textArray(journal.map((j) => j.key)),
    journal.map((j) => j.seq),
    textArray(journal.map((j) => j.row)),
    publishedRowIds,
  ];
};
