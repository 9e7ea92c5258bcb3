import { expect, test } from '@jest/globals';
import { type DataOf, deadLetterTopic, type TopicDefinition, topicByName, topics } from '@warmline/contracts';
import { type ConsumerRecord, decode, type Input, type ProducerRecord } from '@warmline/messaging';
import { conversations, startedConversations, TENANTS } from './conversation-load.ts';
import { deskAgents, expectedDeskEvents, handoffRequests } from './handoff-load.ts';
import { channelMessages } from './ingress-load.ts';
import { BODY_BYTES } from './message-load.ts';

const NOW = 1_790_000_000_000;

const asRead = (record: ProducerRecord, offset: number): ConsumerRecord => ({
  ...record,
  offset,
  value: Buffer.from(record.value),
  timestamp: 0,
});

/** Decodes a record as a service does; a record that a service would refuse fails the test. */
const decodeOrThrow = (record: ProducerRecord): Input => {
  const topic = topicByName(record.topic) as TopicDefinition;
  const decoded = decode(asRead(record, 0), topic);
  if (decoded.is === 'invalid') throw new Error(`${deadLetterTopic(record.topic, 'a reader')}: ${decoded.reason}`);
  return decoded.event;
};

const isCustomers = (data: unknown): boolean => (data as DataOf<'MessagePosted'>).role === 'customer';
const messageOf = ({ data }: Input): string => (data as DataOf<'MessagePosted'>).messageId;

const sequencesGrow = (records: readonly ProducerRecord[]): boolean => {
  const last = new Map<string, number>();
  return records.every(({ topic, partition, headers }) => {
    const shard = `${topic}/${partition}/${headers.ce_shard}`;
    const sequence = Number(headers.ce_sequence);
    const grew = sequence > (last.get(shard) ?? 0);
    last.set(shard, sequence);
    return grew;
  });
};

test('every event of the conversation load is valid and has its sequence in its conversation', () => {
  const records = [...conversations(2_000, NOW, 100)];
  expect(sequencesGrow(records)).toBe(true);
  const heardOf = new Map<string, number[]>();
  for (const event of records.filter(({ topic }) => topic === topics.conversation.name).map(decodeOrThrow)) {
    const { conversationId, seq } = event.data as DataOf<'MessagePosted'>;
    heardOf.set(conversationId, [...(heardOf.get(conversationId) ?? []), seq]);
  }
  const gaps = [...heardOf.values()].filter((seqs) => seqs.some((seq, i) => seq !== i + 1));
  expect(gaps).toEqual([]);
  expect(heardOf.size).toBeGreaterThan(100);
});

test('exactly the customer messages of the conversation load are scored, each directly after it', () => {
  const records = [...conversations(2_000, NOW, 100)];
  const events = records.map(decodeOrThrow);
  const messages = events.filter(({ type, data }) => type === 'MessagePosted' && isCustomers(data));
  const following = messages.map((event) => events[events.indexOf(event) + 1]);
  expect(messages.length).toBeGreaterThan(500);
  expect(following.map((event) => event?.type === 'SentimentScored' && messageOf(event))).toEqual(
    messages.map(messageOf),
  );
  expect(events.filter(({ type }) => type === 'SentimentScored')).toHaveLength(messages.length);
});

test('no two customer messages are alike, messages have about 300 bytes, and most conversations have no complaints', () => {
  const events = [...conversations(2_000, NOW, 100)].map((record) => ({ record, ...decodeOrThrow(record) }));
  const messages = events.filter(({ type }) => type === 'MessagePosted');
  const sizes = messages.map(({ record }) => Buffer.byteLength(record.value));
  expect(Math.max(...sizes)).toBeLessThanOrEqual(BODY_BYTES + 4);
  expect(Math.min(...sizes)).toBeGreaterThan(BODY_BYTES - 20);
  const texts = messages.map(({ data }) => data as DataOf<'MessagePosted'>).filter(({ role }) => role === 'customer');
  expect(new Set(texts.map(({ text }) => text)).size).toBe(texts.length);
  const scores = events.filter(({ type }) => type === 'SentimentScored').map(({ data }) => data);
  const negative = scores.filter((data) => (data as DataOf<'SentimentScored'>).label === 'negative');
  expect(negative.length).toBeGreaterThan(0);
  expect(negative.length / scores.length).toBeLessThan(0.4);
});

test('the conversation load is the same in every run', () => {
  expect([...conversations(500, NOW, 100)]).toEqual([...conversations(500, NOW, 100)]);
});

test('a load of conversations that only start has a start, a message and its score for each', () => {
  const records = [...startedConversations(100, NOW)];
  records.map(decodeOrThrow);
  expect(records.map(({ headers }) => headers.ce_type).slice(0, 3)).toEqual([
    'ConversationStarted',
    'MessagePosted',
    'SentimentScored',
  ]);
  expect(new Set(records.map(({ key }) => key)).size).toBe(100);
});

test('every message of the ingress load is valid and unique and has 300 bytes', () => {
  const records = [...channelMessages(1_000, NOW)];
  const ids = records.map((record) => (decodeOrThrow(record).data as DataOf<'MessageReceived'>).externalMessageId);
  expect(new Set(ids).size).toBe(records.length);
  expect(new Set(records.map(({ value }) => Buffer.byteLength(value)))).toEqual(new Set([BODY_BYTES]));
});

test("every hand-off of the load is a valid request in the pool of its conversation's tenant", () => {
  const requests = handoffRequests(200);
  expect(sequencesGrow(requests)).toBe(true);
  const pools = requests.map((record) => (decodeOrThrow(record).data as DataOf<'HandoffRequested'>).poolId);
  expect(new Set(pools).size).toBe(TENANTS);
});

const routingRecord = (type: string, handoffId: string, n: number): ConsumerRecord => ({
  topic: topics.routing.name,
  partition: 0,
  offset: n,
  key: 'tenant-1',
  headers: { ce_type: type },
  value: Buffer.from(
    JSON.stringify({
      ...{ poolId: 'tenant-1', tenantId: 'tenant-1', handoffId, conversationId: `c-${n}` },
      ...{ agentId: 'a-1', offerId: `o-${handoffId}-${n}` },
    }),
  ),
  timestamp: 0,
});

test('agents answer offers and assignments as many times as the run waits for', () => {
  const count = 400;
  const { signInAll: onDuty, respond: answer } = deskAgents();
  const declined = new Set<string>();
  const answers: ProducerRecord[] = [];
  for (const request of handoffRequests(count)) {
    const { handoffId } = decodeOrThrow(request).data as DataOf<'HandoffRequested'>;
    for (let again = 0, offered = true; offered; again++) {
      const reply = answer(routingRecord('HandoffOfferedToAgent', handoffId, again), declined);
      if (reply === null || reply === 'closed') throw new Error('an offer is answered');
      answers.push(reply);
      offered = reply.headers.ce_type === 'OfferDeclined';
    }
    const ended = answer(routingRecord('HandoffAssigned', handoffId, 9), declined);
    if (ended === null || ended === 'closed') throw new Error('an assignment is closed');
    answers.push(ended);
    expect(answer(routingRecord('HandoffClosed', handoffId, 10), declined)).toBe('closed');
    expect(answer(routingRecord('HandoffQueued', handoffId, 11), declined)).toBeNull();
  }
  const all = [...onDuty(), ...answers];
  all.map(decodeOrThrow);
  expect(declined.size).toBeGreaterThan(0);
  expect(all).toHaveLength(expectedDeskEvents(count));
});
