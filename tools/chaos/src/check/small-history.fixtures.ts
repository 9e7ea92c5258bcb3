import { topics } from '@warmline/contracts';
import { type ClientLog, type ClientRequest, emptyClientLog } from '../client-log.ts';
import type { History } from '../history.ts';
import type { CheckedData, ObservedRecord } from '../observation/observed-record.ts';

const topicOf: Readonly<Record<string, string>> = Object.fromEntries(
  [topics.conversation, topics.sentiment, topics.escalation, topics.routing, topics.outcome, topics.desk].flatMap(
    ({ name, events }) => Object.keys(events).map((type) => [type, name]),
  ),
);

/** A record of a type with a sequence of its shard; its offset is set from its index in the list. */
export const record = (
  type: string,
  sequence: number,
  data: CheckedData,
  more: Partial<ObservedRecord> = {},
): ObservedRecord => {
  const topic = type === 'HandoffReceived' ? topics.routingIntake.name : (topicOf[type] ?? topics.conversation.name);
  const id = `${type}-${sequence}`;
  const place = {
    topic,
    partition: 0,
    offset: 0,
    key: data.conversationId ?? '',
    shard: `${topic}@1`,
    time: '2026-01-01T00:00:00Z',
  };
  return { ...place, id, type, sequence, data, ...more };
};

const conversationRef = { conversationId: 'c-1' };
const handoffRef = { ...conversationRef, handoffId: 'h-1' };
const bot = { kind: 'bot', id: 'demo', epoch: 1 };
const queueOwner = { kind: 'queue', id: 'h-1', epoch: 2 };

/** One conversation, from its start to the recorded outcome. */
export const validRecords: readonly ObservedRecord[] = [
  record('ConversationStarted', 1, { ...conversationRef, seq: 1 }),
  record('MessagePosted', 2, { ...conversationRef, seq: 2, messageId: 'm-1', role: 'customer', tag: 'c1-0' }),
  record('SentimentScored', 3, { ...conversationRef, seq: 2, messageId: 'm-1' }),
  record('EscalationAssessed', 4, { ...conversationRef, seq: 2, messageId: 'm-1' }),
  record('HumanRequested', 5, { ...conversationRef, seq: 3 }),
  record('HandoffRequested', 6, handoffRef),
  record('HandoffReceived', 7, handoffRef),
  record('OwnerChanged', 8, { ...conversationRef, seq: 4, owner: queueOwner, previous: bot }),
  record('HandoffQueued', 9, handoffRef),
  record('HandoffOfferedToAgent', 10, { ...handoffRef, agentId: 'mia' }),
  record('HandoffAssigned', 11, { ...handoffRef, agentId: 'mia' }),
  record('HandoffResolved', 12, { ...handoffRef, agentId: 'mia' }),
  record('OwnerChanged', 13, { ...conversationRef, seq: 5, owner: { ...bot, epoch: 3 }, previous: queueOwner }),
  record('HandoffClosed', 14, { ...handoffRef, agentId: 'mia' }),
  record('OutcomeRecorded', 15, handoffRef),
].map((r, offset) => ({ ...r, offset }));

const request = (what: ClientRequest['what'], more: Partial<ClientRequest> = {}): ClientRequest => ({
  id: 0,
  what,
  key: what,
  conversationId: 'c-1',
  invokedAt: 0,
  answers: [{ at: 1, status: 202, attempts: 1 }],
  ...more,
});
export const validClientLog = (): ClientLog => ({
  ...emptyClientLog(),
  requests: [
    request('start'),
    request('message', { tag: 'c1-0', answers: [{ at: 1, status: 201, attempts: 1, messageId: 'm-1', seq: 2 }] }),
    request('human'),
    request('resolve'),
  ],
  streams: [{ stage: 'conversation', key: 'c-1', ids: [1, 2, 3, 4, 5], resumeCount: 1 }],
  expectedHandoffs: new Set(['c-1']),
});

export const validHistory = (): History => ({
  records: validRecords,
  clientLog: validClientLog(),
  timeline: validRecords
    .filter((r) => r.topic === topics.conversation.name)
    .map((r) => ({ stage: 'conversation', key: 'c-1', seq: r.data.seq ?? 0, type: r.type })),
  outcomes: new Map([['h-1', 'closed']]),
  outbox: { gateway: 0 },
  unread: [],
  observed: [],
});
