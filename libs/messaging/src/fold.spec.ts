import { afterEach, expect, test } from '@jest/globals';
import { deadLetterTopic, PARTITION_COUNT, subscriptions, topics } from '@warmline/contracts';
import type { AnyEvent, Step } from './decider.ts';
import { fastClock, message, taskOf, waitUntil } from './delivery.fixtures.ts';
import { MemoryStore } from './memory/memory-store.ts';
import { memoryTransport } from './memory/memory-transport.ts';
import { noopObserver } from './observer.ts';
import { Processor } from './processor.ts';
import type { Stage } from './stage.ts';
import { batch, row, state, task } from './store.suite.ts';
import { Table } from './table.ts';
import { declaredTopics } from './topics.ts';
import type { ConsumerRecord } from './transport.ts';

const running: Processor[] = [];
afterEach(() => Promise.all(running.splice(0).map((p) => p.stop())));

/** One stage over a store that may already hold rows. */
const world = async (step: Step<never>, more: Partial<Stage> = {}, store = new MemoryStore()) => {
  const transport = memoryTransport();
  await transport.applyTopics(declaredTopics());
  const published: ConsumerRecord[] = [];
  await transport.tail([topics.sentiment.name], (r) => void published.push(r), true);
  const processor = new Processor({
    service: 'sentiment',
    topics: subscriptions.sentiment,
    stages: [
      {
        name: 'a',
        inputs: subscriptions.sentiment,
        key: 'conversationId',
        step: step as unknown as Step,
        ...more,
      },
    ],
    store,
    transport,
    clock: fastClock,
    log: { info: () => {}, warn: () => {}, error: () => {} },
    observer: noopObserver,
    ready: () => {},
    fatal: () => {},
  });
  running.push(processor);
  return { transport, store, published, start: () => processor.start() };
};
const nothing = { is: 'emit', outputs: [] } as const;
const textOf = (event: AnyEvent) => (event.data as { text?: string } | undefined)?.text ?? '';
const KEY = 'c-1';

test('a key that ends and starts again in one batch starts without its old rows', async () => {
  const step: Step<{ rows: Table<string> }> = {
    step: (before, event) => {
      if (textOf(event) === 'end') return { state: null, verdict: nothing };
      return { state: { rows: (before?.rows ?? Table.of<string>()).set(event.id, textOf(event)) }, verdict: nothing };
    },
    due: () => null,
  };
  const journal = (event: AnyEvent) => ({ seq: (event.data as { seq: number }).seq, row: textOf(event) });
  const w = await world(step as never, { tables: ['rows'], journal });
  await w.transport.append([message(KEY, 1, 'old'), message(KEY, 2, 'older')]);
  await w.start();
  await waitUntil('the first life is saved', () => w.store.states.size === 1);
  await w.transport.append([message(KEY, 3, 'end'), message(KEY, 4, 'new')]);
  await waitUntil('all is handled', () => w.store.tasks.get(taskOf(KEY))?.offsets[topics.conversation.name] === 4);
  expect((await w.store.load('a', [KEY], true)).get(KEY)?.tables).toEqual({ rows: [[`${KEY}-4`, 'new']] });
  expect((await w.store.journal('a', [KEY], 9)).get(KEY)).toEqual([{ seq: 4, row: 'new' }]);
});

test('a stored due that is earlier than the state now computes is corrected once', async () => {
  const store = new MemoryStore();
  const n = taskOf(KEY);
  await store.takeOver(n);
  await store.commit(batch([task(n, 1)], { states: [state(KEY, n, { n: 1 }, { due: 5 })] }));
  const ticks: number[] = [];
  const later = Date.now() + 3_600_000;
  const step: Step<object> = {
    step: (before, event) => {
      ticks.push(event.at);
      return { state: before, verdict: nothing };
    },
    due: () => later,
  };
  const w = await world(step as never, {}, store);
  await w.start();
  await waitUntil('it is corrected', async () => (await store.dueKeys(n, 5, 1)).next === later);
  const { version } = await store.takeOver(n);
  await new Promise((resolve) => setTimeout(resolve, 60));
  expect((await store.takeOver(n)).version).toBe(version + 1);
  expect(ticks).toEqual([]);
});

test('a tick that changes nothing is postponed by a millisecond, also across a restart', async () => {
  const store = new MemoryStore();
  const n = taskOf(KEY);
  const due = Date.now() - 3;
  await store.takeOver(n);
  await store.commit(batch([task(n, 1)], { states: [state(KEY, n, { n: 1 }, { due: due + 1 })] }));
  const ids: string[] = [];
  const step: Step<object> = {
    step: (before, event) => {
      ids.push(`${event.id}@${event.at - due}`);
      return { state: ids.length < 2 ? before : null, verdict: nothing };
    },
    due: () => due,
  };
  const w = await world(step as never, {}, store);
  await w.start();
  await waitUntil('it fired twice', () => ids.length === 2);
  expect(ids.map((id) => id.split('@')[1])).toEqual(['1', '2']);
  expect(new Set(ids).size).toBe(2);
});

test('a state with a newer schema stops the process and is not changed', async () => {
  const store = new MemoryStore();
  const n = taskOf(KEY);
  await store.takeOver(n);
  await store.commit(batch([task(n, 1)], { states: [state(KEY, n, { n: 1 }, { schema: 2 })] }));
  const w = await world(
    { step: (before: unknown) => ({ state: before, verdict: nothing }), due: () => null } as never,
    {},
    store,
  );
  await w.transport.append([message(KEY, 1)]);
  await w.start();
  await new Promise((resolve) => setTimeout(resolve, 50));
  expect((await store.load('a', [KEY], false)).get(KEY)).toMatchObject({ schema: 2, data: { n: 1 } });
  expect((await store.takeOver(n)).offsets).toEqual({});
});

test('a state with an older schema is upcast and saved in the current schema', async () => {
  const store = new MemoryStore();
  const n = taskOf(KEY);
  await store.takeOver(n);
  await store.commit(batch([task(n, 1)], { states: [state(KEY, n, { n: 1 })] }));
  const step: Step<{ count: number }> = {
    step: (before) => ({ state: { count: (before?.count ?? 0) + 1 }, verdict: nothing }),
    due: () => null,
  };
  const upcast = (old: unknown, from: number) => ({ count: (old as { n: number }).n * 10 * from });
  const w = await world(step as never, { schema: 2, upcast }, store);
  await w.transport.append([message(KEY, 1)]);
  await w.start();
  await waitUntil('it is saved', async () => (await store.load('a', [KEY], false)).get(KEY)?.schema === 2);
  expect((await store.load('a', [KEY], false)).get(KEY)?.data).toEqual({ count: 11 });
});

test('outbox rows of a task that is not owned are never deleted', async () => {
  const store = new MemoryStore();
  await store.takeOver(PARTITION_COUNT + 1);
  await store.commit(batch([task(PARTITION_COUNT + 1, 1, { outbox: row(PARTITION_COUNT + 1, 1, 'x') })]));
  const w = await world(
    { step: (before: unknown) => ({ state: before, verdict: nothing }), due: () => null } as never,
    {},
    store,
  );
  await w.transport.append([message(KEY, 1)]);
  await w.start();
  await waitUntil('all is handled', () => w.store.tasks.get(taskOf(KEY))?.offsets[topics.conversation.name] === 1);
  expect(await store.unpublishedRows(PARTITION_COUNT + 1)).toHaveLength(1);
});

test('a batch with many refused inputs is folded again once per refused input of one key, not once per refused input', async () => {
  let steps = 0;
  const step: Step<never> = {
    step: (_, event) => {
      steps++;
      const bad = { type: 'SentimentScored', data: { conversationId: textOf(event) } };
      return { state: null, verdict: { is: 'emit', outputs: event.type === 'Tick' ? [] : [bad as never] } };
    },
    due: () => null,
  };
  const w = await world(step);
  const keys = Array.from({ length: 200 }, (_, n) => `c-${n}`);
  const deadLetters: ConsumerRecord[] = [];
  await w.transport.tail(
    [deadLetterTopic(topics.conversation.name, 'sentiment')],
    (r) => void deadLetters.push(r),
    true,
  );
  await w.transport.append(keys.flatMap((key) => [message(key, 1), message(key, 2)]));
  await w.start();
  await waitUntil('all are dead letters', () => deadLetters.length === 400);
  expect(new Set(deadLetters.map((l) => l.headers.ce_id)).size).toBe(400);
  expect(steps).toBeLessThan(5 * 400);
});
