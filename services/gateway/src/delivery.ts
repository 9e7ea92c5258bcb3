import { topics } from '@warmline/contracts';
import type { Platform } from '@warmline/messaging/service';
import type { Feed } from './http/feed.ts';
import type { Reads } from './persistence/reads.ts';

const DAY = 24 * 3_600_000;
/** How long an idempotency key is known. */
const ANSWERS_KEPT = 7 * DAY;
const TIDY_EVERY = 3_600_000;

/**
 * What other replicas commit reaches the clients of this one as hints from the delivery topics, read from their tail by a group of
 * its own; what is sent is read from the database. In one process every commit hints by itself.
 */
export const deliver = (platform: Platform, feed: Feed, reads: Reads) => {
  let stopTail: (() => Promise<void>) | undefined;
  let tidy: NodeJS.Timeout | undefined;
  return {
    start: async (): Promise<void> => {
      tidy = setInterval(() => void reads.forgetAnswers(platform.clock.now() - ANSWERS_KEPT).catch(() => undefined), TIDY_EVERY).unref();
      if (platform.transport.kind !== 'kafka') return;
      stopTail = await platform.transport.tail([topics.conversation.name, topics.routing.name], (record) => {
        if (record.topic === topics.conversation.name) feed.hint('conversation', record.key ?? '');
        else feed.hintAll('agent');
      });
    },
    stop: async (): Promise<void> => {
      clearInterval(tidy);
      feed.close();
      await stopTail?.();
    },
  };
};
