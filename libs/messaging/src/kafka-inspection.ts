import { setTimeout as sleep } from 'node:timers/promises';
import { backOff } from './back-off.ts';
import type { Log } from './intake.ts';
import { type AdminLike, countsOf, refuseUncleanElection, TopicFault, topicCounts } from './kafka-topics.ts';

/** Waits for the broker as long as it takes; answers the partition counts of the topics, all of which exist and are safe to rely on. */
export const inspectTopics = async (
  topics: readonly string[],
  by: {
    readonly administer: <T>(act: (admin: AdminLike) => Promise<T>) => Promise<T>;
    readonly failed: (error: Error) => void;
    readonly closed: () => boolean;
    readonly logger: Log;
  },
): Promise<number[]> => {
  for (let failures = 0; ; failures += 1) {
    try {
      const counts = await by.administer(async (admin) => countsOf(await topicCounts(admin), topics));
      await by
        .administer((admin) => refuseUncleanElection(admin, topics))
        .catch((error: Error) => {
          if (error instanceof TopicFault) throw error;
          by.logger.warn({ err: error }, 'could not read the configuration of the topics');
        });
      return counts;
    } catch (error) {
      if (error instanceof TopicFault || by.closed()) throw error;
      by.failed(error as Error);
      await sleep(backOff(failures));
    }
  }
};
