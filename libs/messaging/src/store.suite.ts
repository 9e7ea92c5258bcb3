import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import type { EncodedEvent } from './codec.ts';
import type { Commit, OutboxRow, StateChange, Store, TaskCommit } from './store.ts';

const ID = '00000000-0000-4000-8000-';
const output = (key: string): EncodedEvent => ({
  topic: 'out',
  partition: 1,
  key,
  value: `"${key}"`,
  headers: { ce_id: key },
});
export const row = (task: number, firstSeq: number, ...keys: string[]): OutboxRow => ({
  id: `${ID}${String(task * 1_000 + firstSeq).padStart(12, '0')}`,
  task,
  shard: `s/${task}`,
  firstSeq,
  records: keys.map(output),
});
export const task = (n: number, expected: number, more: Partial<TaskCommit> = {}): TaskCommit => ({
  n,
  expected,
  offsets: {},
  dedupe: [],
  outbox: null,
  ...more,
});
export const state = (key: string, n: number, data: unknown, more: Partial<StateChange> = {}): StateChange => ({
  stage: 'a',
  key,
  task: n,
  schema: 1,
  data: data === null ? null : JSON.stringify(data),
  due: null,
  entities: [],
  ...more,
});
export const batch = (tasks: readonly TaskCommit[], more: Partial<Commit> = {}): Commit => ({
  tasks,
  states: [],
  journal: [],
  processed: [],
  publishedRowIds: [],
  ...more,
});
const entity = (table: string, id: string, data: unknown) => ({
  table,
  id,
  data: data === null ? null : JSON.stringify(data),
});
const journalEntry = (key: string, seq: number, row: unknown) => ({ stage: 'a', key, seq, row: JSON.stringify(row) });

/** Guarantees of every store. `make` returns an empty one. */
export const storeSuite = (
  name: string,
  make: () => Promise<Store>,
  open?: () => Promise<unknown>,
  close?: () => Promise<unknown>,
) => {
  describe(`the store in ${name}`, () => {
    let store: Store;
    beforeAll(async () => void (await open?.()), 60_000);
    beforeEach(async () => {
      store = await make();
    });
    afterAll(async () => void (await close?.()), 60_000);

    const loaded = async (key: string, stage = 'a') => (await store.load(stage, [key], true)).get(key);
    const everything = async () => ({
      row: await store.takeOver(1),
      state: await loaded('k'),
      journal: await store.journal('a', ['k'], 10),
      outbox: await store.unpublishedRows(1),
    });

    test('a take-over creates the row of a new task and raises the version of a known one; the incarnation stays', async () => {
      const first = await store.takeOver(1);
      expect(first).toMatchObject({ n: 1, version: 1, seq: 0, offsets: {}, dedupe: new Map() });
      expect(first.incarnation).toMatch(/^[0-9a-f-]{36}$/);
      expect(await store.takeOver(1)).toEqual({ ...first, version: 2 });
      expect((await store.takeOver(2)).incarnation).not.toBe(first.incarnation);
    });

    test('a commit moves version, sequence, offsets and dedupe highs together, and the next owner finds them', async () => {
      const { incarnation } = await store.takeOver(1);
      const offsets = { 'in.v1': 7, 'in.v1.s.retry': 1 };
      const dedupe = [{ topic: 'in.v1', shard: 'up|2@x', seq: 9_007_199_254_740_991 }];
      const commit = batch([task(1, 1, { offsets, dedupe, outbox: row(1, 1, 'x', 'y', 'z') })]);
      expect(await store.commit(commit)).toBe('committed');
      const found = await store.takeOver(1);
      expect({ ...found, dedupe: [...found.dedupe] }).toEqual({
        n: 1,
        incarnation,
        version: 3,
        seq: 3,
        offsets,
        dedupe: [['in.v1|up|2@x', 9_007_199_254_740_991]],
      });
    });

    test('after a take-over the commit of an earlier owner is refused and writes nothing', async () => {
      const { version } = await store.takeOver(1);
      await store.commit(batch([task(1, version, { outbox: row(1, 1, 'x') })], { states: [state('k', 1, { n: 1 })] }));
      const before = await everything();
      const late = batch(
        [
          task(1, version + 1, {
            offsets: { t: 9 },
            dedupe: [{ topic: 't', shard: 's', seq: 4 }],
            outbox: row(1, 2, 'y'),
          }),
        ],
        {
          states: [state('k', 1, { n: 2 }, { entities: [entity('t', 'i', 1)] }), state('new', 1, { n: 1 })],
          journal: [journalEntry('k', 1, 'late')],
          publishedRowIds: [row(1, 1).id],
        },
      );
      expect(await store.commit(late)).toBe('stale');
      expect(await loaded('new')).toBeUndefined();
      const after = await everything();
      expect({ ...after, row: { ...after.row, version: 0 } }).toEqual({
        ...before,
        row: { ...before.row, version: 0 },
      });
    });

    test('a batch of several tasks is refused as a whole when one of them is no longer owned', async () => {
      for (const n of [1, 2, 2, 3]) await store.takeOver(n);
      const tasks = [1, 2, 3].map((n) => task(n, 1, { offsets: { t: 5 }, outbox: row(n, 1, 'x') }));
      expect(await store.commit(batch(tasks, { states: [state('k', 1, { n: 1 })] }))).toBe('stale');
      for (const n of [1, 2, 3]) {
        expect(await store.unpublishedRows(n)).toEqual([]);
        expect((await store.takeOver(n)).offsets).toEqual({});
      }
      expect(await loaded('k')).toBeUndefined();
    });

    test('12: of concurrent commits under one version exactly one is applied, and none blocks for ever', async () => {
      await store.takeOver(1);
      await store.takeOver(2);
      const commits = Array.from({ length: 8 }, (_, i) =>
        store.commit(
          batch([task(1, 1), task(2, 1)], {
            states: i % 2 ? [state('a', 1, { i }), state('b', 2, { i })] : [state('b', 2, { i }), state('a', 1, { i })],
          }),
        ),
      );
      expect((await Promise.all(commits)).filter((c) => c === 'committed')).toHaveLength(1);
      expect((await store.takeOver(1)).version).toBe(3);
    });

    test('5: a batch of ticks only, which moves no offset, still moves the version, so a second one is refused', async () => {
      await store.takeOver(1);
      expect(await store.commit(batch([task(1, 1)], { states: [state('k', 1, { n: 1 })] }))).toBe('committed');
      expect(await store.commit(batch([task(1, 1)], { states: [state('k', 1, { n: 2 })] }))).toBe('stale');
      expect((await loaded('k'))?.data).toEqual({ n: 1 });
    });

    test('a table is saved row by row, and rows that are not named stay unchanged', async () => {
      await store.takeOver(1);
      const entities = [
        entity('waiting', 'x', { n: 1 }),
        entity('waiting', 'y', { n: 1 }),
        entity('agents', 'x', { n: 1 }),
      ];
      await store.commit(batch([task(1, 1)], { states: [state('k', 1, { root: 1 }, { entities })] }));
      const changes = [entity('waiting', 'x', null), entity('waiting', 'z', { n: 2 }), entity('agents', 'x', { n: 2 })];
      await store.commit(batch([task(1, 2)], { states: [state('k', 1, { root: 2 }, { entities: changes })] }));
      const found = await loaded('k');
      expect(found?.data).toEqual({ root: 2 });
      expect(new Map(found?.tables.waiting)).toEqual(new Map(Object.entries({ y: { n: 1 }, z: { n: 2 } })));
      expect(found?.tables.agents).toEqual([['x', { n: 2 }]]);
    });

    test("a finished state deletes its table rows and its journal, this batch's included, and those of no other key", async () => {
      await store.takeOver(1);
      const entities = [entity('t', 'x', 1)];
      const states = ['k', 'other'].map((key) => state(key, 1, {}, { entities, due: 5 }));
      await store.commit(
        batch([task(1, 1)], { states, journal: ['k', 'other'].map((key) => journalEntry(key, 1, 'a')) }),
      );
      await store.commit(batch([task(1, 2)], { states: [state('k', 1, null)], journal: [journalEntry('k', 2, 'b')] }));
      expect(await loaded('k')).toBeUndefined();
      expect(await store.journal('a', ['k', 'other'], 9)).toEqual(
        new Map(Object.entries({ k: [], other: [{ seq: 1, row: 'a' }] })),
      );
      expect((await store.dueKeys(1, 10, 10)).keys.map((d) => d.key)).toEqual(['other']);
      await store.commit(batch([task(1, 3)], { states: [state('k', 1, { again: true })] }));
      expect((await loaded('k'))?.tables.t ?? []).toEqual([]);
    });

    test('due keys are returned in order of due up to the limit, with the next due after them', async () => {
      await store.takeOver(1);
      const dues = { late: 50, first: 10, second: 20, third: 30, never: null };
      const states = Object.entries(dues).map(([key, due]) => state(key, 1, {}, { due }));
      await store.commit(batch([task(1, 1)], { states: [...states, state('other task', 2, {}, { due: 1 })] }));
      const found = await store.dueKeys(1, 30, 10);
      expect(found).toEqual({
        keys: ['first', 'second', 'third'].map((key, i) => ({ stage: 'a', key, due: 10 * (i + 1) })),
        next: 50,
      });
      const some = await store.dueKeys(1, 30, 2);
      expect(some.keys.map((k) => k.key)).toEqual(['first', 'second']);
      expect(some.next).toBeLessThanOrEqual(30);
      expect(await store.dueKeys(1, 9, 10)).toEqual({ keys: [], next: 10 });
      expect(await store.dueKeys(1, 60, 10)).toMatchObject({ next: null });
      expect(await store.dueKeys(3, 60, 10)).toEqual({ keys: [], next: null });
    });

    test('a due that moved is found at its new instant, and a removed one is not found', async () => {
      await store.takeOver(1);
      await store.commit(
        batch([task(1, 1)], { states: [state('a', 1, {}, { due: 1 }), state('b', 1, {}, { due: 2 })] }),
      );
      await store.commit(batch([task(1, 2)], { states: [state('a', 1, {}, { due: 9 }), state('b', 1, {})] }));
      expect(await store.dueKeys(1, 5, 10)).toEqual({ keys: [], next: 9 });
    });

    test('outbox rows of a task are returned by sequence, unchanged, until they are deleted', async () => {
      await store.takeOver(1);
      await store.takeOver(2);
      const strange = 'quote " \\ nul \u0000 half \ud83d 👩‍👩‍👧';
      const first = {
        ...row(1, 1, 'x'),
        records: [{ ...output('x'), value: JSON.stringify(strange), headers: { strange } }],
      };
      const rows = [first, row(1, 2, ...Array.from({ length: 9 }, (_, i) => `y${i}`)), row(1, 11, 'z')];
      for (const [i, outbox] of rows.entries()) await store.commit(batch([task(1, i + 1, { outbox })]));
      await store.commit(batch([task(2, 1, { outbox: row(2, 1, 'other') })]));
      expect(await store.unpublishedRows(1)).toEqual(rows);
      await store.deleteOutboxRows([row(1, 1).id]);
      await store.commit(batch([task(1, 4)], { publishedRowIds: [row(1, 11).id] }));
      expect((await store.unpublishedRows(1)).map((r) => r.firstSeq)).toEqual([2]);
      expect(await store.unpublishedRows(2)).toHaveLength(1);
    });

    test('the journal returns the last rows of each key in sequence, in whatever order they were written', async () => {
      await store.takeOver(1);
      const journal = [3, 1, 2, 5, 4].map((seq) => journalEntry('k', seq, `row ${seq}`));
      await store.commit(
        batch([task(1, 1)], { journal: [...journal, journalEntry('l', 1, 'l')], states: [state('k', 1, {})] }),
      );
      await store.commit(batch([task(1, 2)], { journal: [journalEntry('k', 4, 'again')] }));
      const found = await store.journal('a', ['k', 'l', 'm'], 3);
      expect(found.get('k')).toEqual([3, 4, 5].map((seq) => ({ seq, row: `row ${seq}` })));
      expect([found.get('l'), found.get('m')]).toEqual([[{ seq: 1, row: 'l' }], []]);
    });

    test('states are found by stage and key, with their schema, byte for byte', async () => {
      await store.takeOver(1);
      const data = { nul: '\u0000', half: '\ud83d', emoji: '👩‍👩‍👧', n: 1e21, none: null, list: [] };
      await store.commit(
        batch([task(1, 1)], { states: [state('k', 1, data, { schema: 3 }), state('k', 1, {}, { stage: 'b' })] }),
      );
      expect(await loaded('k')).toMatchObject({ schema: 3, data });
      expect((await loaded('k', 'b'))?.data).toEqual({});
      expect(await store.load('a', ['none'], false)).toEqual(new Map());
    });

    test('the store returns copies', async () => {
      await store.takeOver(1);
      await store.commit(batch([task(1, 1, { outbox: row(1, 1, 'x') })], { states: [state('k', 1, { n: 1 })] }));
      Object.assign((await loaded('k'))?.data ?? {}, { n: 9 });
      (await store.unpublishedRows(1)).splice(0);
      expect((await loaded('k'))?.data).toEqual({ n: 1 });
      expect(await store.unpublishedRows(1)).toHaveLength(1);
    });
  });
};
