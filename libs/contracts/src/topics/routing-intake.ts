import { z } from 'zod';
import { id, instant } from '../envelope.ts';
import { daysInMs, defineEvent, defineTopic } from '../topic-definition.ts';
import { skill, subject } from '../value-types.ts';

const handoffFields = { poolId: id, tenantId: id, handoffId: id, conversationId: id };
const sampleHandoff = { poolId: 'default', tenantId: 'default', handoffId: 'h-1', conversationId: 'b1f6c1de' };

/** Escalation's hand-offs again, keyed by pool and without their context: ids and facts only. */
export const routingIntake = defineTopic({
  name: 'handoff.routing-intake.v1',
  writer: 'routing',
  key: 'poolId',
  description: 'Re-keyed copies for routing: a state’s key is always its input’s key.',
  retentionMs: daysInMs(7),
  events: {
    HandoffReceived: defineEvent(
      'HandoffRequested without its context.',
      z.object({
        ...handoffFields,
        requestedAt: instant,
        subject,
        type: z.enum(['support', 'opportunity']),
        priority: z.int().min(1).max(100),
        durationSeconds: z.number().min(0),
        skills: z.array(skill),
        seniorFirst: z.boolean(),
        language: z.string().max(20),
        channel: id,
        preferredAgent: id.optional().describe('The agent who is asked alone at first, while he is on duty'),
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
      'HandoffWithdrawn by pool.',
      z.object({ ...handoffFields, reason: z.enum(['back-to-bot', 'ended']) }),
      { ...sampleHandoff, reason: 'ended' },
    ),
  },
});
