import { type DataOf, topics } from '@warmline/contracts';
import type { Incoming } from '@warmline/messaging';
import type { Platform } from '@warmline/messaging/service';
import type { Feed } from './http/feed.ts';
import type { Reads } from './persistence/reads.ts';

const DAY = 24 * 3_600_000;
/** How long an idempotency key is known. */
const ANSWERS_KEPT = 7 * DAY;
const TIDY_EVERY = 3_600_000;
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
 * its own; what is sent is read from the database. In one process every commit hints by itself.
 */
export const deliver = (platform: Platform, feed: Feed, reads: Reads) => {
  let stopTail: (() => Promise<void>) | undefined;
  let tidy: NodeJS.Timeout | undefined;
  const forget = (): void => void reads.forgetAnswers(platform.clock.now() - ANSWERS_KEPT).catch(() => undefined);
  return {
    start: async (): Promise<void> => {
      if (platform.transport.kind === 'kafka')
        stopTail = await platform.transport.tail([topics.conversation.name, topics.routing.name], hintsFrom(feed));
      tidy = setInterval(forget, TIDY_EVERY).unref();
    },
    stop: async (): Promise<void> => {
      clearInterval(tidy);
      feed.close();
      await stopTail?.();
    },
  };
};
