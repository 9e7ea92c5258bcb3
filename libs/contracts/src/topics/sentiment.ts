import { z } from 'zod';
import { id } from '../envelope.ts';
import { daysInMs, defineEvent, defineTopic } from '../topic-definition.ts';

export const sentiment = defineTopic({
  name: 'handoff.sentiment.v1',
  writer: 'sentiment',
  key: 'conversationId',
  description: 'A score for every customer message, and one smoothed over its conversation.',
  retentionMs: daysInMs(30),
  events: {
    SentimentScored: defineEvent(
      'score: -1 (angry) .. 1 (glad). pNegative: probability that a reader would call it negative.',
      z.object({
        conversationId: id,
        tenantId: id,
        seq: z.int().min(1).describe('Sequence of the message in its conversation'),
        messageId: id,
        score: z.number().min(-1).max(1),
        pNegative: z.number().min(0).max(1),
        label: z.enum(['negative', 'neutral', 'positive', 'unknown']),
        language: z.string().max(20),
        words: z.array(z.string().max(60)).max(20).describe('The words that made the score, strongest first'),
        smoothed: z.object({
          score: z.number().min(-1).max(1),
          pNegative: z.number().min(0).max(1),
          trend: z.enum(['falling', 'steady', 'rising']),
        }),
      }),
      {
        conversationId: 'b1f6c1de',
        tenantId: 'default',
        seq: 2,
        messageId: 'm-1',
        score: -0.62,
        pNegative: 0.84,
        label: 'negative',
        language: 'en',
        words: ['useless'],
        smoothed: { score: -0.4, pNegative: 0.7, trend: 'falling' },
      },
    ),
  },
});
