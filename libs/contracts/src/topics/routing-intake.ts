import { z } from 'zod';
import { id, instant } from '../envelope.ts';
import { channel, conversationId, handoffId, poolId, tenantId } from '../identifiers.ts';
import { daysInMs, defineEvent, defineTopic } from '../topic-definition.ts';
import { skill, subject } from '../value-types.ts';

const handoffFields = { poolId, tenantId, handoffId, conversationId };
const sampleHandoff = { poolId: 'default', tenantId: 'default', handoffId: 'h-1', conversationId: 'b1f6c1de' };

/** Hand-offs copied from the escalation topic, keyed by pool and without their context. */
export const routingIntake = defineTopic({
  name: 'handoff.routing-intake.v1',
  writer: 'routing',
  key: 'poolId',
  description: 'Copies of escalation events for routing, keyed by pool instead of conversation.',
  retentionMs: daysInMs(7),
  events: {
    HandoffReceived: defineEvent(
      'A copy of HandoffRequested without its context.',
      z.object({
        ...handoffFields,
        requestedAt: instant,
        subject,
        type: z.enum(['support', 'opportunity']),
        priority: z.int().min(1).max(100).describe('100 is most urgent'),
        durationSeconds: z.number().min(0).describe('Age of the conversation at the request, in seconds'),
        skills: z.array(skill),
        seniorFirst: z.boolean().describe('Agents with the skill `senior` are asked first'),
        language: z.string().max(20),
        channel,
        preferredAgent: id.optional().describe('Agent who is asked first, as long as they are on duty'),
      }),
      {
        ...sampleHandoff,
        requestedAt: 1_760_000_000_000,
        subject: 'cancellation',
        type: 'support',
        priority: 100,
        durationSeconds: 100,
        skills: [],
        seniorFirst: true,
        language: 'en',
        channel: 'web',
      },
    ),
    HandoffWithdrawalReceived: defineEvent(
      'A copy of HandoffWithdrawn.',
      z.object({ ...handoffFields, reason: z.enum(['back-to-bot', 'ended']) }),
      { ...sampleHandoff, reason: 'ended' },
    ),
  },
});
