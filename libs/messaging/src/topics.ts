import {
  deadLetterTopic,
  PARTITION_COUNT,
  retryTopic,
  type ServiceName,
  subscriptions,
  type TopicDefinition,
  tailedTopics,
  topics,
} from '@warmline/contracts';
import type { TopicDeclaration } from './transport.ts';

/** Retention of dead letters and their retries. */
export const DEAD_LETTER_RETENTION_MS = 30 * 24 * 60 * 60 * 1000;
const config = (retentionMs: number): Record<string, string> => ({
  'retention.ms': String(retentionMs),
  'cleanup.policy': 'delete',
  'max.message.bytes': String(1024 * 1024),
});

/** All topics of the system, with the dead-letter and retry topics of each reader. */
export const declaredTopics = (): TopicDeclaration[] => [
  ...(Object.values(topics) as TopicDefinition[]).map((t) => ({
    name: t.name,
    partitions: PARTITION_COUNT,
    config: config(t.retentionMs),
  })),
  ...Object.entries(subscriptions).flatMap(([group, read]) =>
    read.flatMap((t) => [
      { name: deadLetterTopic(t.name, group), partitions: PARTITION_COUNT, config: config(DEAD_LETTER_RETENTION_MS) },
      { name: retryTopic(t.name, group), partitions: PARTITION_COUNT, config: config(DEAD_LETTER_RETENTION_MS) },
    ]),
  ),
];

/** What a service does with topics, by name. */
export interface TopicUse {
  /** In its consumer group. */
  readonly reads: readonly string[];
  /** Outside its group. */
  readonly tails: readonly string[];
  readonly writes: readonly string[];
}

export const topicUse = (service: ServiceName): TopicUse => {
  const read = subscriptions[service].map(({ name }) => name);
  const own = Object.values(topics).filter(({ writer }) => writer === service);
  return {
    reads: [...read, ...read.map((name) => retryTopic(name, service))],
    tails: tailedTopics[service].map(({ name }) => name),
    writes: [...own.map(({ name }) => name), ...read.map((name) => deadLetterTopic(name, service))],
  };
};
