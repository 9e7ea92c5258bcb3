import { topics } from '@warmline/contracts';
import { decided, type Stage, stage } from '@warmline/messaging';
import { sentiment } from './domain/sentiment.ts';

/** What the service runs: by the service itself, by the simulation, by the benchmark. */
export const stages = (): readonly Stage[] => [
  stage({ name: 'mood', inputs: [topics.conversation], key: 'conversationId', step: decided(sentiment) }),
];
