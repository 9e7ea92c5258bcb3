import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { topics } from '@warmline/contracts';
import {
  ALL_TASKS,
  createWorld,
  delayedCommit,
  keyOfTask,
  lostAfterCommit,
  lostBeforeCommit,
  message,
  taskOf,
  type World,
  waitUntil,
} from './delivery.fixtures.ts';

/** Cases 1 to 6 of docs/delivery.md: in each a weaker protocol loses, doubles, reorders or stalls events. */
let w: World;
beforeEach(async () => {
  w = await createWorld();
});
afterEach(() => w.stop());

const key = 'c-1';
const sequences = (ofKey: string) =>
  w.published.filter((r) => r.key === ofKey).map((r) => Number(r.headers.ce_sequence));

test('1: a commit of a killed instance that reaches the database after the take-over is refused', async () => {
  const commit = delayedCommit();
  w.a.store.faults = [commit.fault];
  await w.append(message(key, 1));
  await commit.sent;
  w.moveAllTasks();
  await w.waitUntilApplied(`${key}-1`);
  expect(await commit.land()).toBe('stale');
  await w.append(message(key, 2));
  await w.expectAppliedOnce({ [key]: 2 });
});

test('1: a commit of a killed instance that lands just before the take-over is published by the successor', async () => {
  const commit = delayedCommit();
  w.a.store.faults = [commit.fault];
  const release = w.a.holdAppends();
  await w.append(message(key, 1));
  await commit.sent;
  expect(await commit.land()).toBe('committed');
  w.moveAllTasks();
  await w.append(message(key, 2));
  await w.expectAppliedOnce({ [key]: 2 });
  release();
});

test('2: a commit that lands while a take-over is under way is seen, because the outbox is read after the version moved', async () => {
  const commit = delayedCommit();
  w.a.store.faults = [commit.fault];
  const release = w.a.holdAppends();
  await w.append(message(key, 1));
  await commit.sent;
  w.b.store.beforeTakeOver = (n) => n === taskOf(key) && commit.land();
  w.moveAllTasks();
  await w.append(message(key, 2));
  await w.expectAppliedOnce({ [key]: 2 });
  release();
});

test.each([
  ['was applied', [lostAfterCommit]],
  ['never arrived, twice', [lostBeforeCommit, lostBeforeCommit]],
  ['never arrived, then was applied', [lostBeforeCommit, lostAfterCommit]],
])('3: a take-over resolves a commit of unknown outcome that %s', async (_what, faults) => {
  w.a.store.faults = [...faults];
  await w.append(message(key, 1), message(key, 2));
  await waitUntil('the faults', () => w.a.store.faults.length === 0);
  await w.append(message(key, 3));
  await w.expectAppliedOnce({ [key]: 3 });
});

test('3: a commit of unknown outcome that reaches the database after the take-over is refused', async () => {
  const commit = delayedCommit();
  w.a.store.faults = [commit.fault];
  await w.append(message(key, 1));
  await commit.sent;
  const { takeOvers: taken } = w.a.store;
  commit.giveUp();
  await waitUntil('a second take-over', () => w.a.store.takeOvers >= taken + ALL_TASKS.length);
  expect(await commit.land()).toBe('stale');
  await w.append(message(key, 2));
  await w.expectAppliedOnce({ [key]: 2 });
});

test.each(['before', 'after'] as const)(
  '4: outbox row n that fails %s it is written is re-sent unchanged before row n + 1',
  async (when) => {
    const release = w.a.holdAppends();
    await w.append(message(key, 1), message(key, 2));
    await waitUntil('row n in flight', () => w.a.sent.length === 1);
    await w.append(message(key, 3), message(keyOfTask(0), 1));
    await waitUntil('row n + 1 is committed', () => w.memory.outbox.size >= 2);
    w.transport.failNextAppend(when);
    release();
    await w.expectAppliedOnce({ [key]: 3, [keyOfTask(0)]: 1 });
    const [first, again] = w.a.sent;
    expect(again?.slice(0, first?.length)).toEqual(first);
  },
);

test('5: a tick-only batch folded by two owners fires once', async () => {
  await w.append(message(key, 1, 'wake 150', Date.now()));
  await w.waitUntilApplied(`${key}-1`);
  const commit = delayedCommit();
  w.a.store.faults = [commit.fault];
  expect((await commit.sent).tasks.map((t) => t.offsets[topics.conversation.name])).toEqual([1]);
  w.moveAllTasks();
  await waitUntil('the tick of the successor', () => w.effects()[key]?.length === 2);
  expect(await commit.land()).toBe('stale');
  await w.append(message(key, 2, 'hello', Date.now()));
  await w.waitUntilApplied(`${key}-2`);
  expect(w.effects()[key]?.map((e) => e.replace(/@\d+/, ''))).toEqual([`${key}-1 as 1`, 'tick as 2', `${key}-2 as 3`]);
});

test('5: a tick-only batch whose commit landed unnoticed is not fired again by the successor', async () => {
  await w.append(message(key, 1, 'wake 150', Date.now()));
  await w.waitUntilApplied(`${key}-1`);
  w.a.store.faults = [lostAfterCommit];
  await waitUntil('the tick is committed', () => w.a.store.faults.length === 0);
  await waitUntil('it is published', () => w.effects()[key]?.length === 2);
  await w.append(message(key, 2, 'hello', Date.now()));
  await w.waitUntilApplied(`${key}-2`);
  expect(w.effects()[key]?.map((e) => e.replace(/@\d+/, ''))).toEqual([`${key}-1 as 1`, 'tick as 2', `${key}-2 as 3`]);
});

test('6: a tick and an event of one batch get different sequences', async () => {
  await w.append(message(key, 1, 'wake 50'), message(key, 2, 'hello', 9_000), message(key, 3, 'hello', 9_001));
  await w.waitUntilApplied(`${key}-3`);
  expect(w.effects()[key]).toEqual([`${key}-1 as 1`, 'tick@1051 as 2', `${key}-2 as 3`, `${key}-3 as 4`]);
  expect(sequences(key)).toEqual([1, 2, 3, 4]);
});
