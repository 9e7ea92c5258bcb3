import { botTurnDetails, customer } from '@warmline/contracts';
import { z } from 'zod';

const failure = z
  .union([z.string(), z.boolean(), z.null()])
  .transform((value) => {
    if (value === 'timeout' || value === 'empty') return value;
    return value === true || (typeof value === 'string' && value !== '') ? 'error' : undefined;
  })
  .optional();

const absent = <T>(value: T | null | undefined): T | undefined => value ?? undefined;

const turn = z.object({
  role: z.enum(['customer', 'bot', 'agent', 'system']),
  text: z
    .string()
    .nullish()
    .transform((text) => text ?? ''),
  /** Milliseconds since 1970, or ISO 8601. */
  at: z
    .union([z.number(), z.iso.datetime({ offset: true }).transform((at) => Date.parse(at))])
    .nullish()
    .transform(absent),
  bot: botTurnDetails.extend({ error: failure }).nullish().transform(absent),
});

/** The required fields of a conversation; all others are ignored. */
export const conversation = z.object({
  id: z.union([z.string().min(1), z.number()]),
  conversation: z.array(turn).min(1, 'no turns'),
  customer: customer
    .extend({ customerId: customer.shape.customerId.default('unknown') })
    .nullish()
    .transform(absent),
  language: z.string().min(2).max(20).nullish().transform(absent),
});
export type Conversation = z.output<typeof conversation>;
