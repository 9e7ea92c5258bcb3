import { type DataOf, topics } from '@warmline/contracts';
import type { ConsumerRecord } from '@warmline/messaging';
import type { Platform } from '@warmline/service-kit';
import type { Feed } from './http/feed.ts';
import type { Queries } from './persistence/queries.ts';

const DAY_MS = 24 * 3_600_000;
/** How long an idempotency key is known. */
const IDEMPOTENCY_RETENTION_MS = 7 * DAY_MS;
const CLEANUP_INTERVAL_MS = 3_600_000;
/** How often is asked whether there are other replicas. */
const REPLICA_CHECK_MS = 5_000;
/** What routing says is at the desk once the replica that reads it has committed; looked for at these times. */
const DESK_HINT_DELAYS_MS = [20, 100, 400, 1_500];

const dataOf = <T>({ value }: ConsumerRecord): Partial<T> => {
  try {
    return JSON.parse(Buffer.from(value ?? []).toString()) as Partial<T>;
  } catch {
    return {};
  }
};

/** A record of another replica's commit, or of what will lead to one, as hints to whoever watches here. */
export const hintOnRecord =
  (feed: Pick<Feed, 'hint' | 'watches'>) =>
  (record: ConsumerRecord): void => {
    if (record.topic !== topics.conversation.name) {
      const { agentId } = dataOf<DataOf<'HandoffAssigned'>>(record);
      if (agentId === undefined || !feed.watches('agent', agentId)) return;
      for (const ms of DESK_HINT_DELAYS_MS) setTimeout(() => feed.hint('agent', agentId), ms).unref();
      return;
    }
    feed.hint('conversation', record.key ?? '');
    if (record.headers.ce_type !== 'OwnerChanged') return;
    const { owner, previous } = dataOf<DataOf<'OwnerChanged'>>(record);
    for (const each of [owner, previous]) if (each?.kind === 'agent') feed.hint('agent', each.id);
  };

/**
 * What other replicas commit reaches the clients of this one as hints from the delivery topics, read from their tail by a group of
 * its own; what is sent is read from the database. Alone, every commit hints by itself and the tail is not read.
 */
export const startReplicaHints = (platform: Platform, feed: Feed, queries: Queries, isOnlyReplica: () => boolean) => {
  let stopTail: (() => Promise<void>) | undefined;
  let cleanupTimer: NodeJS.Timeout | undefined;
  let replicaCheckTimer: NodeJS.Timeout | undefined;
  let switching: Promise<void> | undefined;
  const deleteExpiredAnswers = (): void =>
    void queries.deleteAnswersBefore(platform.clock.now() - IDEMPOTENCY_RETENTION_MS).catch(() => undefined);
  const switchTail = async (): Promise<void> => {
    const stop = stopTail;
    if (isOnlyReplica() === (stop === undefined)) return;
    if (stop === undefined)
      stopTail = await platform.transport.tail([topics.conversation.name, topics.routing.name], hintOnRecord(feed));
    else {
      stopTail = undefined;
      await stop();
    }
  };
  const updateTail = (): void => {
    switching ??= switchTail()
      .catch((error: unknown) => platform.logger.warn({ err: error }, 'the tail of the delivery topics is not read'))
      .finally(() => {
        switching = undefined;
      });
  };
  return {
    start: async (): Promise<void> => {
      if (platform.transport.kind === 'kafka') replicaCheckTimer = setInterval(updateTail, REPLICA_CHECK_MS).unref();
      cleanupTimer = setInterval(deleteExpiredAnswers, CLEANUP_INTERVAL_MS).unref();
    },
    stop: async (): Promise<void> => {
      clearInterval(cleanupTimer);
      clearInterval(replicaCheckTimer);
      feed.close();
      await switching;
      await stopTail?.();
    },
  };
};
