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

/** The cases each of which a weaker protocol loses, doubles, reorders or stalls. */
let w: World;
beforeEach(async () => {
  w = await createWorld();
});
afterEach(() => w.stop());

const key = 'c-1';
const sequences = (ofKey: string) =>
  w.published.filter((r) => r.key === ofKey).map((r) => Number(r.headers.ce_sequence));

test('1: a killed instance has its COMMIT in flight; it lands after the successor took over and is refused', async () => {
  const commit = delayedCommit();
  w.a.store.faults = [commit.fate];
  await w.append(message(key, 1));
  await commit.sent;
  w.moveAllTasks();
  await w.waitUntilApplied(`${key}-1`);
  expect(await commit.land()).toBe('stale');
  await w.append(message(key, 2));
  await w.expectAppliedOnce({ [key]: 2 });
});

test('1: it lands just before the take-over and nobody hears of it; the successor publishes what it left', async () => {
  const commit = delayedCommit();
  w.a.store.faults = [commit.fate];
  const release = w.a.holdAppends();
  await w.append(message(key, 1));
  await commit.sent;
  expect(await commit.land()).toBe('committed');
  w.moveAllTasks();
  await w.append(message(key, 2));
  await w.expectAppliedOnce({ [key]: 2 });
  release();
});

test('2: a commit lands between the take-over being asked for and being done; its row is read after the version moved', async () => {
  const commit = delayedCommit();
  w.a.store.faults = [commit.fate];
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
  ['it was applied', [lostAfterCommit]],
  ['it never arrived, twice', [lostBeforeCommit, lostBeforeCommit]],
  ['it never arrived, then it was applied', [lostBeforeCommit, lostAfterCommit]],
])('3: the outcome of a commit is unknown and %s: a take-over tells', async (_what, fates) => {
  w.a.store.faults = [...fates];
  await w.append(message(key, 1), message(key, 2));
  await waitUntil('the faults have happened', () => w.a.store.faults.length === 0);
  await w.append(message(key, 3));
  await w.expectAppliedOnce({ [key]: 3 });
});

test('3: the outcome of a commit is unknown and it lands later than the take-over', async () => {
  const commit = delayedCommit();
  w.a.store.faults = [commit.fate];
  await w.append(message(key, 1));
  await commit.sent;
  const { takeOvers: taken } = w.a.store;
  commit.giveUp();
  await waitUntil('it took over again', () => w.a.store.takeOvers >= taken + ALL_TASKS.length);
  expect(await commit.land()).toBe('stale');
  await w.append(message(key, 2));
  await w.expectAppliedOnce({ [key]: 2 });
});

test.each(['before', 'after'] as const)(
  '4: row n fails (%s writing) while n + 1 waits: n is sent again unchanged, and first',
  async (when) => {
    const release = w.a.holdAppends();
    await w.append(message(key, 1), message(key, 2));
    await waitUntil('row n is on its way', () => w.a.sent.length === 1);
    await w.append(message(key, 3), message(keyOfTask(0), 1));
    await waitUntil('row n + 1 is committed', () => w.memory.outbox.size >= 2);
    w.transport.failNextAppend(when);
    release();
    await w.expectAppliedOnce({ [key]: 3, [keyOfTask(0)]: 1 });
    const [first, again] = w.a.sent;
    expect(again?.slice(0, first?.length)).toEqual(first);
  },
);

test('5: two owners fold the same tick-only batch: it fires once', async () => {
  await w.append(message(key, 1, 'wake 150', Date.now()));
  await w.waitUntilApplied(`${key}-1`);
  const commit = delayedCommit();
  w.a.store.faults = [commit.fate];
  expect((await commit.sent).tasks.map((t) => t.offsets[topics.conversation.name])).toEqual([1]);
  w.moveAllTasks();
  await waitUntil('the successor fired it', () => w.effects()[key]?.length === 2);
  expect(await commit.land()).toBe('stale');
  await w.append(message(key, 2, 'hello', Date.now()));
  await w.waitUntilApplied(`${key}-2`);
  expect(w.effects()[key]?.map((e) => e.replace(/@\d+/, ''))).toEqual([`${key}-1 as 1`, 'tick as 2', `${key}-2 as 3`]);
});

test('5: a tick-only batch landed unheard; the successor does not fire it again', async () => {
  await w.append(message(key, 1, 'wake 150', Date.now()));
  await w.waitUntilApplied(`${key}-1`);
  w.a.store.faults = [lostAfterCommit];
  await waitUntil('the tick is committed', () => w.a.store.faults.length === 0);
  await waitUntil('it is published', () => w.effects()[key]?.length === 2);
  await w.append(message(key, 2, 'hello', Date.now()));
  await w.waitUntilApplied(`${key}-2`);
  expect(w.effects()[key]?.map((e) => e.replace(/@\d+/, ''))).toEqual([`${key}-1 as 1`, 'tick as 2', `${key}-2 as 3`]);
});

test('6: a tick and an event of one batch have sequences of their own', async () => {
  await w.append(message(key, 1, 'wake 50'), message(key, 2, 'hello', 9_000), message(key, 3, 'hello', 9_001));
  await w.waitUntilApplied(`${key}-3`);
  expect(w.effects()[key]).toEqual([`${key}-1 as 1`, 'tick@1051 as 2', `${key}-2 as 3`, `${key}-3 as 4`]);
  expect(sequences(key)).toEqual([1, 2, 3, 4]);
});
