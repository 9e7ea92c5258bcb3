import { z } from 'zod';
import { id, MAX_TEXT_LENGTH } from '../envelope.ts';
import { daysInMs, defineEvent, defineTopic } from '../topic-definition.ts';
import { botTurnDetails, customer } from '../value-types.ts';

/** Raw messages from channels and bots; untrusted: the gateway validates, de-duplicates by (channel, externalMessageId) and derives the conversation itself. */
export const ingress = defineTopic({
  name: 'handoff.ingress.v1',
  writer: 'outside',
  key: 'conversationId',
  description: 'Messages that channels and bots publish over Kafka instead of HTTP.',
  retentionMs: daysInMs(7),
  events: {
    MessageReceived: defineEvent(
      'A message as a channel heard it. The key is any stable id of the conversation.',
      z.object({
        conversationId: id,
        tenantId: id,
        channel: id,
        externalId: id.describe("The channel's id of the conversation"),
        externalMessageId: id,
        role: z.enum(['customer', 'bot']),
        text: z.string().max(MAX_TEXT_LENGTH),
        epoch: z.int().min(0).optional(),
        bot: botTurnDetails.optional(),
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
