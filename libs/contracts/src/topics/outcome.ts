import { z } from 'zod';
import { id } from '../envelope.ts';
import { agentId, conversationId, handoffId, team, tenantId } from '../identifiers.ts';
import { daysInMs, defineEvent, defineTopic } from '../topic-definition.ts';
import { escalationReasons, resolution, subject, turn } from '../value-types.ts';

const handoffFields = { conversationId, tenantId, handoffId };
const sampleHandoff = { conversationId: 'b1f6c1de', tenantId: 'default', handoffId: 'h-1' };
const fraction = z.number().min(0).max(1);

export const outcome = defineTopic({
  name: 'handoff.outcome.v1',
  writer: 'outcome-feedback',
  key: 'conversationId',
  description: 'How hand-offs ended, how good they were, and what the bot can learn from them.',
  retentionMs: daysInMs(365),
  events: {
    OutcomeRecorded: defineEvent(
      'A hand-off ended: closed by an agent, or abandoned by the customer. Recorded once for each hand-off.',
      z.object({
        ...handoffFields,
        ended: z.enum(['closed', 'abandoned']),
        resolution: resolution.optional().describe('Outcome form of the agent; absent: not filled in'),
        reasons: escalationReasons,
        subject,
        agentId: agentId.optional(),
        team: team.optional(),
        waitSeconds: z
          .number()
          .min(0)
          .describe('Seconds from the request until an agent was assigned or the customer left'),
        resolutionSeconds: z.number().min(0).optional().describe('Seconds the hand-off was with agents'),
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
      'The quality of a hand-off: 0.3 completeness + 0.2 wait + 0.3 resolution + 0.2 satisfaction. Unknown parts are left out and the other weights scaled up. The latest score counts.',
      z.object({
        ...handoffFields,
        quality: fraction,
        parts: z.object({
          completeness: fraction.optional(),
          wait: fraction.optional(),
          resolution: fraction.optional(),
          satisfaction: fraction.optional(),
        }),
        survey: z.boolean().describe('The customer answered the survey'),
      }),
      {
        ...sampleHandoff,
        quality: 0.96,
        parts: { completeness: 0.9, wait: 1, resolution: 1, satisfaction: 1 },
        survey: true,
      },
    ),
    TrainingTicketOpened: defineEvent(
      'The agent says the bot could have handled this hand-off. Carries the conversation to learn from.',
      z.object({
        ...handoffFields,
        ticketId: id,
        reasons: escalationReasons,
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
