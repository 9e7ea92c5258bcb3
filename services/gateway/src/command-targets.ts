import type { DataOf, Instant, TopicDefinition } from '@warmline/contracts';
import { topics } from '@warmline/contracts';
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
    topic === topics.ingress
      ? ingressTargets({ ...event, at: now() }, event.data as DataOf<'MessageReceived'>, expected, drawId())
      : targetsOf(event, now());

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
    case 'CallbackWindowsOffered':
    case 'CallbackRefused':
    case 'CallbackOverdue':
      return [conversation];
    case 'AgentReminded':
      return agent;
    case 'HandoffOfferedToAgent':
    case 'CallbackAssigned':
      // The desk gets these from the payload's state, so that it never shows a hand-off without its payload.
      return [...handoff.map((target) => ({ ...target, mayForwardTo: agent })), ...decisions];
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
    case 'HandoffClosed':
    case 'HandoffAbandoned':
    case 'CallbackEnded':
    case 'TicketFiled':
      return [...handoff, conversation, ...agent];
    default:
      return [];
  }
};

/** A message published by a channel: the same commands as over HTTP, deduplicated by the channel's message id. */
const ingressTargets = (
  event: Input,
  data: DataOf<'MessageReceived'>,
  expected: ExpectedConversations,
  drawnId: string,
): readonly CommandTarget[] | string => {
  if (data.role === 'customer' && data.text.trim() === '') return 'MessageReceived: text: may not be empty';
  if (data.role === 'bot' && data.epoch === undefined)
    return 'MessageReceived: epoch: a bot must give the epoch of the owner under which it writes';
  const { tenantId, channel, externalId, externalMessageId, role, text, epoch, bot, customer, language } = data;
  const origin = { tenantId, channel, externalId, customer, language };
  const post: Post['data'] = {
    role,
    text,
    ...(epoch === undefined ? {} : { epoch }),
    ...(bot === undefined ? {} : { bot }),
    externalMessageId,
  };
  const idempotencyKeys = {
    start: scopedIdempotencyKey('Start', `external/${externalMessageId}`),
    post: scopedIdempotencyKey('Post', `external/${externalMessageId}`),
  };
  const received: ReceiveAtAddress['data'] = { origin, post, drawnId, idempotencyKeys };
  const address = addressOf(origin);
  const conversation = { stage: 'conversation', key: expected.expect(address, drawnId) };
  return [
    {
      stage: 'conversation-address',
      key: address,
      event: { ...event, type: 'Receive', data: received },
      mayForwardTo: [
        { ...conversation, idempotencyKey: idempotencyKeys.start },
        { ...conversation, idempotencyKey: idempotencyKeys.post },
      ],
    },
  ];
};
