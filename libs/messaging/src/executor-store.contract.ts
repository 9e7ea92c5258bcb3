import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { PARTITIONS } from '@warmline/contracts';
import type { ExecutorStore, Group, Wanted } from './executor-store.ts';
import { partitionOf } from './partition.ts';
import type { OutboxRow, TaskRow } from './store.ts';

export interface ExecutorBench {
  readonly store: ExecutorStore;
  readonly takeOver: (n: number) => Promise<TaskRow>;
  /** Rows not yet published, by task and sequence. */
  readonly outbox: () => Promise<readonly OutboxRow[]>;
  readonly timeline: (key: string) => Promise<readonly number[]>;
}

const place = (key: string) => ({ stage: 'a', key });
const wanted = (key: string, more: Partial<Wanted> = {}): Wanted => ({
  keys: [place(key)],
  ids: [],
  guards: [],
  ...more,
});
const output = (key: string) => ({
  topic: 'out',
  partition: partitionOf(key, PARTITIONS),
  key,
  value: '1',
  headers: {},
});
const group = (more: Partial<Group> = {}): Group => ({
  states: [],
  answers: [],
  timeline: [],
  evidence: [],
  outputs: [],
  ...more,
});
const row = (key: string, seq: number) => ({ ...place(key), seq, type: 'said', at: 1, data: {} });

/** What the protocol asks of a store of commands (delivery A10), of every one of them. `make` answers an empty one. */
export const executorStoreContract = (
  name: string,
  make: () => Promise<ExecutorBench>,
  open?: () => Promise<unknown>,
  close?: () => Promise<unknown>,
) => {
  describe(`the executor store in ${name}`, () => {
    let bench: ExecutorBench;
    beforeAll(async () => void (await open?.()), 60_000);
    beforeEach(async () => {
      bench = await make();
    });
    afterAll(async () => void (await close?.()), 60_000);

    /** Adds one to the count under a key, says so, and answers with it. */
    const add = (key: string, id?: string): Promise<unknown> => {
      const ids = id === undefined ? [] : [{ ...place(key), id }];
      let answer: unknown;
      return bench.store
        .transact(wanted(key, { ids }), ({ states, answers }) => {
          const stored = answers.get(`a\u0000${key}\u0000${id}`);
          if (stored !== undefined) {
            answer = stored.body;
            return group();
          }
          const n = ((states.get(`a\u0000${key}`) as { n: number } | null | undefined)?.n ?? 0) + 1;
          answer = n;
          return group({
            states: [{ ...place(key), state: { n }, due: null }],
            answers: ids.map((i) => ({ ...i, answer: { status: 200, body: n }, at: 1 })),
            outputs: [output(key)],
          });
        })
        .then(() => answer);
    };

    test('of transactions on one key at once each sees what the one before it wrote', async () => {
      const counts = await Promise.all(Array.from({ length: 8 }, () => add('k')));
      expect(counts.sort()).toEqual([1, 2, 3, 4, 5, 6, 7, 8]);
    });

    test('one id has one answer, however often and at once it is asked', async () => {
      const counts = await Promise.all(Array.from({ length: 6 }, () => add('k', 'once')));
      expect(new Set(counts)).toEqual(new Set([1]));
      expect(await bench.outbox()).toHaveLength(1);
    });

    test('a shard is numbered in the order of commits, without a gap', async () => {
      await Promise.all(Array.from({ length: 20 }, (_, i) => add(`k-${i % 4}`)));
      for (let task = 0; task < PARTITIONS; task++) {
        const rows = (await bench.outbox()).filter((r) => r.task === task).map((r) => r.firstSeq);
        expect(rows).toEqual(rows.map((_, i) => i + 1));
      }
    });

    test('a transaction whose rules fail leaves nothing, and no lock', async () => {
      const broken = bench.store.transact(wanted('k'), () => {
        throw new Error('a bug');
      });
      await expect(broken).rejects.toThrow('a bug');
      expect(await add('k')).toBe(1);
    });

    test('a stale guard is refused before anything is decided; one that holds moves version and offsets', async () => {
      const { version } = await bench.takeOver(1);
      const guard = { n: 1, expected: version, offsets: { t: 7 }, dedupe: [{ topic: 't', shard: 's', seq: 3 }] };
      expect(await bench.store.transact(wanted('k', { guards: [guard] }), () => group())).toEqual([]);
      let asked = false;
      const again = bench.store.transact(wanted('k', { guards: [guard] }), () => {
        asked = true;
        return group();
      });
      expect([await again, asked]).toEqual(['stale', false]);
      const found = await bench.takeOver(1);
      expect(found).toMatchObject({ version: version + 2, offsets: { t: 7 }, dedupe: new Map([['t|s', 3]]) });
    });

    test('a sequence of a timeline is taken once, and the timeline of a forgotten key begins anew', async () => {
      const tell = (seq: number, state: unknown = {}) =>
        bench.store.transact(wanted('k'), () =>
          group({ states: [{ ...place('k'), state, due: null }], timeline: state === null ? [] : [row('k', seq)] }),
        );
      await tell(1);
      const error: unknown = await tell(1).catch((e: unknown) => e);
      expect(bench.store.isDataError(error)).toBe(true);
      await tell(2);
      expect(await bench.timeline('k')).toEqual([1, 2]);
      await tell(0, null);
      await tell(1);
      expect(await bench.timeline('k')).toEqual([1]);
    });
  });
};
