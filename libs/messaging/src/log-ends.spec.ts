import { expect, test } from '@jest/globals';
import { subscriptions, topics } from '@warmline/contracts';
import { createWorld, message, scores, startProcessor, waitUntil } from './counting.fixtures.ts';
import { LogEnds } from './log-ends.ts';
import { TaskLease } from './task.ts';
import type { ConsumerRecord } from './transport.ts';

const topic = topics.conversation.name;
const NOW = 1_000_000;

const owned = (offset = 0) =>
  new TaskLease(
    { n: 0, incarnation: 'i', version: 1, seq: 0, offsets: { [topic]: offset }, dedupe: new Map() },
    [topic],
    1,
  );
const records = (from: number, count: number, timestamp: number): ConsumerRecord[] =>
  Array.from({ length: count }, (_, i) => ({
    topic,
    partition: 0,
    offset: from + i,
    key: 'k',
    value: null,
    headers: {},
    timestamp,
  }));
/** The ends of one topic with one partition, whose records are `first` to `end - 1`. */
const endsOf = (task: TaskLease, first: number, end: number) => {
  const asked: string[] = [];
  const shorter: string[] = [];
  const ends = new LogEnds({
    topics: [topics.conversation],
    topicNames: [topic],
    transport: {
      ends: async () => [end],
      bounds: async (name) => {
        asked.push(name);
        return { first, end };
      },
    },
    clock: { now: () => NOW, after: () => () => {} },
    tasks: () => (task.lost ? [] : [task]),
    onShorter: (_task, _topic, fault) => void shorter.push(fault),
  });
  return { ends, asked, shorter };
};

test('a service is not caught up before it knows the ends of its topics', async () => {
  const { ends } = endsOf(owned(), 0, 0);
  expect(ends.behind(NOW)).toBe(`${topic}: its end is not known yet`);
  await ends.compare();
  expect(ends.behind(NOW)).toBeUndefined();
});

test('a service with a backlog is not caught up until the oldest waiting record is younger than 5 s, and says how far it is behind', async () => {
  const task = owned();
  const { ends } = endsOf(task, 0, 120);
  await ends.compare();
  expect(ends.behind(NOW)).toBe(`${topic}: 120 records not read yet`);
  void task.accept(topic, records(0, 100, NOW - 17_000), 120, NOW);
  expect(ends.behind(NOW)).toBe(`${topic}: 120 records and 17 s behind`);
  task.take(100);
  expect(ends.behind(NOW)).toBe(`${topic}: 120 records and 17 s behind`);
  task.offsets = { [topic]: 100 };
  void task.accept(topic, records(100, 20, NOW - 4_000), 120, NOW);
  expect(ends.behind(NOW)).toBeUndefined();
});

test('a topic whose records have all expired has nothing left to be read', async () => {
  const { ends } = endsOf(owned(), 50, 50);
  await ends.compare();
  expect(ends.behind(NOW)).toBeUndefined();
});

test('the end of a partition that was read to its known end needs no second request', async () => {
  const { ends, asked, shorter } = endsOf(owned(7), 0, 7);
  await ends.compare();
  expect([ends.behind(NOW), asked, shorter]).toEqual([undefined, [], []]);
});

test('a processor with a backlog is caught up only after it has handled it', async () => {
  const w = await createWorld();
  const at = Date.now() - 60_000;
  await w.transport.append([message('c-1', 1, 'a', at), message('c-1', 2, 'b', at)]);
  const said: (string | undefined)[] = [];
  await startProcessor(w, {}, { caughtUp: (_caughtUp, detail) => void said.push(detail) });
  await waitUntil(async () => (await scores(w)).length === 2 && said.length > 0);
  await waitUntil(() => said.at(-1) === undefined);
  expect(subscriptions.sentiment).toContain(topics.conversation);
});

test('a member without a task is ready: it stands by', async () => {
  const w = await createWorld();
  await startProcessor(w);
  const states: boolean[] = [];
  await startProcessor(w, {}, { ready: (ready) => void states.push(ready) });
  await waitUntil(() => states.length > 0);
  w.transport.rebalance('sentiment', [[0, 1, 2, 3, 4, 5], []]);
  expect(states.at(-1)).toBe(true);
});
