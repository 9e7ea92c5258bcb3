import { afterEach, expect, test } from '@jest/globals';
import { subscriptions, topics } from '@warmline/contracts';
import { scored } from './counting.fixtures.ts';
import { type Decider, deciderStep, type Step } from './decider.ts';
import { ALL_TASKS, fastClock, keyOfTask, message, UnreliableStore, waitUntil } from './delivery.fixtures.ts';
import { joinBySequence } from './join.ts';
import { MemoryStore } from './memory/memory-store.ts';
import { memoryTransport } from './memory/memory-transport.ts';
import { noopObserver } from './observer.ts';
import { Processor } from './processor.ts';
import { type Stage, stage } from './stage.ts';
import type { Commit } from './store.ts';
import { declaredTopics } from './topics.ts';
import type { ConsumerRecord } from './transport.ts';

class Refused extends Error {}
/** Refuses the data Postgres would refuse: U+0000 in a key, an instant that is not an integer. */
class Strict extends UnreliableStore {
  override isDataError = (error: unknown) => error instanceof Refused;
  override load = async (name: string, keys: readonly string[], tables: boolean) => {
    if (keys.some((key) => key.includes('\u0000'))) throw new Refused('invalid byte sequence: 0x00');
    return new MemoryStore().load(name, keys, tables);
  };
  override commit = async (commit: Commit) => {
    if (commit.states.some((s) => s.due !== null && !Number.isInteger(s.due))) throw new Refused('invalid bigint');
    return super.commit(commit);
  };
}

/** Publishes one event per message. The text of a message may name a fault to cause, in its step or in its tick. */
interface Said {
  readonly n: number;
  readonly text: string;
  readonly key: string;
  readonly wake: number | null;
}
const repeating: Decider<Said, 'MessagePosted', 'SentimentScored'> = {
  decide: (event, state) => {
    if (event.type === 'Tick') {
      if (state?.text === 'wake to throw') throw new Error('a bug in a tick');
      return [scored(state?.key ?? '', 99, 'tick')];
    }
    const { conversationId, seq, text, messageId } = event.data;
    if (text === 'oversized') return [{ ...scored(conversationId, seq, 'x'.repeat(300_000)) }];
    if (text === 'late oversize')
      return [{ ...scored(conversationId, seq, messageId), withJournal: () => scored(conversationId, seq, '').data }];
    if (text === 'late throw')
      return [
        {
          ...scored(conversationId, seq, messageId),
          withJournal: () => {
            throw new Error('a bug in a completion');
          },
        },
      ];
    return [scored(conversationId, (state?.n ?? 0) + 1, messageId)];
  },
  evolve: (state, event) => {
    if (event.type === 'SentimentScored') return state;
    if (event.type === 'Tick')
      return state && { ...state, wake: state.text === 'wake to a fraction' ? event.at + 1e12 + 0.5 : null };
    const { text, conversationId: key } = event.data;
    const n = (state?.n ?? 0) + 1;
    if (text === 'fraction') return { n, text, key, wake: event.at + 1e12 + 0.5 };
    return { n, text, key, wake: text.startsWith('wake') ? event.at + 10 : (state?.wake ?? null) };
  },
  due: (state) => {
    if (state.text === 'due throws') throw new Error('a bug in due');
    return state.wake;
  },
};

const running: Processor[] = [];
afterEach(() => Promise.all(running.splice(0).map((p) => p.stop())));

const world = async (
  stageOptions: Partial<Stage> = {},
  service: 'sentiment' | 'escalation-detection' = 'sentiment',
) => {
  const transport = memoryTransport();
  await transport.applyTopics(declaredTopics());
  const published: ConsumerRecord[] = [];
  const deadLetters: ConsumerRecord[] = [];
  const [first] = subscriptions[service];
  await transport.tail([topics.sentiment.name], (r) => void published.push(r), true);
  await transport.tail([`${first.name}.${service}.dlq`], (r) => void deadLetters.push(r), true);
  const processor = new Processor({
    service,
    topics: subscriptions[service],
    stages: [
      {
        ...stage({ name: 'x', inputs: subscriptions[service], key: 'conversationId', step: deciderStep(repeating) }),
        ...stageOptions,
      },
    ],
    store: new Strict(new MemoryStore()),
    transport,
    clock: fastClock,
    log: { info: () => {}, warn: () => {}, error: () => {} },
    observer: noopObserver,
    ready: () => {},
    fatal: () => {},
  });
  running.push(processor);
  return {
    transport,
    start: () => processor.start(),
    publishedIds: () => published.map((r) => JSON.parse(Buffer.from(r.value ?? []).toString()).messageId as string),
    counts: (key: string) =>
      published
        .filter((r) => r.key === key)
        .map((r) => JSON.parse(Buffer.from(r.value ?? []).toString()).seq as number),
    deadLetters,
    reasons: () => deadLetters.map((l) => l.headers.dlq_reason ?? ''),
  };
};

const neighbours = ALL_TASKS.map((n) => keyOfTask(n, 1));

test.each([
  ['whose state has an invalid due', 'due throws', /^threw: Error: a bug in due/],
  ['whose state the database refuses', 'fraction', /^refused by the database: invalid bigint/],
  ['that leads to an oversized output', 'oversized', /messageId/],
  ['that leads to an output that cannot be completed', 'late throw', /^threw: Error: a bug in a completion/],
  ['that leads to an output that is invalid once completed', 'late oversize', /messageId/],
])('an event %s is rejected, and none of the events around it', async (_what, text, reason) => {
  const w = await world();
  await w.transport.append(neighbours.map((key) => message(key, 1)));
  await w.transport.append([message('c-1', 1), message('c-1', 2, text), message('c-1', 3)]);
  await w.transport.append(neighbours.map((key) => message(key, 2)));
  await w.start();
  await waitUntil('the events around it', () => w.publishedIds().length >= 2 + 2 * neighbours.length);
  expect(w.reasons()).toEqual([expect.stringMatching(reason)]);
  expect(w.publishedIds().filter((id) => id.startsWith('c-1-'))).toEqual(['c-1-1', 'c-1-3']);
  for (const key of ['c-1', ...neighbours]) expect(w.counts(key)).toEqual([1, 2]);
  expect(w.deadLetters[0]?.headers.dlq_source).toMatch(/\/2$/);
});

test('an event whose key holds control characters is rejected', async () => {
  const w = await world();
  const written = message('c-x', 1);
  const bad = { ...written, key: 'c\u0000', value: String(written.value).replaceAll('c-x', 'c\\u0000'), partition: 5 };
  await w.transport.append([message('c-1', 1), bad, message('c-1', 2)]);
  await w.start();
  await waitUntil('the event behind it', () => w.publishedIds().includes('c-1-2'));
  expect(w.reasons()).toEqual([expect.stringContaining('conversationId: may not hold control characters')]);
});

test.each([
  ['throws', 'wake to throw', /^threw: Error: a bug in a tick/],
  ['leaves a state the database refuses', 'wake to a fraction', /^refused by the database: invalid bigint/],
])('a tick that %s becomes a dead letter, and the events beside it do not', async (_what, text, reason) => {
  const w = await world();
  await w.transport.append([message('c-1', 1, text), ...neighbours.map((key) => message(key, 1))]);
  await w.start();
  await waitUntil('the dead letter', () => w.deadLetters.length > 0);
  await w.transport.append(neighbours.flatMap((key) => [message(key, 2), message(key, 3)]));
  await waitUntil('the events beside it', () => w.publishedIds().length >= 1 + 3 * neighbours.length);
  expect(w.reasons()).toEqual([expect.stringMatching(reason)]);
  expect(JSON.parse(Buffer.from(w.deadLetters[0]?.value ?? []).toString())).toEqual({
    tick: { stage: 'x', key: 'c-1', due: 1_011 },
  });
});

test('an event that triggers a tick the database refuses is not rejected for it', async () => {
  const w = await world();
  await w.transport.append([message('c-1', 1, 'wake to a fraction'), message('c-1', 2, 'hello', 5_000)]);
  await w.start();
  await waitUntil('the event', () => w.publishedIds().includes('c-1-2'));
  expect(w.deadLetters.map((l) => l.headers.dlq_source)).toEqual(['handoff.conversation.v1/5/0']);
  expect(Buffer.from(w.deadLetters[0]?.value ?? []).toString()).toContain('"tick"');
});

test('a rejected record that arrives again with the same sequence makes no second dead letter', async () => {
  const w = await world();
  const bad = message('c-1', 1, 'fraction');
  const shard = (sequence: number) => ({ ...bad.headers, ce_shard: 'gateway/5@x', ce_sequence: String(sequence) });
  await w.transport.append([
    { ...bad, headers: shard(1) },
    { ...bad, headers: shard(2), value: '{' },
  ]);
  await w.start();
  await waitUntil('both dead letters', () => w.deadLetters.length === 2);
  await w.transport.append([
    { ...bad, headers: shard(1) },
    { ...bad, headers: shard(2), value: '{' },
    message('c-1', 2),
  ]);
  await waitUntil('the event behind them', () => w.publishedIds().includes('c-1-2'));
  expect(w.reasons()).toEqual([expect.stringMatching(/^refused by the database/), expect.stringMatching(/^not JSON/)]);
});

test('a dead letter fits its topic, however large the rejected record is', async () => {
  const w = await world();
  const huge = { ...message('c-1', 1), value: '\u{FFFD}'.repeat(400_000), key: 'k'.repeat(10_000) };
  await w.transport.append([{ ...huge, headers: { ...huge.headers, big: 'x'.repeat(500_000) } }]);
  await w.start();
  await waitUntil('the dead letter', () => w.deadLetters.length === 1);
  const [deadLetter] = w.deadLetters;
  const size = Object.entries(deadLetter?.headers ?? {}).reduce(
    (n, [name, value]) => n + name.length + value.length,
    0,
  );
  expect((deadLetter?.value?.byteLength ?? 0) + size + (deadLetter?.key?.length ?? 0)).toBeLessThan(1024 * 1024);
  expect(deadLetter?.headers).toMatchObject({ dlq_truncated: '1200000', ce_type: 'MessagePosted' });
});

test('a held event that the join rejects becomes a dead letter of its own, and the event behind it is decided', async () => {
  const inner: Step<{ n: number }> = {
    step: (state, event) => {
      const { text, conversationId, tenantId, seq } = event.data as Record<string, never>;
      if (text === 'throw') throw new Error('a bug');
      const n = (state?.n ?? 0) + 1;
      const missed = { conversationId, tenantId, seq, messageId: event.id, cause: 'ended' };
      const bad = text === 'unpublishable' ? { ...missed, cause: 'no such cause' } : missed;
      return { state: { n }, verdict: { is: 'emit', outputs: [{ type: 'ScoreMissed', data: bad as never }] } };
    },
    due: () => null,
  };
  const step = joinBySequence({
    inner,
    sequenceOf: (event) => (event.data as { seq: number }).seq,
    needsPartner: (event) => (event.data as { text: string }).text !== 'a person',
    releaseCause: (event) => ((event.data as { text: string }).text === 'a person' ? 'human-request' : null),
    partnerOf: () => null,
    withPartner: (event) => event,
    missingPartnerOutput: (event, cause) => {
      const { conversationId, tenantId, seq } = event.data as { conversationId: string; tenantId: string; seq: number };
      return { type: 'ScoreMissed', data: { conversationId, tenantId, seq, messageId: `missed ${event.id}`, cause } };
    },
    timeoutMs: 2_000,
  });
  const w = await world({ step: step as unknown as Step, ordersTicks: true }, 'escalation-detection');
  const published: ConsumerRecord[] = [];
  await w.transport.tail([topics.escalation.name], (r) => void published.push(r), true);
  const now = Date.now();
  await w.transport.append([
    message('c-1', 1, 'throw', now),
    message('c-1', 2, 'unpublishable', now),
    message('c-1', 3, 'fine', now),
  ]);
  await w.transport.append([message('c-1', 4, 'a person', now)]);
  await w.start();
  const ids = () => published.map((r) => JSON.parse(Buffer.from(r.value ?? []).toString()).messageId);
  await waitUntil('the request', () => ids().includes('c-1-4'));
  expect(ids()).toEqual(['missed c-1-1', 'missed c-1-2', 'missed c-1-3', 'c-1-3', 'c-1-4']);
  expect(w.reasons()).toEqual(
    [expect.stringMatching(/cause/), expect.stringMatching(/^threw: Error: a bug/)].reverse(),
  );
  expect(w.deadLetters.map((l) => l.headers.ce_id)).toEqual(['c-1-1', 'c-1-2']);
});
