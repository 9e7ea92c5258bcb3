import { setTimeout as sleep } from 'node:timers/promises';
import { backOffMs } from '../back-off.ts';
import type { Log } from '../log.ts';
import {
  type AdminLike,
  existingPartitionCounts,
  refuseUncleanElection,
  requirePartitionCounts,
  TopicError,
} from './topic-admin.ts';

/** Waits for the broker without limit. Returns the partition counts of the topics, after checking that they exist and have no unclean election. */
export const inspectTopics = async (
  topics: readonly string[],
  context: {
    readonly administer: <T>(act: (admin: AdminLike) => Promise<T>) => Promise<T>;
    readonly failed: (error: Error) => void;
    readonly closed: () => boolean;
    readonly logger: Log;
  },
): Promise<number[]> => {
  for (let failures = 0; ; failures += 1) {
    try {
      const counts = await context.administer(async (admin) =>
        requirePartitionCounts(await existingPartitionCounts(admin), topics),
      );
      await context
        .administer((admin) => refuseUncleanElection(admin, topics))
        .catch((error: Error) => {
          if (error instanceof TopicError) throw error;
          context.logger.warn({ err: error }, 'the configuration of the topics could not be read');
        });
      return counts;
    } catch (error) {
      if (error instanceof TopicError || context.closed()) throw error;
      context.failed(error as Error);
      await sleep(backOffMs(failures));
    }
  }
};
