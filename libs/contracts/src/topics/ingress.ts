import { z } from 'zod';
import { id, instant, MAX_TEXT_LENGTH } from '../envelope.ts';
import { channel, conversationId, tenantId } from '../identifiers.ts';
import { daysInMs, defineEvent, defineTopic } from '../topic-definition.ts';
import { botTurnDetails, customer } from '../value-types.ts';
import { customerChoice } from './conversation.ts';

const commonFields = {
  conversationId,
  tenantId,
  channel,
  externalId: id.describe('The id that the channel gave the conversation'),
  externalMessageId: id.describe('The id that the channel gave the message; a repeated one is dropped'),
};
const commonSample = {
  conversationId: 'wa-491',
  tenantId: 'default',
  channel: 'whatsapp',
  externalId: 'wa-491',
  externalMessageId: 'wamid-2',
};

/** Messages of channels and bots, and what a customer does in a channel beside writing. They are untrusted: the gateway validates them, drops duplicates of (channel, externalMessageId), and derives the conversation id itself. */
const timeZone = z.string().max(60).describe('Time zone of the customer, IANA name; one that is unknown is ignored');

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
        ...commonFields,
        role: z.enum(['customer', 'bot']),
        text: z.string().max(MAX_TEXT_LENGTH),
        epoch: z.int().min(0).optional(),
        bot: botTurnDetails.optional(),
        customer: customer.optional(),
        language: z.string().max(20).optional(),
        timeZone: timeZone.optional(),
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
    ChoiceReceived: defineEvent(
      'A customer pressed a button of a notice: accepted or declined an offer, or chose among the choices of the queue.',
      z.object({
        ...commonFields,
        choice: customerChoice,
        offerId: id.optional(),
        handoffId: id.optional(),
        details: z.string().max(2_000).optional(),
        windowStart: instant.optional(),
      }),
      { ...commonSample, choice: 'accept-offer', offerId: 'o-1' },
    ),
    RatingReceived: defineEvent(
      'A customer answered a survey.',
      z.object({
        ...commonFields,
        handoffId: id.optional().describe('Absent: the last hand-off with a survey'),
        stars: z.int().min(1).max(5).describe('5 is best'),
        context: z.enum(['yes', 'partially', 're-explain']).optional().describe('Did the agent have enough context?'),
        suggestion: z.string().max(2_000).optional(),
      }),
      { ...commonSample, stars: 5 },
    ),
    HumanRequestReceived: defineEvent(
      'A customer asked for a person by a button. It starts or reopens the conversation, like a message.',
      z.object({
        ...commonFields,
        details: z.string().max(2_000).optional(),
        language: z.string().max(20).optional(),
        timeZone: timeZone.optional(),
      }),
      { ...commonSample },
    ),
    IdentificationReceived: defineEvent(
      'A channel learnt who the customer is.',
      z.object({ ...commonFields, customer }),
      { ...commonSample, customer: { customerId: 'c-7', name: 'Ada Byron' } },
    ),
    EndReceived: defineEvent('A customer ended the conversation.', z.object(commonFields), { ...commonSample }),
  },
});
