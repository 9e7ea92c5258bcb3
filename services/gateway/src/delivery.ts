import { type DataOf, topics } from '@warmline/contracts';
import type { Incoming } from '@warmline/messaging';
import type { Platform } from '@warmline/messaging/service';
import type { Feed } from './http/feed.ts';
import type { Reads } from './persistence/reads.ts';

const DAY = 24 * 3_600_000;
/** How long an idempotency key is known. */
const ANSWERS_KEPT = 7 * DAY;
const TIDY_EVERY = 3_600_000;
/** How often is asked whether there are other replicas. */
const LOOK_MS = 5_000;
/** What routing says is at the desk once the replica that reads it has committed; looked for at these times. */
const DESK_LOOKS_MS = [20, 100, 400, 1_500];

const dataOf = <T>({ value }: Incoming): Partial<T> => {
  try {
    return JSON.parse(Buffer.from(value ?? []).toString()) as Partial<T>;
  } catch {
    return {};
  }
};

/** A record of another replica's commit, or of what will lead to one, as hints to whoever watches here. */
export const hintsFrom =
  (feed: Pick<Feed, 'hint' | 'watches'>) =>
  (record: Incoming): void => {
    if (record.topic !== topics.conversation.name) {
      const { agentId } = dataOf<DataOf<'HandoffAssigned'>>(record);
      if (agentId === undefined || !feed.watches('agent', agentId)) return;
      for (const ms of DESK_LOOKS_MS) setTimeout(() => feed.hint('agent', agentId), ms).unref();
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
export const deliver = (platform: Platform, feed: Feed, reads: Reads, alone: () => boolean) => {
  let stopTail: (() => Promise<void>) | undefined;
  let tidy: NodeJS.Timeout | undefined;
  let look: NodeJS.Timeout | undefined;
  let turning: Promise<void> | undefined;
  const forget = (): void => void reads.forgetAnswers(platform.clock.now() - ANSWERS_KEPT).catch(() => undefined);
  const turn = async (): Promise<void> => {
    const stop = stopTail;
    if (alone() === (stop === undefined)) return;
    if (stop === undefined)
      stopTail = await platform.transport.tail([topics.conversation.name, topics.routing.name], hintsFrom(feed));
    else {
      stopTail = undefined;
      await stop();
    }
  };
  const follow = (): void => {
    turning ??= turn()
      .catch((error: unknown) => platform.logger.warn({ err: error }, 'the tail of the delivery topics is not read'))
      .finally(() => {
        turning = undefined;
      });
  };
  return {
    start: async (): Promise<void> => {
      if (platform.transport.kind === 'kafka') look = setInterval(follow, LOOK_MS).unref();
      tidy = setInterval(forget, TIDY_EVERY).unref();
    },
    stop: async (): Promise<void> => {
      clearInterval(tidy);
      clearInterval(look);
      feed.close();
      await turning;
      await stopTail?.();
    },
  };
};
