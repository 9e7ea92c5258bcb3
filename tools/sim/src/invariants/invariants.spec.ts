import { expect, test } from '@jest/globals';
import { topics } from '@warmline/contracts';
import { type Answer, type ConsumerRecord, MemoryExecutorStore, MemoryStore } from '@warmline/messaging';
import type { AppliedInput, History, Request } from '../history.ts';
import { violations } from './violations.ts';

const ID = 'c-1';
interface Line {
  readonly topic: { readonly name: string };
  readonly type: string;
  readonly data: object;
  readonly sequence: number;
  readonly id?: string;
}
const record = ({ topic, type, data, sequence, id = `${type}-${sequence}` }: Line): ConsumerRecord => ({
  topic: topic.name,
  partition: 0,
  offset: sequence,
  key: ID,
  value: Buffer.from(JSON.stringify({ conversationId: ID, tenantId: 't', ...data })),
  headers: { ce_shard: 's', ce_sequence: String(sequence), ce_id: id, ce_type: type, ce_time: '2025-10-09T09:00:00Z' },
  timestamp: 0,
});
const history = (lines: readonly Line[], more: Partial<History> = {}): History => {
  const records = new Map<string, ConsumerRecord[][]>();
  for (const line of lines) {
    const log = records.get(line.topic.name)?.[0] ?? [];
    log.push(record(line));
    records.set(line.topic.name, [log]);
  }
  return {
    requests: [],
    deliveries: [],
    records,
    services: new Map(),
    capacity: new Map(),
    end: 1e13,
    unstaffedFrom: 1e13,
    ...more,
  };
};
const { conversation, routing, escalation, sentiment } = topics;
const started: Line = { topic: conversation, type: 'ConversationStarted', data: { seq: 1 }, sequence: 1 };
const owner = (seq: number, from: number, to: number): Line => ({
  topic: conversation,
  type: 'OwnerChanged',
  data: { seq, owner: { epoch: to }, previous: { epoch: from } },
  sequence: seq,
});
const posted = (seq: number, epoch = 1): Line => ({
  topic: conversation,
  type: 'MessagePosted',
  data: { seq, epoch, role: 'bot', text: `text ${seq}`, messageId: `m-${seq}` },
  sequence: seq,
});
const routingEvent = (type: string, sequence: number, agentId?: string, handoffId = 'h'): Line => ({
  topic: routing,
  type,
  data: { handoffId, ...(agentId === undefined ? {} : { agentId }) },
  sequence,
});
const request = (type: string, data: object, answers: readonly Answer[]): Request => ({
  ...{ n: 1, stage: 'conversation', key: ID, type, data, idempotencyKey: 'k', askedAt: 0, attempts: 2, answeredAt: 1 },
  answers: [...answers],
});
const created = (messageId: string): Answer => ({ status: 201, body: { messageId } });
const appliedInputs = (...ids: readonly string[]): AppliedInput[] =>
  ids.map((id) => ({ stage: 'sentiment', key: ID, input: { type: 'Other', id, at: 0 }, outputs: [] }));
const withSentiment = (appliedInputs: readonly AppliedInput[], memory = new MemoryStore()): Partial<History> => ({
  services: new Map([['sentiment', { memory, appliedInputs }]]),
});
const outputs = (...ids: readonly string[]): AppliedInput['outputs'] =>
  ids.map((id) => ({ id, type: 'SentimentScored', data: {} }));
const waitingOutbox = (): MemoryStore => {
  const memory = new MemoryStore();
  memory.outbox.set('row', { id: 'row', task: 0, shard: 's', firstSeq: 1, records: [] });
  return memory;
};

test.each<[string, RegExp, readonly Line[], Partial<History>]>([
  [
    'an event after a later one of its shard',
    /lost, superseded-sequence/,
    [started, posted(3), { ...posted(2), id: 'late' }],
    {},
  ],
  [
    'an event under two sequences',
    /doubled, duplicate-id/,
    [started, posted(2), { ...posted(3), id: 'MessagePosted-2' }],
    {},
  ],
  ['an event a service never folded', /folded nothing/, [started], withSentiment([])],
  [
    'an event a service folded twice',
    /again/,
    [started],
    withSentiment(appliedInputs('ConversationStarted-1', 'ConversationStarted-1')),
  ],
  ['a gap in a conversation', /sequence 3, not 2/, [started, posted(3)], {}],
  ['two owners under one epoch', /epoch 1 to 2 in epoch 2/, [started, owner(2, 1, 2), owner(3, 1, 2)], {}],
  ['a message of an ended epoch', /message of epoch 1 in epoch 2/, [started, owner(2, 1, 2), posted(3, 1)], {}],
  [
    'two answers to one request',
    /2 ways/,
    [],
    {
      requests: [
        request('Choose', {}, [
          { status: 409, body: {} },
          { status: 202, body: {} },
        ]),
      ],
    },
  ],
  [
    'an accepted message that is not published',
    /0 times, not 1/,
    [],
    { requests: [request('Post', { text: 'gone' }, [created('m')])] },
  ],
  [
    'a refused message that is published',
    /1 times, not 0/,
    [started, posted(2)],
    { requests: [request('Post', { text: 'text 2' }, [{ status: 409, body: {} }])] },
  ],
  [
    'a message that is never scored',
    /scored 0 times/,
    [started, { ...posted(2), data: { ...posted(2).data, role: 'customer' } }],
    {},
  ],
  [
    'a callback that ends twice',
    /CallbackEnded of no agent while it is ended/,
    [
      routingEvent('HandoffQueued', 1),
      routingEvent('CallbackBooked', 2),
      routingEvent('CallbackEnded', 3),
      routingEvent('CallbackEnded', 4),
    ],
    {},
  ],
  [
    'an agent with more calls than their capacity',
    /a has 2 hand-offs, 1 at most/,
    ['h', 'i'].flatMap((id, n) =>
      ['HandoffQueued', 'CallbackBooked', 'CallbackAssigned'].map((type, m) =>
        routingEvent(type, n * 3 + m + 1, type === 'CallbackAssigned' ? 'a' : undefined, id),
      ),
    ),
    { capacity: new Map([['a', 1]]) },
  ],
  [
    'a callback with too many attempts',
    /call 4 after 3 calls/,
    [
      routingEvent('HandoffQueued', 1),
      routingEvent('CallbackBooked', 2),
      ...[1, 2, 3, 4].flatMap((attempt) => [
        routingEvent('CallbackAssigned', 2 * attempt + 1, 'a'),
        {
          ...routingEvent('CallbackAttempted', 2 * attempt + 2, 'a'),
          data: { handoffId: 'h', agentId: 'a', attempt, retryAt: 1 },
        },
      ]),
    ],
    { capacity: new Map([['a', 1]]) },
  ],
  [
    'a hand-off with two agents',
    /HandoffAssigned of b while it is offered/,
    [
      routingEvent('HandoffQueued', 1),
      routingEvent('HandoffOfferedToAgent', 2, 'a'),
      routingEvent('HandoffAssigned', 3, 'b'),
    ],
    { capacity: new Map([['a', 1]]) },
  ],
  [
    'an agent with more hand-offs than their capacity',
    /2 hand-offs, 1 at most/,
    [
      routingEvent('HandoffQueued', 1),
      routingEvent('HandoffQueued', 2, undefined, 'i'),
      routingEvent('HandoffOfferedToAgent', 3, 'a'),
      routingEvent('HandoffOfferedToAgent', 4, 'a', 'i'),
    ],
    { capacity: new Map([['a', 1]]) },
  ],
  [
    'a transfer without an answer',
    /1 transfers were requested, and 0 answered/,
    [{ topic: topics.desk, type: 'TransferRequested', data: { handoffId: 'h' }, sequence: 1 }],
    {},
  ],
  [
    'a hand-off that never ends',
    /never ended/,
    [{ topic: escalation, type: 'HandoffRequested', data: { handoffId: 'h' }, sequence: 1 }],
    {},
  ],
  [
    'a dead letter of a valid event',
    /dead letter/,
    [{ topic: { name: `${sentiment.name}.escalation-detection.dlq` }, type: 'SentimentScored', data: {}, sequence: 1 }],
    {},
  ],
  [
    'an output that is committed and never published',
    /committed, and no reader has it/,
    [],
    withSentiment([
      { stage: 'sentiment', key: ID, input: { type: 'Other', id: 'o', at: 0 }, outputs: outputs('SentimentScored-1') },
    ]),
  ],
  [
    'outputs published in another order than they were committed in',
    /committed after .* and is read before/,
    [
      { topic: sentiment, type: 'SentimentScored', data: {}, sequence: 1 },
      { topic: sentiment, type: 'SentimentScored', data: {}, sequence: 2 },
    ],
    withSentiment([
      {
        ...{ stage: 'sentiment', key: ID, input: { type: 'Other', id: 'o', at: 0 } },
        outputs: outputs('SentimentScored-2', 'SentimentScored-1'),
      },
    ]),
  ],
  ['a commit that is not published', /unpublished outbox rows/, [], withSentiment([], waitingOutbox())],
])('the invariants refuse %s', (_name, expected, lines, more) => {
  expect(violations(history(lines, more)).join('\n')).toMatch(expected);
});

test('the invariants accept a valid history', () => {
  const lines = [started, posted(2), owner(3, 1, 2)];
  const memory = new MemoryStore();
  const executor = new MemoryExecutorStore(memory, 'gateway');
  const at = Date.parse('2025-10-09T09:00:00Z');
  const rows = lines.map(({ type, data, sequence: seq }) => {
    const shown = { conversationId: ID, tenantId: 't', ...data };
    return { stage: 'conversation', key: ID, seq, type, at, data: shown };
  });
  executor.timeline.set(`conversation\u0000${ID}`, rows);
  const services: History['services'] = new Map([['gateway', { memory, executor, appliedInputs: [] }]]);
  expect(violations(history(lines, { services }))).toEqual([]);
});
