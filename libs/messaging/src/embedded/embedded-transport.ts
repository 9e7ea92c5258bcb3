import { setTimeout as sleep } from 'node:timers/promises';
import type { Pool, PoolClient } from 'pg';
import type { Log } from '../log.ts';
import type { FetchedBatch, Transport } from '../transport.ts';
import { consumerGroups } from './consumer-groups.ts';
import { groupCommit } from './group-commit.ts';
import { ADVANCE_FIRST_OFFSET, READ } from './log-schema.ts';
import { PartitionTail } from './partition-tail.ts';
import { writingSession } from './writing-session.ts';

/** Most records of one delivery. */
const FETCH = 1_000;
const HOUR = 3_600_000;

interface Topic {
  readonly partitions: PartitionTail[];
  retentionMs: number;
}
interface Row {
  readonly offset: number;
  readonly key: Buffer;
  readonly headers: Record<string, string>;
  readonly value: Buffer;
  readonly ts: number;
}

/**
 * A partitioned log in Postgres for one process. Appends that arrive while a transaction commits share the next one. Members of a group
 * are in this process; an advisory lock in the database refuses other processes.
 */
export const embeddedTransport = (options: {
  readonly pool: Pool;
  readonly logger: Log;
  /** Milliseconds between two deletions of expired records. */
  readonly pruneEveryMs?: number;
}): Transport => {
  const { pool, logger, pruneEveryMs = HOUR } = options;
  const topics = new Map<string, Topic>();
  let closed = false;

  const load = async (client: PoolClient): Promise<void> => {
    const { rows } = await client.query<{ name: string; retention: number; first: number; end: number }>(
      `SELECT t.name, t.retention_ms::float8 AS retention, p.first_offset::float8 AS first, p.next_offset::float8 AS "end"
       FROM log.topic t JOIN log.partition p ON p.topic = t.name ORDER BY t.name, p.partition`,
    );
    topics.clear();
    for (const { name, retention, first, end } of rows) {
      const topic = topics.get(name) ?? { partitions: [], retentionMs: retention };
      topics.set(name, topic);
      topic.partitions.push(new PartitionTail(first, end));
    }
  };

  const tailOf = (topic: string, partition: number): PartitionTail => {
    const tail = topics.get(topic)?.partitions[partition];
    if (tail === undefined) throw new Error(`${topic}/${partition} does not exist`);
    return tail;
  };

  const readOnce = async (topic: string, partition: number, position: number): Promise<FetchedBatch> => {
    const tail = tailOf(topic, partition);
    const { first, end } = tail;
    const from = position < first || position > end ? first : position;
    const held = from === end ? [] : tail.from(from, FETCH);
    if (held !== undefined) return { topic, partition, from, records: held, end };
    const { rows } = await pool.query<Row>({ name: 'log-read', text: READ, values: [topic, partition, from, FETCH] });
    const records = rows.map(({ offset, key, headers, value, ts }) => ({
      topic,
      partition,
      offset,
      key: key.toString(),
      value,
      headers,
      timestamp: ts,
    }));
    // The result may include records committed while the query ran.
    return { topic, partition, from, records, end: Math.max(tail.end, (records.at(-1)?.offset ?? -1) + 1) };
  };

  const groups = consumerGroups({
    partitions: (topic) => topics.get(topic)?.partitions.length,
    read: async (topic, partition, position) => {
      while (!closed) {
        try {
          return await readOnce(topic, partition, position);
        } catch (error) {
          logger.warn({ err: error, topic, partition }, 'reading the embedded log failed, retrying');
          await sleep(200, undefined, { ref: false });
        }
      }
      return { topic, partition, from: position, records: [], end: position };
    },
  });

  const session = writingSession({ pool, logger, opened: load, lost: groups.down, recovered: groups.up });

  const append = groupCommit(session.exclusively, (written) => {
    for (const { topic, partition, records } of written) tailOf(topic, partition).add(records);
    for (const { topic, partition } of written) groups.appended(topic, partition);
  });

  /** Deletes records past the retention of their topic. Offsets are never reused. */
  const prune = async (): Promise<void> => {
    for (const [name, { retentionMs, partitions }] of topics) {
      if (retentionMs < 0) continue;
      for (const [partition, tail] of partitions.entries()) {
        const values = [name, partition, Date.now() - retentionMs];
        const { rows } = await session.exclusively((client) =>
          client.query<{ first: number }>(ADVANCE_FIRST_OFFSET, values),
        );
        tail.first = rows[0]?.first ?? tail.first;
        await pool.query('DELETE FROM log.record WHERE topic = $1 AND partition = $2 AND "offset" < $3', [
          name,
          partition,
          tail.first,
        ]);
      }
    }
  };
  const pruning = setInterval(
    () => void prune().catch((error: unknown) => logger.warn({ err: error }, 'pruning the embedded log failed')),
    pruneEveryMs,
  );
  pruning.unref();

  return {
    kind: 'embedded',
    subscribe: async (group, names, listener) => {
      let wasDown = false;
      await session.waitUntilOpen((error) => {
        wasDown = true;
        listener.down(error, false);
      });
      if (wasDown) listener.up();
      return groups.subscribe(group, names, listener);
    },
    tail: async (names, onRecord, fromBeginning = false) => {
      await session.waitUntilOpen((error) =>
        logger.warn({ err: error }, 'the embedded log cannot be tailed yet, retrying'),
      );
      return groups.tail(names, onRecord, (topic, partition) => (fromBeginning ? 0 : tailOf(topic, partition).end));
    },
    append: async (records, statement) => {
      await session.ready();
      for (const { topic, partition } of records) tailOf(topic, partition);
      await append(records, statement);
      return { statementExecuted: statement !== undefined };
    },
    bounds: async (topic, partition) => {
      await session.ready();
      const { first, end } = tailOf(topic, partition);
      return { first, end };
    },
    ends: async (topic) => {
      await session.ready();
      return (topics.get(topic)?.partitions ?? []).map((_, n) => tailOf(topic, n).end);
    },
    applyTopics: (declarations) =>
      session.exclusively(async (client) => {
        const created: string[] = [];
        for (const { name, partitions, config } of declarations) {
          const existing = topics.get(name)?.partitions.length ?? partitions;
          if (existing !== partitions) {
            throw new Error(
              `topic ${name} has ${existing} partitions, declared are ${partitions}: a count never changes`,
            );
          }
          const retentionMs = Number(config['retention.ms'] ?? -1);
          await client.query(
            `WITH kept AS (INSERT INTO log.topic VALUES ($1, $2, $3) ON CONFLICT (name) DO UPDATE SET retention_ms = $3 RETURNING name)
             INSERT INTO log.partition SELECT name, n FROM kept, generate_series(0, $2::int - 1) n ON CONFLICT DO NOTHING`,
            [name, partitions, retentionMs],
          );
          if (!topics.has(name)) {
            created.push(name);
            topics.set(name, {
              retentionMs,
              partitions: Array.from({ length: partitions }, () => new PartitionTail(0, 0)),
            });
          } else Object.assign(topics.get(name) ?? {}, { retentionMs });
        }
        return created;
      }),
    listTopics: async () => {
      await session.ready();
      return new Map([...topics].map(([name, { partitions }]) => [name, partitions.length]));
    },
    close: async () => {
      closed = true;
      clearInterval(pruning);
      groups.close();
      await session.close();
    },
  };
};
