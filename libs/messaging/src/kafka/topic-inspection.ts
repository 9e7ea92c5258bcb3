import { setTimeout as sleep } from 'node:timers/promises';
import { backOffMs } from '../back-off.ts';
import type { Log } from '../log.ts';
import type { TopicDeclaration } from '../transport.ts';
import type { Durability } from './durability.ts';
import { type AdminLike, TopicError } from './topic-admin.ts';
import {
  describeTopics,
  durabilityFaults,
  durabilitySettings,
  partitionCounts,
  type TopicSettings,
} from './topic-check.ts';

type Administer = <T>(act: (admin: AdminLike) => Promise<T>) => Promise<T>;

/** Waits for the broker without limit. Returns the partition counts of the topics. Throws if one cannot be used. */
export const inspectTopics = async (
  topics: readonly string[],
  context: {
    readonly administer: Administer;
    readonly failed: (error: Error) => void;
    readonly closed: () => boolean;
  },
): Promise<number[]> => {
  for (let failures = 0; ; failures += 1) {
    try {
      return partitionCounts(await context.administer((admin) => describeTopics(admin, topics)));
    } catch (error) {
      if (error instanceof TopicError || context.closed()) throw error;
      context.failed(error as Error);
      await sleep(backOffMs(failures));
    }
  }
};

/** Throws every fault of the topics in one error, with the numbers. */
export const checkTopics = async (
  declared: readonly Pick<TopicDeclaration, 'name' | 'partitions'>[],
  durability: Durability,
  { administer, logger }: { readonly administer: Administer; readonly logger: Log },
): Promise<void> => {
  const names = declared.map(({ name }) => name);
  const states = await administer((admin) => describeTopics(admin, names));
  partitionCounts(states);
  const settings = await administer((admin) => durabilitySettings(admin, names)).catch(
    (error: Error): TopicSettings => {
      logger.warn(
        { err: error },
        'the settings of the topics could not be read, so min.insync.replicas is not checked',
      );
      return new Map();
    },
  );
  const faults = durabilityFaults(declared, states, settings, durability);
  if (faults.length > 0) throw new TopicError(faults.join('; '));
};
