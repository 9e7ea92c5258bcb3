import { z } from 'zod';
import { id, MAX_TEXT } from '../envelope.ts';
import { botTurn, customer } from '../parts.ts';
import { days, event, topic } from '../topic.ts';

/** Raw messages from channels and bots; untrusted: the gateway validates, de-duplicates by (channel, externalMessageId) and derives the conversation itself. */
export const ingress = topic({
  name: 'handoff.ingress.v1',
  writer: 'outside',
  key: 'conversationId',
  description: 'Messages that channels and bots publish over Kafka instead of HTTP.',
  retentionMs: days(7),
  events: {
    MessageReceived: event(
      'A message as a channel heard it. The key is any stable id of the conversation.',
      z.object({
        conversationId: id,
        tenantId: id,
        channel: id,
        externalId: id.describe("The channel's id of the conversation"),
        externalMessageId: id,
        role: z.enum(['customer', 'bot']),
        text: z.string().max(MAX_TEXT),
        epoch: z.int().min(0).optional(),
        bot: botTurn.optional(),
        customer: customer.optional(),
        language: z.string().max(20).optional(),
      }),
      {
        conversationId: 'wa-491',
        tenantId: 'default',
        channel: 'whatsapp',
        externalId: 'wa-491',
        externalMessageId: 'wamid-1',
        role: 'customer',
        text: 'Hello?',
      },
    ),
  },
});
