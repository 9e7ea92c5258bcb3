import { type DataOf, topics } from '@warmline/contracts';
import type { ConsumerRecord } from '@warmline/messaging';
import type { Platform } from '@warmline/service-kit';
import type { Feed } from './http/feed.ts';

/** How often the gateway checks whether it is the only replica. */
const REPLICA_CHECK_MS = 5_000;
/** An event of routing reaches the desk when the replica that reads it has committed. The desk is checked after these delays. */
const DESK_HINT_DELAYS_MS = [20, 100, 400, 1_500];

const dataOf = <T>({ value }: ConsumerRecord): Partial<T> => {
  try {
    return JSON.parse(Buffer.from(value ?? []).toString()) as Partial<T>;
  } catch {
    return {};
  }
};

/** A record of another replica's commit, or of what will lead to one, as hints to clients subscribed here. */
export const hintOnRecord =
  (feed: Pick<Feed, 'hint' | 'isWatched'>) =>
  (record: ConsumerRecord): void => {
    if (record.topic !== topics.conversation.name) {
      const { agentId } = dataOf<DataOf<'HandoffAssigned'>>(record);
      if (agentId === undefined || !feed.isWatched('desk', agentId)) return;
      for (const ms of DESK_HINT_DELAYS_MS) setTimeout(() => feed.hint('desk', agentId), ms).unref();
      return;
    }
    feed.hint('conversation', record.key ?? '');
    if (record.headers.ce_type !== 'OwnerChanged') return;
    const { owner, previous } = dataOf<DataOf<'OwnerChanged'>>(record);
    for (const each of [owner, previous]) if (each?.kind === 'agent') feed.hint('desk', each.id);
  };

/**
 * Hints clients of this replica at what other replicas commit: it reads the tail of the delivery topics in a consumer group of its
 * own. Events for clients are always read from the database. The only replica does not read the tail: its own commits are hints.
 */
export const startReplicaHints = (platform: Platform, feed: Feed, isOnlyReplica: () => boolean) => {
  let stopTail: (() => Promise<void>) | undefined;
  let replicaCheckTimer: NodeJS.Timeout | undefined;
  let switching: Promise<void> | undefined;
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
      .catch((error: unknown) =>
        platform.logger.warn(
          { err: error },
          'the tail of the delivery topics could not be read; clients get events of other replicas up to 4 s later',
        ),
      )
      .finally(() => {
        switching = undefined;
      });
  };
  return {
    start: async (): Promise<void> => {
      if (platform.transport.kind === 'kafka') replicaCheckTimer = setInterval(updateTail, REPLICA_CHECK_MS).unref();
    },
    stop: async (): Promise<void> => {
      clearInterval(replicaCheckTimer);
      feed.close();
      await switching;
      await stopTail?.();
    },
  };
};
