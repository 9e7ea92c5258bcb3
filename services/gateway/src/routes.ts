import type { DataOf, TopicDefinition } from '@warmline/contracts';
import { topics } from '@warmline/contracts';
import type { Command, Input } from '@warmline/messaging';
import { Door } from './door.ts';
import type { Start } from './domain/conversation.ts';

type Routed = Pick<Command, 'stage' | 'key' | 'event'> & { readonly idempotencyKey?: string };

const conversation = (event: Input, key: string): Routed => ({ stage: 'conversation', key, event });
const agent = (event: Input, key: string): Routed => ({ stage: 'agent', key, event });

/** Which of the gateway's states an event of another service, or of a channel, concerns. */
export const routes =
  (startOf: (data: Omit<Start['data'], 'conversationId' | 'policyVersion' | 'bot'>) => Start['data']) =>
  (event: Input, topic: TopicDefinition): readonly Routed[] | string => {
    if (topic === topics.ingress) return received(event, event.data as DataOf<'MessageReceived'>, startOf);
    const data = event.data as { conversationId: string; agentId?: string; handoffId?: string };
    switch (event.type) {
      case 'HandoffRequested':
        return [{ stage: 'handoff', key: data.handoffId ?? '', event }, conversation(event, data.conversationId)];
      case 'HandoffContextAdded':
        return [{ stage: 'handoff', key: data.handoffId ?? '', event }];
      case 'EscalationAssessed':
      case 'ScoreMissed':
      case 'HandoffOffered':
      case 'WaitEstimated':
        return [conversation(event, data.conversationId)];
      case 'HandoffOfferedToAgent':
        return [agent(event, data.agentId ?? '')];
      case 'HandoffAssigned':
      case 'HandoffReturned':
      case 'HandoffClosed':
        return [conversation(event, data.conversationId), agent(event, data.agentId ?? '')];
      default:
        return [];
    }
  };

/** A message a channel published: the same commands HTTP makes, de-duplicated by the channel's own message id. */
const received = (event: Input, data: DataOf<'MessageReceived'>, startOf: Parameters<typeof routes>[0]): readonly Routed[] | string => {
  if (data.role === 'customer' && data.text.trim() === '') return 'MessageReceived: text: may not be empty';
  const { tenantId, channel, externalId, externalMessageId, role, text, epoch, bot, customer, language } = data;
  const key = Door.conversationId(tenantId, channel, externalId);
  const start = startOf({ tenantId, channel, externalId, customer, language });
  const post = { role, text, ...(epoch === undefined ? {} : { epoch }), ...(bot === undefined ? {} : { bot }), reopen: start };
  return [
    { stage: 'conversation', key, event: { ...event, id: `${event.id}/start`, type: 'Start', data: start } },
    { stage: 'conversation', key, event: { ...event, type: 'Post', data: post }, idempotencyKey: `Post/external/${externalMessageId}` },
  ];
};
