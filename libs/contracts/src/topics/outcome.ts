import { z } from 'zod';
import { id } from '../envelope.ts';
import { daysInMs, defineEvent, defineTopic } from '../topic-definition.ts';
import { escalationReason, resolution, subject, turn } from '../value-types.ts';

const handoffFields = { conversationId: id, tenantId: id, handoffId: id };
const sampleHandoff = { conversationId: 'b1f6c1de', tenantId: 'default', handoffId: 'h-1' };
const fraction = z.number().min(0).max(1);

export const outcome = defineTopic({
  name: 'handoff.outcome.v1',
  writer: 'outcome-feedback',
  key: 'conversationId',
  description: 'How hand-offs ended, how good they were, and what should be learnt from them.',
  retentionMs: daysInMs(365),
  events: {
    OutcomeRecorded: defineEvent(
      'The end of a hand-off: resolved by an agent, or abandoned.',
      z.object({
        ...handoffFields,
        ended: z.enum(['closed', 'abandoned']),
        resolution: resolution.optional(),
        reasons: z.array(escalationReason),
        subject,
        agentId: id.optional(),
        team: id.optional(),
        waitSeconds: z.number().min(0),
        resolutionSeconds: z.number().min(0).optional(),
      }),
      {
        ...sampleHandoff,
        ended: 'closed',
        resolution: { resolved: true },
        reasons: ['negative_sentiment'],
        subject: 'cancellation',
        agentId: 'mia',
        team: 'retention_team',
        waitSeconds: 4,
        resolutionSeconds: 300,
      },
    ),
    HandoffScored: defineEvent(
      'Handoff quality = 0.3 completeness + 0.2 wait + 0.3 resolution + 0.2 satisfaction; an unknown part drops out and the weights are renormalised.',
      z.object({
        ...handoffFields,
        quality: fraction,
        parts: z.object({
          completeness: fraction.optional(),
          wait: fraction.optional(),
          resolution: fraction.optional(),
          satisfaction: fraction.optional(),
        }),
        survey: z.boolean(),
      }),
      {
        ...sampleHandoff,
        quality: 0.96,
        parts: { completeness: 0.9, wait: 1, resolution: 1, satisfaction: 1 },
        survey: true,
      },
    ),
    TrainingTicketOpened: defineEvent(
      'The bot could have handled this; here is the conversation to learn from.',
      z.object({
        ...handoffFields,
        ticketId: id,
        reasons: z.array(escalationReason),
        summary: z.string().max(2_000),
        notes: z.string().max(2_000).optional(),
        transcript: z.array(turn).max(51),
      }),
      {
        ...sampleHandoff,
        ticketId: 't-1',
        reasons: ['low_confidence'],
        summary: 'Asked for a change of address',
        transcript: [],
      },
    ),
  },
});
