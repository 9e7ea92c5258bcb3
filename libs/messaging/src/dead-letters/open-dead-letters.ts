import { deadLetterTopic, retryTopic, subscriptions } from '@warmline/contracts';
import type { Database } from '@warmline/persistence';
import type { PoolClient } from 'pg';
import type { MigrationInterface, QueryRunner } from 'typeorm';
import { DEAD_LETTER_SHARD_PREFIX, type EncodedEvent } from '../codec.ts';

/**
 * Table of open dead letters, in the schema of the service that rejected them. A row is inserted in the transaction that commits the
 * dead letter, and deleted in the one that handles its replay. So the count is right after any crash, and needs no broker.
 */
export class OpenDeadLetters1760000000200 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(
      `CREATE TABLE dead_letter (shard text NOT NULL, seq bigint NOT NULL, topic text NOT NULL, first_at bigint NOT NULL, at bigint NOT NULL, PRIMARY KEY (shard, seq))`,
    );
  }
  async down(): Promise<void> {}
}

/** A dead letter: its outbox row and its index in that row. */
interface NewDeadLetter {
  readonly row: string;
  readonly index: number;
  readonly topic: string;
  /** Instant of its first rejection; null = now. */
  readonly firstAt: number | null;
}
interface ShardSequence {
  readonly shard: string;
  readonly seq: number;
}
export interface DeadLetterChanges {
  readonly opened: readonly NewDeadLetter[];
  readonly resolved: readonly ShardSequence[];
}
interface OutboxRecords {
  readonly id: string;
  readonly records: readonly EncodedEvent[];
  readonly shard?: string;
  readonly firstSeq?: number;
}

/** The dead letters a commit opens and closes; undefined if there are none, as in most commits. */
export const deadLetterChanges = (
  rows: readonly OutboxRecords[],
  dedupe: readonly { readonly topic: string; readonly shard: string }[],
): (DeadLetterChanges & { readonly rows: readonly OutboxRecords[] }) | undefined => {
  const opened: NewDeadLetter[] = [];
  for (const { id, records } of rows)
    records.forEach(({ topic, headers }, index) => {
      const source = sourceOf.get(topic);
      if (source === undefined) return;
      const first = Date.parse(headers.dlq_first_time ?? '');
      opened.push({ row: id, index, topic: source, firstAt: Number.isNaN(first) ? null : first });
    });
  const resolved = dedupe.flatMap(({ topic, shard }) => (retryTopics.has(topic) ? replayedSequences(shard) : []));
  return opened.length + resolved.length === 0 ? undefined : { opened, resolved, rows };
};

/** Writes the changes in the transaction of the commit. `numbered`: shard and first sequence of outbox rows that were numbered by it. */
export const writeDeadLetterChanges = async (
  client: PoolClient,
  { opened, resolved, rows }: DeadLetterChanges & { readonly rows: readonly OutboxRecords[] },
  numbered: ReadonlyMap<string, { readonly shard: string; readonly firstSeq: number }> = new Map(),
): Promise<void> => {
  const byId = new Map(rows.map((r) => [r.id, numbered.get(r.id) ?? r]));
  const positions = opened.map(({ row, index }) => {
    const { shard, firstSeq } = byId.get(row) ?? {};
    if (shard === undefined || firstSeq === undefined) throw new Error(`outbox row ${row} has no shard`);
    return { shard, seq: firstSeq + index };
  });
  await client.query({
    name: 'write-dead-letter-changes',
    text: `WITH closed AS (DELETE FROM dead_letter d USING unnest($1::text[], $2::bigint[]) AS s(shard, seq) WHERE d.shard = s.shard AND d.seq = s.seq)
      INSERT INTO dead_letter (shard, seq, topic, first_at, at)
      SELECT shard, seq, topic, least(coalesce(first_at, ${NOW}), ${NOW}), ${NOW} FROM unnest($3::text[], $4::bigint[], $5::text[], $6::bigint[]) AS o(shard, seq, topic, first_at)
      ON CONFLICT (shard, seq) DO NOTHING`,
    values: [
      resolved.map((s) => s.shard),
      resolved.map((s) => s.seq),
      positions.map((p) => p.shard),
      positions.map((p) => p.seq),
      opened.map((o) => o.topic),
      opened.map((o) => o.firstAt),
    ],
  });
};

export interface OpenDeadLetters {
  readonly topic: string;
  readonly count: number;
  /** Seconds since the first rejection of the oldest one, by the clock of the database. */
  readonly oldestSeconds: number;
}

export const findOpenDeadLetters = async (database: Database): Promise<OpenDeadLetters[]> => {
  const { rows } = await database.pool.query({
    name: 'open-dead-letters',
    text: `SELECT topic, count(*) AS count, (${NOW} - min(first_at)) / 1000.0 AS oldest FROM dead_letter GROUP BY topic`,
  });
  return rows.map((r) => ({ topic: r.topic, count: Number(r.count), oldestSeconds: Math.max(0, Number(r.oldest)) }));
};

const NOW = '(extract(epoch FROM clock_timestamp()) * 1000)::bigint';

const sourceOf = new Map<string, string>();
const retryTopics = new Set<string>();
for (const [group, read] of Object.entries(subscriptions))
  for (const { name } of read) {
    sourceOf.set(deadLetterTopic(name, group), name);
    retryTopics.add(retryTopic(name, group));
  }

/** The dead letter that a replay handles: its shard and sequence, taken from the shard of the replay. */
const replayedSequences = (shard: string): ShardSequence[] => {
  if (!shard.startsWith(DEAD_LETTER_SHARD_PREFIX)) return [];
  const bar = shard.lastIndexOf('/');
  const seq = shard.slice(bar + 1);
  return /^\d{1,15}$/.test(seq) ? [{ shard: shard.slice(DEAD_LETTER_SHARD_PREFIX.length, bar), seq: Number(seq) }] : [];
};
