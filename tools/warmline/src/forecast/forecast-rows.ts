import { agentStatus } from '@warmline/contracts';
import { z } from 'zod';

const t = z.number();
const id = z.string();

/** A line of the log of a contact centre; seconds. The log names the subject of a request `topic`. Other fields are ignored. */
export const logEvent = z.discriminatedUnion('type', [
  z.object({
    type: z.literal('agent.status'),
    t,
    agent: z.string(),
    status: agentStatus,
    groups: z.array(z.string()),
    capacity: z.number().int().min(0),
  }),
  z
    .object({
      type: z.literal('handoff.requested'),
      t,
      id,
      topic: z.string(),
      priority: z.number().int().min(0).max(100).default(0),
    })
    .transform(({ topic: subject, ...request }) => ({ ...request, subject })),
  z.object({ type: z.literal('handoff.assigned'), t, id, agent: z.string() }),
  z.object({ type: z.literal('handoff.abandoned'), t, id }),
  z.object({ type: z.literal('handoff.closed'), t, id, agent: z.string() }),
]);

/** The routing rules a log was made under; the file names the subjects `topics`. */
export const rulesFile = z
  .object({
    credit_s: z.number().min(0),
    topics: z.record(
      z.string(),
      z
        .object({ groups: z.array(z.string()).min(1), fallback_after_s: z.array(z.number().min(0)) })
        .refine((rule) => rule.groups.length === rule.fallback_after_s.length, 'a delay for each group'),
    ),
  })
  .transform(({ credit_s, topics: subjects }) => ({ credit_s, subjects }));

export const forecastRow = z.object({ id, mean: z.number(), p50: z.number(), p80: z.number(), p90: z.number() });

/** The outcome of a request; `offered_wait` is the wait of a customer who never abandons. */
export const truthRow = z.object({ id, offered_wait: z.number(), delayed: z.boolean(), scored: z.boolean() });
