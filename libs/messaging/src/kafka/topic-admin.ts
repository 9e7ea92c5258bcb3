import { setTimeout as sleep } from 'node:timers/promises';
import type { TopicDeclaration, TopicOptions } from '../transport.ts';
import { type Durability, MIN_INSYNC, requiredDurability } from './durability.ts';

interface Entry {
  name: string;
  value: string;
}
/** The methods used of a kafkajs admin client. */
export interface AdminLike {
  fetchTopicMetadata(options?: {
    topics: string[];
  }): Promise<{ topics: { name: string; partitions: { replicas: number[] }[] }[] }>;
  fetchTopicOffsets(topic: string): Promise<{ partition: number; low: string; high: string }[]>;
  describeCluster(): Promise<{ brokers: unknown[] }>;
  createTopics(options: {
    topics: { topic: string; numPartitions: number; replicationFactor: number; configEntries: Entry[] }[];
    waitForLeaders: boolean;
  }): Promise<boolean>;
  describeConfigs(options: {
    resources: { type: number; name: string; configNames?: string[] }[];
    includeSynonyms: boolean;
  }): Promise<{
    resources: {
      resourceName: string;
      configEntries: { configName: string; configValue: string; configSource: number }[];
    }[];
  }>;
  alterConfigs(options: {
    validateOnly: boolean;
    resources: { type: number; name: string; configEntries: Entry[] }[];
  }): Promise<unknown>;
}

/** Kafka protocol constants: resource type topic; config source dynamic topic config. */
export const TOPIC_RESOURCE = 2;
const SET_ON_TOPIC = 1;
export const UNCLEAN_ELECTION = 'unclean.leader.election.enable';

export const existingPartitionCounts = async (admin: AdminLike): Promise<Map<string, number>> => {
  const { topics } = await admin.fetchTopicMetadata();
  return new Map(
    topics.filter(({ name }) => !name.startsWith('__')).map(({ name, partitions }) => [name, partitions.length]),
  );
};

/** Topics are declared wrongly. Waiting for the broker does not help. */
export class TopicError extends Error {}

/** Task n is partition n of all topics of a group, so their counts must be equal. */
export const commonPartitionCount = (topics: readonly string[], counts: readonly number[]): number => {
  const [count = 0] = counts;
  if (counts.every((other) => other === count)) return count;
  throw new TopicError(
    `topics of one group differ in partitions: ${topics.map((topic, i) => `${topic} ${counts[i]}`).join(', ')}`,
  );
};

const entries = (config: Readonly<Record<string, string>>): Entry[] =>
  Object.entries(config).map(([name, value]) => ({ name, value }));

/** Creates missing topics. Reports settings that differ from their declaration, and sets them with `update`; other settings stay. */
export const applyDeclarations = async (
  admin: AdminLike,
  declarations: readonly TopicDeclaration[],
  { update = false, onDifference }: TopicOptions = {},
  durability: Durability = {},
): Promise<string[]> => {
  if (declarations.length === 0) return [];
  const existing = await existingPartitionCounts(admin);
  const brokers = (await admin.describeCluster()).brokers.length;
  for (const { name, partitions } of declarations) {
    const count = existing.get(name) ?? partitions;
    if (count !== partitions)
      throw new TopicError(`topic ${name} has ${count} partitions, declared are ${partitions}: a count never changes`);
  }
  const { replicationFactor, minInsyncReplicas } = requiredDurability(durability, brokers);
  const declared = declarations.map(({ name, partitions, config }) => ({
    name,
    partitions,
    config: { [UNCLEAN_ELECTION]: 'false', [MIN_INSYNC]: String(minInsyncReplicas), ...config },
  }));

  const missing = declared.filter(({ name }) => !existing.has(name));
  if (missing.length > 0) {
    await admin.createTopics({
      // kafkajs gives up on the first broker that does not know a topic yet, so this checks on its own.
      waitForLeaders: false,
      topics: missing.map(({ name, partitions, config }) => ({
        topic: name,
        numPartitions: partitions,
        replicationFactor,
        configEntries: entries(config),
      })),
    });
  }

  const present = declared.filter(({ name }) => existing.has(name));
  if (present.length > 0) {
    const resources = present.map(({ name }) => ({ type: TOPIC_RESOURCE, name }));
    const described = await admin.describeConfigs({ resources, includeSynonyms: false });
    const changes = present.flatMap(({ name, config }) => {
      const found = described.resources.find(({ resourceName }) => resourceName === name)?.configEntries ?? [];
      const values = new Map(found.map(({ configName, configValue }) => [configName, configValue]));
      const differing = Object.entries(config).filter(([setting, value]) => values.get(setting) !== value);
      for (const [setting, value] of differing)
        onDifference?.({ topic: name, setting, value: values.get(setting), declared: value });
      if (differing.length === 0 || !update) return [];
      const own = found.filter(({ configSource }) => configSource === SET_ON_TOPIC);
      const kept = Object.fromEntries(own.map(({ configName, configValue }) => [configName, configValue]));
      return [{ type: TOPIC_RESOURCE, name, configEntries: entries({ ...kept, ...config }) }];
    });
    if (changes.length > 0) await admin.alterConfigs({ validateOnly: false, resources: changes });
  }
  return missing.map(({ name }) => name);
};

/** The leader of a partition is not elected yet or has just moved: the same request succeeds a moment later. */
const TRANSIENT_ERRORS = new Set(['NOT_LEADER_FOR_PARTITION', 'LEADER_NOT_AVAILABLE', 'UNKNOWN_TOPIC_OR_PARTITION']);
const TRANSIENT_TIMEOUT_MS = 15_000;

/** kafkajs wraps the error of the broker in the error of its retries. */
export const brokerErrorType = (error: unknown): string | undefined => {
  const { type, cause } = error as { type?: unknown; cause?: unknown };
  if (typeof type === 'string') return type;
  return typeof cause === 'object' && cause !== null ? brokerErrorType(cause) : undefined;
};

/**
 * First and next offsets of the partitions of a topic. Waits a while for leaders that are being elected: each attempt is on a new
 * connection, since one keeps the leaders it knows.
 */
export const partitionOffsets = async (
  administer: <T>(act: (admin: Pick<AdminLike, 'fetchTopicOffsets'>) => Promise<T>) => Promise<T>,
  topic: string,
): Promise<{ partition: number; low: string; high: string }[]> => {
  for (const until = Date.now() + TRANSIENT_TIMEOUT_MS; ; await sleep(100)) {
    try {
      return await administer((admin) => admin.fetchTopicOffsets(topic));
    } catch (error) {
      const errorType = brokerErrorType(error);
      // kafkajs 2.2.4 destructures an answer that is missing when its metadata change during the call.
      const isTransient = error instanceof TypeError || (errorType !== undefined && TRANSIENT_ERRORS.has(errorType));
      if (!isTransient || Date.now() > until) throw error;
    }
  }
};
