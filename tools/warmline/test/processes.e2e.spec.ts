import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { type ApiClient, apiClient, type EventStream } from '@warmline/testing/api';
import { openDeskTab } from '@warmline/testing/desk-tab';
import { type KafkaBroker, startKafka } from '@warmline/testing/kafka';
import { testDatabase } from '@warmline/testing/postgres';
import { eventually } from '@warmline/testing/processes';
import { type ServerProcess, type System, startSystem } from '@warmline/testing/system';
import {
  ada,
  type Conversation,
  conversationOf,
  type Desk,
  handOver,
  lines,
  postMessage,
  start,
  turnsOf,
  waitForOffer,
} from './ada-story.ts';

const dataDir = mkdtempSync(join(tmpdir(), 'warmline-processes-'));
const open: EventStream[] = [];
let kafka: KafkaBroker;
let system: System;
let replica: ServerProcess;
let a: ApiClient;
let b: ApiClient;

const listen = async (from: ApiClient, path: string, lastEventId?: number): Promise<EventStream> => {
  const stream = await from.openStream(path, lastEventId);
  open.push(stream);
  return stream;
};

beforeAll(async () => {
  const [broker, databaseUrl] = await Promise.all([startKafka(), testDatabase()]);
  kafka = broker;
  system = await startSystem({ brokers: kafka.brokers, databaseUrl, dataDir, env: { DESK_HEARTBEAT_MS: '500' } });
  replica = await system.addReplica('gateway');
  a = apiClient(system.url('gateway'));
  b = apiClient(replica.url);
}, 180_000);

afterAll(async () => {
  for (const stream of open) stream.close();
  await system?.stop();
  await kafka?.stop();
  rmSync(dataDir, { recursive: true, force: true });
}, 60_000);

test('six processes on Kafka and Postgres hand a customer over to an agent with the full context and record the outcome', async () => {
  const id = await handOver(a, 'story');
  const offer = await waitForOffer(a, 'mia', id);
  expect(offer.handoff).toMatchObject({
    priority: 100,
    reasons: expect.arrayContaining(['negative_sentiment', 'policy_exception']),
    context: { customer: ada, recommended_actions: expect.arrayContaining([expect.any(String)]) },
  });
  expect(offer.handoff.context.summary.text).toMatch(/12345/);
  expect(offer.handoff.context.transcript.map((turn) => turn.text)).toEqual(expect.arrayContaining([...lines]));

  expect((await a.post(`/v1/desk/agents/mia/offers/${offer.offerId}/accept`, {})).status).toBe(202);
  await eventually(async () =>
    expect(await conversationOf(a, id)).toMatchObject({ owner: { kind: 'agent', id: 'mia' } }),
  );
  const posted = await a.post(`/v1/desk/agents/mia/conversations/${id}/messages`, { text: offer.suggestedGreeting });
  expect(posted.status).toBe(201);
  const form = { resolved: true, customerSatisfied: true, botCouldHaveHandled: false };
  expect((await a.post(`/v1/desk/agents/mia/conversations/${id}/resolve`, form)).status).toBe(202);
  const answers = { handoffId: offer.handoffId, context: 'yes', stars: 5 };
  expect((await a.post(`/v1/conversations/${id}/survey`, answers)).status).toBe(201);

  const outcomes = apiClient(system.url('outcome-feedback'));
  await eventually(async () => {
    const { status, body } = await outcomes.get(`/v1/outcomes/handoffs/${offer.handoffId}`);
    expect([status, body]).toMatchObject([200, { resolved: true, stars: 5, conversationId: id }]);
  });
}, 60_000);

test('a listener at one gateway sees a message posted at the other, once and in order', async () => {
  const id = await start(a, 'two-gateways');
  const atB = await listen(b, `/v1/conversations/${id}/events`);
  for (let n = 1; n <= 5; n++) await postMessage(a, id, `Where is order #1234${n}?`);
  await eventually(() => {
    const asked = atB.received.filter((e) => e.event === 'MessagePosted' && e.data.role === 'customer');
    expect(asked.map((e) => e.data.text)).toEqual([1, 2, 3, 4, 5].map((n) => `Where is order #1234${n}?`));
  });
  expect(atB.received.map((e) => e.id)).toEqual(atB.received.map((_, n) => n + 1));
});

test('a listener that resumes at the other gateway with Last-Event-ID has no gap', async () => {
  const id = await start(a, 'resumed');
  const first = await listen(a, `/v1/conversations/${id}/events`);
  await postMessage(a, id, 'Hello, what are your delivery times?');
  await eventually(() => expect(first.received.some((e) => e.data.role === 'bot')).toBe(true));
  first.close();
  const last = first.received.at(-1)?.id ?? 0;
  await postMessage(b, id, 'And what does it cost?');
  const second = await listen(b, `/v1/conversations/${id}/events`, last);
  await postMessage(a, id, 'To Norway, I mean.');
  await eventually(() => {
    const asked = second.received.filter((e) => e.data.role === 'customer').map((e) => e.data.text);
    expect(asked).toEqual(['And what does it cost?', 'To Norway, I mean.']);
  });
  const all = [...first.received, ...second.received].map((e) => e.id);
  expect(all).toEqual(all.map((_, n) => n + 1));
});

test('an offer accepted fifty times at once at both gateways gives one owner and one assignment', async () => {
  const id = await handOver(a, 'fifty');
  const offer = await waitForOffer(a, 'mia', id);
  const before = (await conversationOf(a, id)).owner.epoch;
  const accepted = await Promise.all(
    Array.from({ length: 50 }, (_, n) =>
      (n % 2 ? a : b).post(`/v1/desk/agents/mia/offers/${offer.offerId}/accept`, {}),
    ),
  );
  expect(accepted.map((r) => r.status)).toContain(202);
  expect(accepted.filter((r) => r.status !== 202 && r.status !== 409)).toEqual([]);
  await eventually(async () =>
    expect((await conversationOf(b, id)).owner).toEqual({ kind: 'agent', id: 'mia', epoch: before + 1 }),
  );
  const stream = await listen(a, `/v1/conversations/${id}/events`);
  const { seq } = await conversationOf(a, id);
  await eventually(() => expect(stream.received.at(-1)?.id).toBe(seq));
  expect(stream.received.filter((e) => e.event === 'OwnerChanged' && e.id > 0).map((e) => e.data.owner)).toMatchObject([
    { kind: 'queue' },
    { kind: 'agent', id: 'mia' },
  ]);
  const { body: desk } = await b.get<Desk>('/v1/desk/agents/mia');
  expect(desk.conversations.filter((c) => c.conversationId === id)).toHaveLength(1);
  expect(desk.offers).toEqual([]);
}, 60_000);

test('a conversation started at both gateways at once is one conversation', async () => {
  const body = { channel: 'web', externalId: 'at-once', customer: ada };
  const replies = await Promise.all(
    Array.from({ length: 10 }, (_, n) => (n % 2 ? a : b).post<Conversation>('/v1/conversations', body)),
  );
  expect(new Set(replies.map((r) => r.body.conversationId)).size).toBe(1);
  expect(replies.map((r) => r.status).sort()).toEqual([...Array<number>(9).fill(200), 201]);
  const stream = await listen(b, `/v1/conversations/${replies[0]?.body.conversationId}/events`);
  await eventually(() => expect(stream.received.map((e) => e.event)).toContain('ConversationStarted'));
  expect(stream.received.filter((e) => e.event === 'ConversationStarted')).toHaveLength(1);
});

test('a bot message under an old epoch is refused, and the customer never sees it', async () => {
  const body = { channel: 'api', externalId: 'stale', customer: ada };
  const { body: begun } = await a.post<Conversation>('/v1/conversations', body);
  const id = begun.conversationId;
  const { epoch } = begun.owner;
  const answer = (text: string, from: ApiClient) => postMessage(from, id, text, { role: 'bot', epoch });
  expect((await answer('How can I help?', a)).status).toBe(201);
  expect((await a.post(`/v1/conversations/${id}/human`, {})).status).toBe(202);
  await eventually(async () => expect((await conversationOf(b, id)).owner.kind).toBe('queue'));
  const late = await answer('Have you tried turning it off and on?', b);
  expect(late.status).toBe(409);
  expect(late.headers.get('content-type')).toMatch(/^application\/problem\+json/);
  expect(late.body).toMatchObject({ title: 'Not the owner', detail: expect.stringContaining('epoch') });
  expect((await turnsOf(a, id)).map((t) => t.text)).not.toContain('Have you tried turning it off and on?');
});

test('a desk with a tab at each gateway stays connected while either is open; a gateway that is killed ends its tab by silence', async () => {
  const connection = async () => (await a.get<{ connection: string }>('/v1/desk/agents/sofia')).body.connection;
  await a.put('/v1/desk/agents/sofia/presence', { status: 'online' });
  const [atA, atB] = [await openDeskTab('sofia', a, b), await openDeskTab('sofia', b, a)];
  open.push(atA, atB);
  await eventually(async () => expect(await connection()).toBe('open'));
  atA.close();
  await sleep(5_000);
  expect(await connection()).toBe('open');
  replica.process.kill('SIGKILL');
  await eventually(async () => expect(await connection()).toBe('lost'), { withinMs: 30_000 });
}, 60_000);
