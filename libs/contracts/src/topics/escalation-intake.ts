import { z } from 'zod';
import { id } from '../envelope.ts';
import { daysInMs, defineEvent, defineTopic } from '../topic-definition.ts';

/** What escalation-detection asked somebody else for, recorded before anything is made of it. */
export const escalationIntake = defineTopic({
  name: 'handoff.escalation-intake.v1',
  writer: 'escalation-detection',
  key: 'conversationId',
  description: 'Answers from outside that escalation-detection takes in: recorded, so that a replay never asks again.',
  retentionMs: daysInMs(7),
  events: {
    SummaryWritten: defineEvent(
      'A model wrote a better summary of a hand-off; every fact in it was found in what the model was given.',
      z.object({
        conversationId: id,
        tenantId: id,
        handoffId: id,
        poolId: id,
        text: z.string().min(1).max(2_000),
        model: z.string().min(1).max(120),
      }),
      {
        conversationId: 'b1f6c1de',
        tenantId: 'default',
        handoffId: 'h-1',
        poolId: 'default',
        text: 'The customer cancelled order #12345 by telephone; it was shipped all the same, and the bot found no cancellation.',
        model: 'a-model',
      },
    ),
  },
});
