import { z } from 'zod';
import { conversationId, handoffId, poolId, tenantId } from '../identifiers.ts';
import { daysInMs, defineEvent, defineTopic } from '../topic-definition.ts';

/** Answers of external systems, recorded before escalation-detection uses them. */
export const escalationIntake = defineTopic({
  name: 'handoff.escalation-intake.v1',
  writer: 'escalation-detection',
  key: 'conversationId',
  description: 'Answers of external systems to escalation-detection. They are recorded, so a replay never asks again.',
  retentionMs: daysInMs(7),
  events: {
    SummaryWritten: defineEvent(
      'A model wrote a summary of a hand-off. Every fact in it was found in the text the model was given.',
      z.object({
        conversationId,
        tenantId,
        handoffId,
        poolId,
        text: z.string().min(1).max(2_000),
        model: z.string().min(1).max(120),
      }),
      {
        conversationId: 'b1f6c1de',
        tenantId: 'default',
        handoffId: 'h-1',
        poolId: 'default',
        text: 'The customer cancelled order #12345 by telephone; it was shipped anyway, and the bot found no cancellation.',
        model: 'a-model',
      },
    ),
  },
});
