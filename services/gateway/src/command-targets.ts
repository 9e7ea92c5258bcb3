import type { DataOf, Instant, TopicDefinition } from '@warmline/contracts';
import { topics } from '@warmline/contracts';
import type { Command, Input } from '@warmline/messaging';
import { conversationIdOf, scopedIdempotencyKey } from './commands.ts';
import type { ConversationOrigin } from './domain/conversation/conversation.ts';
import type { Post } from './domain/conversation/conversation-commands.ts';

type CommandTarget = Pick<Command, 'stage' | 'key' | 'event' | 'idempotencyKey' | 'mayForwardTo'>;

/**
 * The states that an event of another service or a channel concerns; a string is the reason for its rejection. Messages of channels
 * get the gateway's time, since clocks of channels are not trusted.
 */
export const commandTargets =
  (now: () => Instant) =>
  (event: Input, topic: TopicDefinition): readonly CommandTarget[] | string =>
    topic === topics.ingress
      ? ingressTargets({ ...event, at: now() }, event.data as DataOf<'MessageReceived'>)
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
const ingressTargets = (event: Input, data: DataOf<'MessageReceived'>): readonly CommandTarget[] | string => {
  if (data.role === 'customer' && data.text.trim() === '') return 'MessageReceived: text: may not be empty';
  const { tenantId, channel, externalId, externalMessageId, role, text, epoch, bot, customer, language } = data;
  const key = conversationIdOf(tenantId, channel, externalId);
  const start: ConversationOrigin = { conversationId: key, tenantId, channel, externalId, customer, language };
  const post: Post['data'] = {
    role,
    text,
    ...(epoch === undefined ? {} : { epoch }),
    ...(bot === undefined ? {} : { bot }),
  };
  return [
    // A message published again does not reopen a conversation that has ended since.
    {
      stage: 'conversation',
      key,
      event: { ...event, id: `${event.id}/start`, type: 'Start', data: start },
      idempotencyKey: scopedIdempotencyKey('Start', `external/${externalMessageId}`),
    },
    {
      stage: 'conversation',
      key,
      event: { ...event, type: 'Post', data: post },
      idempotencyKey: scopedIdempotencyKey('Post', `external/${externalMessageId}`),
    },
  ];
};
