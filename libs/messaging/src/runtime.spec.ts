import { expect, test } from '@jest/globals';
import type { Clock } from './clock.ts';
import { waitUntil } from './delivery.fixtures.ts';
import { memoryTransport } from './memory/memory-transport.ts';
import { noopObserver } from './observer.ts';
import { createPublisher } from './runtime.ts';
import { TaskLease } from './task.ts';

const row = (n: number) => ({
  id: `r${n}`,
  task: 0,
  shard: 's/0',
  firstSeq: n,
  records: [{ topic: 't', partition: 0, key: 'k', value: '{}', headers: {} }],
});
const lease = (): TaskLease =>
  new TaskLease(
    { n: 0, version: 1, seq: 0, offsets: {}, dedupe: [], incarnation: 'i', nextDue: null } as never,
    ['t'],
    1,
  );

/** A publisher whose appends fail while `failing`, on a clock on which every pause takes as long as it says. */
const startPublisher = () => {
  const log = memoryTransport({ partitions: 1 });
  const said: string[] = [];
  const state = { failing: true, now: 0 };
  const clock: Clock = {
    now: () => state.now,
    after: (ms, call) => {
      const timer = setTimeout(() => {
        state.now += ms;
        call();
      });
      return () => clearTimeout(timer);
    },
  };
  const publisher = createPublisher({
    service: 'routing',
    topics: [],
    transport: {
      ...log,
      append: async (records) => {
        if (state.failing) throw new Error('not allowed (t)');
        return log.append(records);
      },
    },
    clock,
    log: { info: () => {}, warn: () => {}, error: () => {} },
    observer: noopObserver,
    ready: () => {},
    publishes: (ok, detail) => void said.push(ok ? 'publishes' : (detail ?? '')),
    fatal: () => {},
  });
  return { publisher, state, said };
};

test('an append that fails for 5 s makes the service unready with the reason, and its success ends that', async () => {
  const { publisher, state, said } = startPublisher();
  publisher.enqueue(lease(), [row(1)]);
  await waitUntil('the reason', () => said.length > 0);
  expect(state.now).toBeGreaterThanOrEqual(5_000);
  state.failing = false;
  await publisher.drained();
  expect([...new Set(said)]).toEqual(['appends fail: not allowed (t)', 'publishes']);
});

test('an append that fails for a moment says nothing', async () => {
  const { publisher, state, said } = startPublisher();
  publisher.enqueue(lease(), [row(1)]);
  await waitUntil('a failure', () => state.now > 200);
  state.failing = false;
  await publisher.drained();
  expect(said.filter((line) => line !== 'publishes')).toEqual([]);
});

test('the reason is gone once another member owns the rows', async () => {
  const { publisher, said } = startPublisher();
  const task = lease();
  publisher.enqueue(task, [row(1)]);
  await waitUntil('the reason', () => said.length > 0);
  task.revoke();
  await publisher.drained();
  expect(said.at(-1)).toBe('publishes');
});
