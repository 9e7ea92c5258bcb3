import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { PARTITION_COUNT } from '@warmline/contracts';
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

/** Cases 7 to 13 of docs/delivery.md: in each a weaker protocol loses, doubles, reorders or stalls events. */
let w: World;
beforeEach(async () => {
  w = await createWorld();
});
afterEach(() => w.stop());

const key = 'c-1';
const sequences = (ofKey: string) =>
  w.published.filter((r) => r.key === ofKey).map((r) => Number(r.headers.ce_sequence));
const shards = (ofKey: string) => [
  ...new Set(w.published.filter((r) => r.key === ofKey).map((r) => r.headers.ce_shard)),
];

test('7: an outbox row is re-sent to the partitions it was encoded for, even if the partition count differs now', async () => {
  const release = w.a.holdAppends();
  await w.append(message(key, 1));
  await waitUntil('it is committed', () => w.memory.outbox.size === 1);
  const elsewhere = (taskOf(key) + 1) % PARTITION_COUNT;
  for (const [id, row] of w.memory.outbox)
    w.memory.outbox.set(id, { ...row, records: row.records.map((r) => ({ ...r, partition: elsewhere })) });
  w.moveAllTasks();
  await waitUntil('the successor sent it', () => w.published.length > 0);
  expect(w.published.map((r) => r.partition)).toEqual([elsewhere]);
  w.transport.close();
  release();
});

test('8: a batch over several tasks writes one outbox row per task, so each task can move alone', async () => {
  const [moving, staying] = [keyOfTask(2), keyOfTask(3)];
  const release = w.a.holdAppends();
  const first = delayedCommit();
  w.a.store.faults = [first.fault];
  await w.append(message(keyOfTask(0), 1));
  await first.sent;
  await w.append(message(moving, 1), message(staying, 1), message(moving, 2));
  await first.land();
  await waitUntil('both are committed', () => w.memory.outbox.size === 3);
  expect(w.a.store.commits.at(-1)?.tasks.map((t) => t.outbox?.records.map((r) => r.key))).toEqual([
    [moving, moving],
    [staying],
  ]);
  w.transport.rebalance('sentiment', [null, [2]]);
  await w.waitUntilApplied(`${moving}-2`);
  expect(Object.keys(w.effects())).toEqual([moving]);
  release();
  await w.append(message(moving, 3));
  await waitUntil('the append of the stale owner', () => w.effects()[staying]?.length === 1);
  w.transport.rebalance('sentiment', [[], ALL_TASKS]);
  await w.expectAppliedOnce({ [moving]: 3, [staying]: 1, [keyOfTask(0)]: 1 });
});

test('9: the shard names the task, not its owner, so readers drop what a stale owner sends late', async () => {
  await w.append(message(key, 1));
  await w.waitUntilApplied(`${key}-1`);
  const release = w.a.holdAppends();
  await w.append(message(key, 2));
  await waitUntil('the append of the stale owner', () => w.a.sent.length === 2);
  w.moveAllTasks();
  await w.append(message(key, 3));
  await w.waitUntilApplied(`${key}-3`);
  release();
  await waitUntil('an old record after a newer one', () => sequences(key).some((n, i, all) => n < (all[i - 1] ?? 0)));
  expect(shards(key)).toEqual([expect.stringMatching(new RegExp(`^sentiment/${taskOf(key)}@`))]);
  await w.expectAppliedOnce({ [key]: 3 });
});

test('10: sequences are assigned by the commit: a lost commit uses none, a slow one is not overtaken', async () => {
  const slow = delayedCommit();
  w.a.store.faults = [lostBeforeCommit, slow.fault];
  await w.append(message(key, 1), message(key, 2));
  await slow.sent;
  await w.append(message(key, 3), message(keyOfTask(taskOf(key), 1), 1));
  expect(w.published).toEqual([]);
  await slow.land();
  await w.waitUntilApplied(`${key}-3`);
  const all = w.published.filter((r) => r.partition === taskOf(key)).map((r) => Number(r.headers.ce_sequence));
  expect(all).toEqual(all.map((_, i) => i + 1));
});

test('11: inputs and ticks of a key are numbered in one shard', async () => {
  await w.append(message(key, 1, 'wake 50', Date.now()), message(key, 2, 'hello', Date.now()));
  await waitUntil('the tick is published', () => w.effects()[key]?.length === 3);
  w.moveAllTasks();
  await w.append(message(key, 3, 'wake 50', Date.now()));
  await waitUntil('the next one is published', () => w.effects()[key]?.length === 5);
  expect(shards(key)).toHaveLength(1);
  expect(sequences(key)).toEqual([...sequences(key)].sort((x, y) => x - y));
});

test('12: when a stale owner and the owner commit the same states at once, one is refused and neither blocks', async () => {
  const [staleOwners, owners] = [delayedCommit(), delayedCommit()];
  w.a.store.faults = [staleOwners.fault];
  w.b.store.faults = [owners.fault];
  await w.append(message(key, 1), message(keyOfTask(0), 1));
  await staleOwners.sent;
  w.moveAllTasks();
  await owners.sent;
  expect(await Promise.all([staleOwners.land(), owners.land()])).toEqual(['stale', 'committed']);
  await w.expectAppliedOnce({ [key]: 1, [keyOfTask(0)]: 1 });
});

test('13: a failed commit leaves nothing in the cache', async () => {
  await w.append(message(key, 1));
  await w.waitUntilApplied(`${key}-1`);
  w.a.store.faults = [lostBeforeCommit, lostBeforeCommit, lostAfterCommit];
  await w.append(message(key, 2));
  await waitUntil('the faults', () => w.a.store.faults.length === 0);
  await w.append(message(key, 3));
  await w.expectAppliedOnce({ [key]: 3 });
});

test('13: an owner whose guard fails takes its task over again and misses nothing', async () => {
  await w.append(message(key, 1));
  await w.waitUntilApplied(`${key}-1`);
  await w.memory.takeOver(taskOf(key));
  await w.append(message(key, 2), message(keyOfTask(0), 1));
  await w.expectAppliedOnce({ [key]: 2, [keyOfTask(0)]: 1 });
});

test('13: after an unnoticed re-join, an owner does not build on its old cache', async () => {
  await w.append(message(key, 1));
  await w.waitUntilApplied(`${key}-1`);
  w.moveAllTasks();
  await w.append(message(key, 2));
  await w.waitUntilApplied(`${key}-2`);
  w.transport.rebalance('sentiment', [ALL_TASKS, []]);
  await w.append(message(key, 3));
  await w.expectAppliedOnce({ [key]: 3 });
});

test('an outbox row acknowledged while the next commit is in flight is deleted', async () => {
  const release = w.a.holdAppends();
  const second = delayedCommit();
  await w.append(message(key, 1));
  await waitUntil('the first append', () => w.a.sent.length === 1);
  w.a.store.faults = [second.fault];
  await w.append(message(key, 2));
  await second.sent;
  release();
  await w.waitUntilApplied(`${key}-1`);
  await new Promise((resolve) => setImmediate(resolve));
  await second.land();
  await w.expectAppliedOnce({ [key]: 2 });
});

/** Mulberry32: the same seed gives the same faults. */
const random = (seed: number) => {
  let a = seed;
  return () => {
    a = (a + 0x6d2b79f5) | 0;
    let t = Math.imul(a ^ (a >>> 15), 1 | a);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4_294_967_296;
  };
};

test.each([1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12])(
  'under random faults (seed %i) every effect is applied once and in order',
  async (seed) => {
    const next = random(seed);
    const among = <T>(...of: readonly T[]): T => of[Math.floor(next() * of.length)] as T;
    const late: ReturnType<typeof delayedCommit>[] = [];
    const counts: Record<string, number> = {};
    let sequence = 0;
    const faults = [
      () => among(w.a, w.b).store.faults.push(among(lostAfterCommit, lostBeforeCommit)),
      () => {
        const commit = delayedCommit();
        late.push(commit);
        among(w.a, w.b).store.faults.push(commit.fault);
      },
      () => w.transport.failNextAppend(among('before', 'after')),
      () =>
        w.transport.rebalance(
          'sentiment',
          among(
            [ALL_TASKS, []],
            [[], ALL_TASKS],
            [null, ALL_TASKS],
            [ALL_TASKS, null],
            [
              [0, 2, 4],
              [1, 3, 5],
            ],
          ),
        ),
    ];
    for (let step = 0; step < 60; step++) {
      const records = Array.from({ length: 1 + Math.floor(next() * 4) }, () => {
        const conversation = among('c-1', 'c-2', 'c-3', 'c-4', 'c-5');
        counts[conversation] = (counts[conversation] ?? 0) + 1;
        const record = message(conversation, counts[conversation] ?? 0);
        const shard = { ce_shard: `gateway/${record.partition}@x`, ce_sequence: String(++sequence) };
        return { ...record, headers: { ...record.headers, ...shard } };
      });
      for (let sent = false; !sent; )
        sent = await w.append(...records).then(
          () => true,
          () => false,
        );
      if (next() < 0.4) among(...faults)();
      for (const commit of late.splice(0, next() < 0.5 ? 1 : 0)) {
        if (next() < 0.5) commit.giveUp();
        void commit.land();
      }
      if (next() < 0.5) await new Promise((resolve) => setTimeout(resolve, next() * 4));
    }
    for (const { store } of [w.a, w.b]) store.faults = [];
    for (const commit of late) void commit.land();
    w.transport.rebalance('sentiment');
    await w.expectAppliedOnce(counts);
  },
);
