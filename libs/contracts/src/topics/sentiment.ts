import { z } from 'zod';
import { conversationId, guidanceId, messageId, tenantId } from '../identifiers.ts';
import { daysInMs, defineEvent, defineTopic } from '../topic-definition.ts';
import { intentScores } from '../value-types.ts';

export const sentiment = defineTopic({
  name: 'handoff.sentiment.v1',
  writer: 'sentiment',
  key: 'conversationId',
  description:
    'A sentiment score for every customer message, alone and smoothed over its conversation, what the customer may want, and the guidance that applies.',
  retentionMs: daysInMs(30),
  events: {
    SentimentScored: defineEvent(
      'The sentiment of a customer message.',
      z.object({
        conversationId,
        tenantId,
        seq: z.int().min(1).describe('Number of the message in its conversation'),
        messageId,
        score: z.number().min(-1).max(1).describe('From -1, angry, to 1, glad'),
        pNegative: z.number().min(0).max(1).describe('Probability that a reader would call the message negative'),
        label: z.enum(['negative', 'neutral', 'positive', 'unknown']),
        language: z.string().max(20),
        words: z.array(z.string().max(60)).max(20).describe('Words that led to the score, strongest first'),
        intents: z
          .object({
            model: z.string().max(64).describe('Version of the model'),
            gate: z
              .number()
              .min(0)
              .max(1)
              .describe(
                'How much the cheap gate suspects an intent; the encoder reads from a threshold on. 1 if the message is not English',
              ),
            scores: intentScores.optional().describe('Missing where the gate suspects nothing: no intent is likely'),
          })
          .optional()
          .describe(
            'What the customer may want. Missing where the message was not judged: another language, no words, no model',
          ),
        guidance: z
          .object({
            model: z.string().max(120).describe('The model that was asked'),
            policyVersion: z.string().max(60).describe('Version of the policy whose guidance it was asked about'),
            matched: z.array(guidanceId).max(20).describe('Entries of the guidance that apply to the message'),
          })
          .optional()
          .describe('Missing where no model judged the message: off, late, failed, no words, or no guidance'),
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
        intents: {
          model: 'intents-1',
          gate: 0.93,
          scores: {
            none: 0.12,
            security: 0.01,
            billing_dispute: 0.02,
            cancellation: 0.03,
            human_request: 0.02,
            legal: 0.01,
            refund: 0.01,
            profanity: 0.65,
            policy_exception: 0.01,
            frustration: 0.12,
          },
        },
        guidance: { model: 'small-1', policyVersion: 'default-1', matched: ['press'] },
        smoothed: { score: -0.4, pNegative: 0.7, trend: 'falling' },
      },
    ),
  },
});
