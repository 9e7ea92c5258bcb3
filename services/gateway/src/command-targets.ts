import type { EventOf, Instant, TopicDefinition } from '@warmline/contracts';
import { isTimeZone, topics } from '@warmline/contracts';
import type { Command, Input } from '@warmline/messaging';
import { scopedIdempotencyKey } from './commands.ts';
import type { Post } from './domain/conversation/conversation-commands.ts';
import { addressOf, type ReceiveAtAddress } from './domain/conversation-address.ts';
import type { ExpectedConversations } from './expected-conversations.ts';

type CommandTarget = Pick<Command, 'stage' | 'key' | 'event' | 'idempotencyKey' | 'mayForwardTo'>;

/**
 * The states that an event of another service or a channel concerns; a string is the reason for its rejection. Messages of channels
 * get the gateway's time, since clocks of channels are not trusted. `drawId` draws the id of a new conversation.
 */
export const commandTargets =
  (now: () => Instant, expected: ExpectedConversations, drawId: () => string) =>
  (event: Input, topic: TopicDefinition): readonly CommandTarget[] | string =>
    topic === topics.ingress ? ingressTargets({ ...event, at: now() }, expected, drawId()) : targetsOf(event, now());

const targetsOf = (event: Input, now: Instant): readonly CommandTarget[] => {
  const { conversationId, handoffId, agentId, poolId } = event.data as {
    readonly conversationId: string;
    readonly poolId: string;
    readonly handoffId?: string;
    readonly agentId?: string;
  };
  const conversation: CommandTarget = { stage: 'conversation', key: conversationId, event };
  const handoff: readonly CommandTarget[] =
    handoffId === undefined ? [] : [{ stage: 'handoff-payload', key: handoffId, event }];
  const agent: readonly CommandTarget[] = agentId === undefined ? [] : [{ stage: 'desk', key: agentId, event }];
  const decisions: readonly CommandTarget[] =
    handoffId === undefined ? [] : [{ stage: 'routing-decisions', key: handoffId, event }];
  switch (event.type) {
    case 'HandoffRequested':
      // Offers held for this request expire by the time it is received.
      return [...handoff.map((target) => ({ ...target, event: { ...event, at: now } })), conversation];
    case 'HandoffContextAdded':
      return handoff;
    case 'QueueWaitEstimated':
      return [{ stage: 'queue-wait', key: poolId, event }];
    case 'EscalationAssessed':
    case 'ScoreMissed':
    case 'HandoffOffered':
    case 'WaitEstimated':
    case 'TeamUnstaffed':
    case 'HandoffQueued':
    case 'CallbackWindowsOffered':
    case 'CallbackRefused':
    case 'CallbackOverdue':
      return [conversation];
    case 'AgentReminded':
      return agent;
    case 'HandoffOfferedToAgent':
    case 'CallbackAssigned': {
      // The desk gets these from the payload's state, so that it never shows a hand-off without its payload.
      const desk = handoff.map((target) => ({ ...target, mayForwardTo: agent }));
      return [...desk, ...(event.type === 'CallbackAssigned' ? [] : [conversation]), ...decisions];
    }
    case 'CallbackReturned':
      return [...handoff, ...agent, ...decisions];
    case 'HandoffAssigned':
    case 'TransferRefused':
      return [conversation, ...agent, ...decisions];
    case 'HandoffReturned':
      return [...handoff, conversation, ...agent, ...decisions];
    case 'CallbackAttempted':
      return [conversation, ...agent];
    case 'CallbackBooked':
      return [...(agentId === undefined ? [] : handoff), conversation, ...agent];
    case 'HandoffClosed': {
      const { withdrawnOffer } = (event as EventOf<'HandoffClosed'>).data;
      const other = withdrawnOffer === undefined ? [] : [{ stage: 'desk', key: withdrawnOffer.agentId, event }];
      return [...handoff, conversation, ...agent, ...other];
    }
    case 'HandoffAbandoned':
    case 'CallbackEnded':
    case 'TicketFiled':
      return [...handoff, conversation, ...agent];
    default:
      return [];
  }
};

type IngressEvent = { [T in keyof typeof topics.ingress.events]: EventOf<T> }[keyof typeof topics.ingress.events];
type Received = Pick<ReceiveAtAddress['data'], 'command' | 'starts'> & {
  readonly language?: string | undefined;
  readonly timeZone?: string | undefined;
};

/** What an event of a channel does: the same commands as over HTTP. A string is the reason for its rejection. */
const receivedFrom = (event: IngressEvent): Received | string => {
  switch (event.type) {
    case 'MessageReceived': {
      const { role, text, epoch, bot, language, timeZone, externalMessageId } = event.data;
      if (role === 'customer' && text.trim() === '') return 'MessageReceived: text: may not be empty';
      if (role === 'bot' && epoch === undefined)
        return 'MessageReceived: epoch: a bot must give the epoch of the owner under which it writes';
      const data: Post['data'] = {
        role,
        text,
        ...(epoch === undefined ? {} : { epoch }),
        ...(bot === undefined ? {} : { bot }),
        externalMessageId,
      };
      return { command: { type: 'Post', data }, starts: true, language, timeZone };
    }
    case 'ChoiceReceived': {
      const { choice, offerId, handoffId, details, windowStart } = event.data;
      const data = { choice, offerId, handoffId, details, windowStart };
      return { command: { type: 'Choose', data }, starts: false };
    }
    case 'RatingReceived': {
      const { handoffId, stars, context, suggestion } = event.data;
      return { command: { type: 'AnswerSurvey', data: { handoffId, stars, context, suggestion } }, starts: false };
    }
    case 'HumanRequestReceived': {
      const { details, language, timeZone } = event.data;
      return { command: { type: 'RequestHuman', data: { details } }, starts: true, language, timeZone };
    }
    case 'IdentificationReceived':
      return { command: { type: 'Identify', data: { customer: event.data.customer } }, starts: false };
    case 'EndReceived':
      return { command: { type: 'End', data: { by: 'customer' } }, starts: false };
  }
};

/** An event of a channel, de-duplicated by the channel's message id. */
const ingressTargets = (
  event: Input,
  expected: ExpectedConversations,
  drawnId: string,
): readonly CommandTarget[] | string => {
  const ingressEvent = event as unknown as IngressEvent;
  const received = receivedFrom(ingressEvent);
  if (typeof received === 'string') return received;
  const { tenantId, channel, externalId, externalMessageId } = ingressEvent.data;
  const customer = ingressEvent.type === 'MessageReceived' ? ingressEvent.data.customer : undefined;
  const { command, starts, language, timeZone = '' } = received;
  const zone = isTimeZone(timeZone) ? { timeZone } : {};
  const origin = { tenantId, channel, externalId, customer, language, ...zone };
  const idempotencyKeys = {
    start: scopedIdempotencyKey('Start', `external/${externalMessageId}`),
    command: scopedIdempotencyKey(command.type, `external/${externalMessageId}`),
  };
  const data: ReceiveAtAddress['data'] = { origin, command, starts, drawnId, idempotencyKeys };
  const address = addressOf(origin);
  const conversation = { stage: 'conversation', key: expected.expect(address, drawnId) };
  return [
    {
      stage: 'conversation-address',
      key: address,
      event: { ...event, type: 'Receive', data },
      mayForwardTo: [
        ...(starts ? [{ ...conversation, idempotencyKey: idempotencyKeys.start }] : []),
        { ...conversation, idempotencyKey: idempotencyKeys.command },
      ],
    },
  ];
};
