import { topics } from '@warmline/contracts';
import type { Facts, Rec } from '../facts/record.ts';
import type { History } from '../history.ts';
import { type Asked, emptyLedger, type Ledger } from '../ledger.ts';

const topicOf: Readonly<Record<string, string>> = Object.fromEntries(
  [topics.conversation, topics.sentiment, topics.escalation, topics.routing, topics.outcome, topics.desk].flatMap(
    ({ name, events }) => Object.keys(events).map((type) => [type, name]),
  ),
);

/** A record of a type, with a sequence of its shard; its place in the log follows from its place in the list. */
export const record = (type: string, sequence: number, data: Facts, more: Partial<Rec> = {}): Rec => {
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

const c = { conversationId: 'c-1' };
const h = { ...c, handoffId: 'h-1' };
const bot = { kind: 'bot', id: 'demo', epoch: 1 };
const line = { kind: 'queue', id: 'h-1', epoch: 2 };

/** One conversation, from hello to the recorded outcome. */
export const goodRecords: readonly Rec[] = [
  record('ConversationStarted', 1, { ...c, seq: 1 }),
  record('MessagePosted', 2, { ...c, seq: 2, messageId: 'm-1', role: 'customer', tag: 'c1-0' }),
  record('SentimentScored', 3, { ...c, seq: 2, messageId: 'm-1' }),
  record('EscalationAssessed', 4, { ...c, seq: 2, messageId: 'm-1' }),
  record('HumanRequested', 5, { ...c, seq: 3 }),
  record('HandoffRequested', 6, h),
  record('HandoffReceived', 7, h),
  record('OwnerChanged', 8, { ...c, seq: 4, owner: line, previous: bot }),
  record('HandoffQueued', 9, h),
  record('HandoffOfferedToAgent', 10, { ...h, agentId: 'mia' }),
  record('HandoffAssigned', 11, { ...h, agentId: 'mia' }),
  record('HandoffResolved', 12, { ...h, agentId: 'mia' }),
  record('OwnerChanged', 13, { ...c, seq: 5, owner: { ...bot, epoch: 3 }, previous: line }),
  record('HandoffClosed', 14, { ...h, agentId: 'mia' }),
  record('OutcomeRecorded', 15, h),
].map((r, offset) => ({ ...r, offset }));

const asked = (what: Asked['what'], more: Partial<Asked> = {}): Asked => ({
  id: 0,
  what,
  key: what,
  conversationId: 'c-1',
  invoked: 0,
  answers: [{ at: 1, status: 202, attempts: 1 }],
  ...more,
});
export const goodLedger = (): Ledger => ({
  ...emptyLedger(),
  asked: [
    asked('start'),
    asked('message', { tag: 'c1-0', answers: [{ at: 1, status: 201, attempts: 1, messageId: 'm-1', seq: 2 }] }),
    asked('human'),
    asked('resolve'),
  ],
  streams: [{ stage: 'conversation', key: 'c-1', ids: [1, 2, 3, 4, 5], resumed: 1 }],
  wanted: new Set(['c-1']),
});

export const good = (): History => ({
  at: Date.parse('2026-01-01T00:05:00Z'),
  records: goodRecords,
  ledger: goodLedger(),
  timeline: goodRecords
    .filter((r) => r.topic === topics.conversation.name)
    .map((r) => ({ stage: 'conversation', key: 'c-1', seq: r.data.seq ?? 0, type: r.type })),
  outcomes: new Map([['h-1', 'closed']]),
  outbox: { gateway: 0 },
  unread: [],
  observed: [],
});
