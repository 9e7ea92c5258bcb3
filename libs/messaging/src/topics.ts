import {
  deadLetterTopic,
  PARTITION_COUNT,
  retryTopic,
  subscriptions,
  type TopicDefinition,
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
