import {
  deadLetterTopic,
  PARTITION_COUNT,
  retryTopic,
  subscriptions,
  type TopicDefinition,
  topics,
} from '@warmline/contracts';
import type { TopicDeclaration } from './transport.ts';

/** How long dead letters and their retries are kept. */
export const DEAD_LETTER_RETENTION_MS = 30 * 24 * 60 * 60 * 1000;
const config = (retentionMs: number): Record<string, string> => ({
  'retention.ms': String(retentionMs),
  'cleanup.policy': 'delete',
  'max.message.bytes': String(1024 * 1024),
});

/** Every topic the system needs, dead letters and retries of each reader included. */
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
