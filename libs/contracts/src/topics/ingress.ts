import { z } from 'zod';
import { id, MAX_TEXT_LENGTH } from '../envelope.ts';
import { channel, conversationId, tenantId } from '../identifiers.ts';
import { daysInMs, defineEvent, defineTopic } from '../topic-definition.ts';
import { botTurnDetails, customer } from '../value-types.ts';

/** Messages of channels and bots. They are untrusted: the gateway validates them, drops duplicates of (channel, externalMessageId), and derives the conversation id itself. */
export const ingress = defineTopic({
  name: 'handoff.ingress.v1',
  writer: 'outside',
  key: 'conversationId',
  description: 'Messages that channels and bots publish over Kafka instead of HTTP.',
  retentionMs: daysInMs(7),
  events: {
    MessageReceived: defineEvent(
      'A channel received a message. The key is any stable id of the conversation.',
      z.object({
        conversationId,
        tenantId,
        channel,
        externalId: id.describe('The id that the channel gave the conversation'),
        externalMessageId: id.describe('The id that the channel gave the message; a repeated one is dropped'),
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
