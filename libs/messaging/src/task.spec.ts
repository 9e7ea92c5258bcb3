import { expect, test } from '@jest/globals';
import { TaskLease } from './task.ts';
import type { ConsumerRecord } from './transport.ts';

const owned = () =>
  new TaskLease({ n: 0, incarnation: 'i', version: 1, seq: 0, offsets: {}, dedupe: new Map() }, ['t', 'u'], 1);
const records = (topic: string, from: number, count: number, bytes: number): ConsumerRecord[] =>
  Array.from({ length: count }, (_, i) => ({
    topic,
    partition: 0,
    offset: from + i,
    key: 'k',
    value: Buffer.alloc(bytes),
    headers: {},
    timestamp: 0,
  }));
/** True once the promise has settled. */
const settled = async (promise: Promise<void>): Promise<boolean> => {
  const no = new Promise<false>((resolve) => setImmediate(() => resolve(false)));
  return Promise.race([promise.then(() => true), no]);
};

test.each([
  ['1,000 small records', 1_000, 10],
  ['2 MiB of large records', 8, 256 * 1024],
])('a topic with %s waiting is paused until there is room, and other topics are not', async (_, count, bytes) => {
  const task = owned();
  expect(await settled(task.accept('t', records('t', 0, count - 1, bytes), count, 0))).toBe(true);
  const room = task.accept('t', records('t', count - 1, 1, bytes), count, 0);
  expect(await settled(room)).toBe(false);
  expect(task.pausedTopics()).toEqual(['t']);
  expect(await settled(task.accept('u', records('u', 0, 1, bytes), 1, 0))).toBe(true);
  expect(task.take(1)).toHaveLength(1);
  expect([await settled(room), task.pausedTopics()]).toEqual([true, []]);
});

test('records that were put back count towards the limit again', async () => {
  const task = owned();
  void task.accept('t', records('t', 0, 8, 256 * 1024), 8, 0);
  task.putBack(task.take(8));
  expect(await settled(task.accept('t', [], 8, 0))).toBe(false);
  task.take(8);
  expect(await settled(task.accept('t', records('t', 8, 7, 256 * 1024), 15, 0))).toBe(true);
});

test('a lost task releases everyone who waits for room', async () => {
  const task = owned();
  const room = task.accept('t', records('t', 0, 1_000, 10), 1_000, 0);
  task.revoke();
  expect(await settled(room)).toBe(true);
});
