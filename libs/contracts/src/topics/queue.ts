import { z } from 'zod';
import { id, instant } from '../envelope.ts';
import { conversationId, handoffId, poolId, tenantId } from '../identifiers.ts';
import { daysInMs, defineEvent, defineTopic } from '../topic-definition.ts';
import { subject } from '../value-types.ts';

/** What a customer may be told. Only `lowMinutes`: "this or longer". Neither limit: unknown. */
const announcement = z.object({
  underOneMinute: z.boolean(),
  lowMinutes: z.number().optional().describe('Lower limit, minutes'),
  highMinutes: z.number().optional().describe('Upper limit, minutes'),
});
const quantiles = {
  p50Seconds: z.number().min(0).optional().describe('Half of all customers wait at most this long, in seconds'),
  p80Seconds: z.number().min(0).optional().describe('80 % wait at most this long, in seconds'),
  p90Seconds: z.number().min(0).optional().describe('90 % wait at most this long, in seconds'),
};

export const queue = defineTopic({
  name: 'handoff.queue.v1',
  writer: 'queue-wait-estimation',
  key: 'poolId',
  description: 'Positions and wait forecasts of waiting customers.',
  retentionMs: daysInMs(7),
  events: {
    WaitEstimated: defineEvent(
      'The forecast for one waiting customer, from now until an agent is assigned. Unknown values are absent.',
      z.object({
        poolId,
        tenantId,
        handoffId,
        conversationId,
        position: z.int().min(1),
        ...quantiles,
        announcement,
        estimator: z.string().max(60).describe('Method of the forecast'),
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
      'An agent was assigned to a customer who had been told an upper limit of their wait.',
      z.object({
        poolId,
        tenantId,
        handoffId,
        conversationId,
        promisedBy: instant.describe('The earliest upper limit the customer was told'),
        kept: z.boolean().describe('An agent was assigned by then'),
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
      'The forecast for a new customer of the lowest priority, for each subject. Published when it changes, at most every 5 seconds.',
      z.object({
        poolId,
        tenantId,
        waiting: z.int().min(0).describe('Hand-offs waiting in the pool'),
        subjects: z.array(
          z.object({
            subject,
            teams: z.array(id).describe('Teams that serve the subject, in order of preference'),
            waiting: z.int().min(0).describe('Hand-offs of this subject that wait'),
            position: z.int().min(1),
            ...quantiles,
            announcement,
            opensAt: instant.optional().describe('All teams are closed until then, so there is no forecast'),
          }),
        ),
        estimator: z.string().max(60).describe('Method of the forecast'),
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
