import { PARTITION_COUNT, type ServiceName, subscriptions, type TopicDefinition } from '@warmline/contracts';
import type { Transport } from '@warmline/messaging';
import { serviceNames } from '@warmline/testing/system';
import { Client } from 'pg';
import type { History } from '../history.ts';
import { PROGRESS_QUERY, progressRow, schemaOf } from './progress-rows.ts';

const withClient = async <T>(databaseUrl: string, work: (client: Client) => Promise<T>): Promise<T> => {
  const client = new Client({ connectionString: databaseUrl, application_name: 'chaos checker' });
  client.on('error', () => undefined);
  await client.connect();
  try {
    return await work(client);
  } finally {
    await client.end();
  }
};

/** The longest wait for the gateway's bot or for a score, rounded up. */
const PENDING_WITHIN_MS = 15_000;

/** Conversations with a timer that fires soon: a late bot, a message held for its score, a card that waits. The streams of desks always have one. */
export const countPendingTimers = (databaseUrl: string): Promise<number> =>
  withClient(databaseUrl, async (client) => {
    const due = (service: ServiceName) =>
      `SELECT count(*) AS count FROM ${schemaOf(service)}.state WHERE due < $1 AND stage <> 'desk'`;
    const { rows } = await client.query(`${due('gateway')} UNION ALL ${due('escalation-detection')}`, [
      Date.now() + PENDING_WITHIN_MS,
    ]);
    return rows.reduce((sum, { count }) => sum + Number(count), 0);
  });

/** The state of the log at one moment: unpublished outbox rows, and the end of each topic partition. */
export interface LogPosition {
  readonly ends: ReadonlyMap<string, number>;
  readonly outbox: ReadonlyMap<ServiceName, readonly string[]>;
}

export const findPosition = (databaseUrl: string, log: Transport): Promise<LogPosition> =>
  withClient(databaseUrl, async (client) => {
    const outbox = new Map<ServiceName, readonly string[]>();
    for (const service of serviceNames) {
      const { rows } = await client.query(`SELECT id::text FROM ${schemaOf(service)}.outbox`);
      outbox.set(
        service,
        rows.map(({ id }) => id),
      );
    }
    const ends = new Map<string, number>();
    for (const topic of new Set(Object.values(subscriptions).flatMap((read) => read.map((t) => t.name))))
      for (let n = 0; n < PARTITION_COUNT; n++) ends.set(`${topic}/${n}`, (await log.bounds(topic, n)).end);
    return { ends, outbox };
  });

/** What is still unpublished or unread of a position. Later records (time-outs, presence) do not count. */
export const findRemaining = (
  databaseUrl: string,
  position: LogPosition,
): Promise<Pick<History, 'outbox' | 'unread'>> =>
  withClient(databaseUrl, async (client) => {
    const outbox: Record<string, number> = {};
    for (const [service, ids] of position.outbox) {
      const left = `SELECT count(*) AS count FROM ${schemaOf(service)}.outbox WHERE id::text = ANY($1)`;
      outbox[service] = Number((await client.query(left, [ids])).rows[0]?.count);
    }
    const tasks = (await client.query(PROGRESS_QUERY)).rows.map(progressRow).filter((row) => row.is === 'task');
    const unread: string[] = [];
    for (const { service, n, offsets } of tasks)
      for (const { name } of subscriptions[service] as readonly TopicDefinition[]) {
        const [offset, end] = [offsets[name] ?? 0, position.ends.get(`${name}/${n}`) ?? 0];
        if (offset < end) unread.push(`${service} ${name}/${n}: ${offset} of ${end}`);
      }
    return { outbox, unread };
  });

export const findTimelineAndOutcomes = (databaseUrl: string): Promise<Pick<History, 'timeline' | 'outcomes'>> =>
  withClient(databaseUrl, async (client) => {
    const timeline = await client.query(
      `SELECT stage, key, seq, type FROM ${schemaOf('gateway')}.timeline ORDER BY stage, key, seq`,
    );
    const ended = await client.query(`SELECT handoff_id, end_kind FROM ${schemaOf('outcome-feedback')}.handoff`);
    return {
      timeline: timeline.rows.map(({ stage, key, seq, type }) => ({ stage, key, seq: Number(seq), type })),
      outcomes: new Map(ended.rows.map((row) => [row.handoff_id, row.end_kind])),
    };
  });
