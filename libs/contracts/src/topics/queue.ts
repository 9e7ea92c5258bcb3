import { z } from 'zod';
import { id } from '../envelope.ts';
import { days, event, topic } from '../topic.ts';

export const queue = topic({
  name: 'handoff.queue.v1',
  writer: 'queue-wait-estimation',
  key: 'poolId',
  description: 'Position and honest range for those who wait.',
  retentionMs: days(7),
  events: {
    WaitEstimated: event(
      'Seconds from now until an agent is assigned; absent rather than wrong.',
      z.object({
        poolId: id,
        tenantId: id,
        handoffId: id,
        conversationId: id,
        position: z.int().min(1),
        p50Seconds: z.number().min(0).optional(),
        p80Seconds: z.number().min(0).optional(),
        announce: z.object({
          underOneMinute: z.boolean(),
          lowMinutes: z.number().optional(),
          highMinutes: z.number().optional(),
        }),
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
        announce: { underOneMinute: false, lowMinutes: 2, highMinutes: 3 },
        estimator: 'markov-abandonment',
      },
    ),
  },
});
