import { z } from 'zod';
import { id, instant, MAX_TEXT_LENGTH } from '../envelope.ts';
import { channel, conversationId, handoffId, messageId, offerId, tenantId } from '../identifiers.ts';
import { daysInMs, defineEvent, defineTopic } from '../topic-definition.ts';
import { botTurnDetails, callbackWindow, customer, owner, role } from '../value-types.ts';

const commonFields = {
  conversationId,
  tenantId,
  seq: z.int().min(1).describe('Number of the event in its conversation; the gateway counts from 1'),
};
const sampleFields = { conversationId: 'b1f6c1de-8f5b-5d0a-9a52-1f4f0d3f3c11', tenantId: 'default' };

export const customerChoice = z.enum([
  'accept-offer',
  'decline-offer',
  'connect-now',
  'share-details',
  'wait',
  'callback',
  'schedule-call',
  'cancel-callback',
  'email',
  'ticket',
  'leave-note',
  'back-to-bot',
]);

const whenText = z
  .string()
  .max(200)
  .describe('When, in the language and zone of the customer; absent: no zone is known');

/** What the customer is shown beside messages. A user interface switches on `kind`. */
export const customerNotice = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('handoff-offer'), offerId, choices: z.array(customerChoice) }),
  z
    .object({
      kind: z.literal('waiting'),
      handoffId,
      state: z
        .enum(['ringing', 'queue', 'nobody', 'closed'])
        .describe(
          'ringing: somebody is being asked; queue: all are busy; nobody: open, and nobody on duty can serve it; closed: all its teams are closed',
        ),
      title: z.string().max(300).describe('What the card says, in one line'),
      text: z.string().max(1_000).describe('What it says below the title'),
      team: z.string().max(120).optional().describe('Who is being asked; only of `ringing`'),
      position: z.int().min(1).optional().describe('Place in the queue; only of `queue`'),
      lowMinutes: z.number().optional().describe('Lower limit of the wait, minutes; only of `queue`'),
      highMinutes: z.number().optional().describe('Upper limit, minutes; absent with a lower one: or longer'),
      hours: z.string().max(500).optional().describe('Opening hours; only of `closed`'),
      opensAt: instant.optional().describe('Next opening; only of `closed`'),
      choices: z.array(customerChoice).describe('The first one is recommended'),
      otherWays: z.array(customerChoice).describe('Choices that a user interface folds'),
      detailsUntil: instant.optional().describe('`connect-now` and `share-details` are asked until then'),
    })
    .describe('The card of a customer who waits. It replaces the one before.'),
  z.object({
    kind: z.literal('agent-joined'),
    handoffId,
    agentName: z.string().max(200),
    team: z.string().max(120),
  }),
  z.object({
    kind: z.literal('callback-windows'),
    handoffId,
    windows: z.array(callbackWindow.extend({ text: whenText.optional() })).max(48),
    choices: z.array(customerChoice),
  }),
  z.object({
    kind: z.literal('callback'),
    handoffId,
    state: z.enum(['planned', 'late', 'no-answer', 'ended']),
    notBefore: instant.optional(),
    dueBy: instant.optional(),
    text: whenText.optional(),
    choices: z.array(customerChoice),
  }),
  z.object({ kind: z.literal('survey'), handoffId }),
]);

/** A hand-off of this conversation that is over: who had it and how it ended. */
export const pastHandoff = z.object({
  handoffId,
  agentName: z.string().max(200).optional().describe('The last agent who had it; absent: nobody took it'),
  team: z.string().max(120).optional(),
  quote: z.string().max(120).optional().describe('What the customer wanted, in their words'),
  end: z
    .enum(['resolved', 'not-resolved', 'closed', 'left', 'back-to-bot', 'callback', 'ticket'])
    .describe('`closed`: it ended with the agent, who has not said how; `callback`, `ticket`: it went on as one'),
  endedAt: instant,
});
export type PastHandoff = z.infer<typeof pastHandoff>;

/** The record of a conversation: who said what, who may speak, what the customer chose. */
export const conversation = defineTopic({
  name: 'handoff.conversation.v1',
  writer: 'gateway',
  key: 'conversationId',
  description: 'Everything that happens in a conversation, numbered per conversation by `seq`.',
  retentionMs: daysInMs(30),
  events: {
    ConversationStarted: defineEvent(
      'A channel started a conversation, or started an ended one again. It keeps the policy version named here until it ends.',
      z.object({
        ...commonFields,
        channel,
        externalId: id.describe('The id that the channel gave the conversation'),
        language: z.string().max(20).optional().describe('Language of the customer, such as `en`'),
        timeZone: z.string().max(60).optional().describe('Time zone of the customer, IANA name; absent: unknown'),
        policyVersion: z.string().max(60).describe('Version of the escalation policy this conversation is judged by'),
        hasBot: z.boolean().describe('A bot answers first; false: the conversation has no bot'),
        customer: customer.optional(),
        earlierHandoffs: z
          .array(pastHandoff)
          .max(10)
          .optional()
          .describe('Hand-offs before it was started again, oldest first'),
      }),
      {
        ...sampleFields,
        seq: 1,
        channel: 'web',
        externalId: 'widget-1',
        language: 'en',
        policyVersion: 'default-1',
        hasBot: true,
      },
    ),
    MessagePosted: defineEvent(
      'Somebody wrote a message. A bot may attach details of its answer in `bot`; a failed answer has `bot.error` and may have no text.',
      z.object({
        ...commonFields,
        messageId,
        role,
        text: z.string().max(MAX_TEXT_LENGTH),
        epoch: z.int().min(0).describe('Ownership epoch the message was written under'),
        author: z.string().max(200).optional().describe('Display name of the agent or bot'),
        bot: botTurnDetails.optional(),
      }),
      { ...sampleFields, seq: 2, messageId: 'm-1', role: 'customer', text: 'Where is my order #12345?', epoch: 1 },
    ),
    AnswerWithheld: defineEvent(
      'The bot answered a message that led to a hand-off. The customer does not get the answer; the agent sees it.',
      z.object({
        ...commonFields,
        messageId,
        text: z.string().max(MAX_TEXT_LENGTH),
        epoch: z.int().min(0).describe('Ownership epoch the answer was written under'),
        author: z.string().max(200).optional().describe('Display name of the bot'),
        bot: botTurnDetails.optional(),
      }),
      { ...sampleFields, seq: 3, messageId: 'm-2', text: 'I did not understand that.', epoch: 1, author: 'demo' },
    ),
    MessageRefused: defineEvent(
      'A message of a bot that came over Kafka is not part of the conversation: the bot does not own it any more.',
      z.object({
        ...commonFields,
        externalMessageId: id.describe('The id that the bot gave the message'),
        detail: z.string().max(500).describe('Why'),
        owner,
      }),
      {
        ...sampleFields,
        seq: 8,
        externalMessageId: 'bot-17',
        detail: 'the bot is not the owner; the conversation is with the queue, epoch 2',
        owner: { kind: 'queue', id: 'h-1', epoch: 2 },
      },
    ),
    CustomerIdentified: defineEvent('The channel identified the customer.', z.object({ ...commonFields, customer }), {
      ...sampleFields,
      seq: 3,
      customer: {
        customerId: 'c-7',
        name: 'Ada Byron',
        tier: 'premium',
        since: '2021-04-01',
        lifetimeValue: 6200,
        churnRisk: 'low',
      },
    }),
    HumanRequested: defineEvent(
      'The customer pressed "Talk to human".',
      z.object({ ...commonFields, details: z.string().max(2_000).optional() }),
      { ...sampleFields, seq: 4 },
    ),
    ChoiceMade: defineEvent(
      'The customer picked one of the choices shown last.',
      z.object({
        ...commonFields,
        choice: customerChoice,
        offerId: offerId.optional(),
        handoffId: handoffId.optional(),
        windowStart: instant.optional().describe('Start of the callback window the customer picked'),
        details: z.string().max(2_000).optional(),
      }),
      {
        ...sampleFields,
        seq: 5,
        choice: 'accept-offer',
        offerId: 'o-1',
      },
    ),
    CustomerNotified: defineEvent(
      'The customer is shown something beside the messages, such as an offer, the queue, the wait, or a survey.',
      z.object({ ...commonFields, notice: customerNotice }),
      {
        ...sampleFields,
        seq: 6,
        notice: { kind: 'handoff-offer', offerId: 'o-1', choices: ['accept-offer', 'decline-offer'] },
      },
    ),
    OwnerChanged: defineEvent(
      'The conversation has a new owner and a higher epoch.',
      z.object({
        ...commonFields,
        owner,
        previous: owner,
        reason: z.string().max(200),
        endedHandoff: pastHandoff.optional().describe('The hand-off that ended with this change'),
      }),
      {
        ...sampleFields,
        seq: 7,
        owner: { kind: 'queue', id: 'h-1', epoch: 2 },
        previous: { kind: 'bot', id: 'demo', epoch: 1 },
        reason: 'handoff-requested',
      },
    ),
    ConversationEnded: defineEvent(
      'The conversation ended. The channel can start it again under the same id.',
      z.object({ ...commonFields, by: z.enum(['customer', 'agent', 'system']), handoffId: handoffId.optional() }),
      {
        ...sampleFields,
        seq: 8,
        by: 'customer',
      },
    ),
    SurveyAnswered: defineEvent(
      'The customer answered the survey of a hand-off.',
      z.object({
        ...commonFields,
        handoffId,
        context: z
          .enum(['yes', 'partially', 're-explain'])
          .optional()
          .describe(
            'Did the agent have enough context? `re-explain`: the customer had to explain again. Absent: only stars were given, as in a typed answer',
          ),
        stars: z.int().min(1).max(5).describe('5 is best'),
        suggestion: z.string().max(2_000).optional(),
        answeredAt: instant,
      }),
      { ...sampleFields, seq: 9, handoffId: 'h-1', context: 'yes', stars: 5, answeredAt: 1_760_000_000_000 },
    ),
  },
});
