import { z } from 'zod';
import { id, instant } from '../envelope.ts';
import { daysInMs, defineEvent, defineTopic } from '../topic-definition.ts';
import { subject } from '../value-types.ts';

/** As it may be said: "under 1 minute", or minutes; without the longer end "this or longer", without both nothing is known. */
const announcement = z.object({
  underOneMinute: z.boolean(),
  lowMinutes: z.number().optional(),
  highMinutes: z.number().optional(),
});
const quantiles = {
  p50Seconds: z.number().min(0).optional(),
  p80Seconds: z.number().min(0).optional(),
  p90Seconds: z.number().min(0).optional(),
};

export const queue = defineTopic({
  name: 'handoff.queue.v1',
  writer: 'queue-wait-estimation',
  key: 'poolId',
  description: 'Position and honest range for those who wait.',
  retentionMs: daysInMs(7),
  events: {
    WaitEstimated: defineEvent(
      'Seconds from now until an agent is assigned; absent rather than wrong.',
      z.object({
        poolId: id,
        tenantId: id,
        handoffId: id,
        conversationId: id,
        position: z.int().min(1),
        ...quantiles,
        announcement,
        estimator: z.string().max(60),
      }),
      {
        poolId: 'default',
        tenantId: 'default',
        handoffId: 'h-1',
        conversationId: 'b1f6c1de',
        position: 2,
        p50Seconds: 95,
        p80Seconds: 170,
        p90Seconds: 230,
        announcement: { underOneMinute: false, lowMinutes: 2, highMinutes: 3 },
        estimator: 'digital-twin',
      },
    ),
    WaitPromiseEnded: defineEvent(
      'An agent has the hand-off, whose customer had been told a longest wait.',
      z.object({
        poolId: id,
        tenantId: id,
        handoffId: id,
        conversationId: id,
        promisedBy: instant.describe('The earliest of the longer ends told'),
        kept: z.boolean(),
      }),
      {
        poolId: 'default',
        tenantId: 'default',
        handoffId: 'h-1',
        conversationId: 'b1f6c1de',
        promisedBy: 1_760_000_180_000,
        kept: true,
      },
    ),
    QueueWaitEstimated: defineEvent(
      'What one without priority who joined now would wait, topic by topic; told when it changed, every 5 s at most.',
      z.object({
        poolId: id,
        tenantId: id,
        waiting: z.int().min(0).describe('In the pool'),
        subjects: z.array(
          z.object({
            subject,
            teams: z.array(id).describe('That may serve it, the first first'),
            waiting: z.int().min(0),
            position: z.int().min(1),
            ...quantiles,
            announcement,
            opensAt: instant.optional().describe('All its teams are closed until then: no estimate'),
          }),
        ),
        estimator: z.string().max(60),
      }),
      {
        poolId: 'default',
        tenantId: 'default',
        waiting: 3,
        subjects: [
          {
            subject: 'billing',
            teams: ['billing_team', 'general_team'],
            waiting: 2,
            position: 3,
            p50Seconds: 150,
            p80Seconds: 260,
            p90Seconds: 330,
            announcement: { underOneMinute: false, lowMinutes: 3, highMinutes: 5 },
          },
        ],
        estimator: 'digital-twin',
      },
    ),
  },
});
