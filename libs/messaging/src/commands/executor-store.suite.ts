import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { PARTITION_COUNT } from '@warmline/contracts';
import { systemClock } from '../clock.ts';
import { type Answer, emit } from '../decider.ts';
import { partitionOf } from '../partition.ts';
import { NewerSchemaError } from '../state.ts';
import type { OutboxRow, TaskRow } from '../store.ts';
import { type CommandStage, commandStage } from './command.ts';
import { Executor } from './executor.ts';
import type { CommandGroup, ExecutorStore, LockRequest } from './executor-store.ts';

export interface ExecutorStoreUnderTest {
  readonly store: ExecutorStore;
  readonly takeOver: (n: number) => Promise<TaskRow>;
  /** Rows not yet published, by task and sequence. */
  readonly outbox: () => Promise<readonly OutboxRow[]>;
  readonly timeline: (key: string) => Promise<readonly number[]>;
}

const stateKey = (key: string) => ({ stage: 'a', key });
const lockRequest = (key: string, more: Partial<LockRequest> = {}): LockRequest => ({
  keys: [stateKey(key)],
  ids: [],
  guards: [],
  ...more,
});
const output = (key: string) => ({
  topic: 'out',
  partition: partitionOf(key, PARTITION_COUNT),
  key,
  value: '1',
  headers: {},
});
const group = (more: Partial<CommandGroup> = {}): CommandGroup => ({
  states: [],
  answers: [],
  timeline: [],
  evidence: [],
  outputs: [],
  ...more,
});
const row = (key: string, seq: number) => ({ ...stateKey(key), seq, type: 'said', at: 1, data: {} });

/** What the protocol asks of a store of commands (delivery A10), of every one of them. `make` answers an empty one. */
export const executorStoreSuite = (
  name: string,
  make: () => Promise<ExecutorStoreUnderTest>,
  open?: () => Promise<unknown>,
  close?: () => Promise<unknown>,
) => {
  describe(`the executor store in ${name}`, () => {
    let subject: ExecutorStoreUnderTest;
    beforeAll(async () => void (await open?.()), 60_000);
    beforeEach(async () => {
      subject = await make();
    });
    afterAll(async () => void (await close?.()), 60_000);

    /** Adds one to the count under a key, says so, and answers with it. */
    const add = (key: string, id?: string): Promise<unknown> => {
      const ids = id === undefined ? [] : [{ ...stateKey(key), id }];
      let answer: unknown;
      return subject.store
        .transact(lockRequest(key, { ids }), ({ states, answers }) => {
          const stored = answers.get(`a\u0000${key}\u0000${id}`);
          if (stored !== undefined) {
            answer = stored.body;
            return group();
          }
          const n = ((states.get(`a\u0000${key}`)?.data as { n: number } | null | undefined)?.n ?? 0) + 1;
          answer = n;
          return group({
            states: [{ ...stateKey(key), schema: 1, state: { n }, due: null }],
            answers: ids.map((i) => ({ ...i, answer: { status: 200, body: n }, at: 1 })),
            outputs: [output(key)],
          });
        })
        .then(() => answer);
    };

    test('concurrent transactions on one key each see what the previous one wrote', async () => {
      const counts = await Promise.all(Array.from({ length: 8 }, () => add('k')));
      expect(counts.sort()).toEqual([1, 2, 3, 4, 5, 6, 7, 8]);
    });

    test('an idempotency key has one answer, also under concurrent requests', async () => {
      const counts = await Promise.all(Array.from({ length: 6 }, () => add('k', 'once')));
      expect(new Set(counts)).toEqual(new Set([1]));
      expect(await subject.outbox()).toHaveLength(1);
    });

    test('a shard is numbered in commit order without gaps', async () => {
      await Promise.all(Array.from({ length: 20 }, (_, i) => add(`k-${i % 4}`)));
      for (let task = 0; task < PARTITION_COUNT; task++) {
        const rows = (await subject.outbox()).filter((r) => r.task === task).map((r) => r.firstSeq);
        expect(rows).toEqual(rows.map((_, i) => i + 1));
      }
    });

    test('a transaction whose rules throw writes nothing and releases its locks', async () => {
      const broken = subject.store.transact(lockRequest('k'), () => {
        throw new Error('a bug');
      });
      await expect(broken).rejects.toThrow('a bug');
      expect(await add('k')).toBe(1);
    });

    test('a stale guard is refused before anything is decided; a valid one moves version and offsets', async () => {
      const { version } = await subject.takeOver(1);
      const guard = { n: 1, expected: version, offsets: { t: 7 }, dedupe: [{ topic: 't', shard: 's', seq: 3 }] };
      expect(await subject.store.transact(lockRequest('k', { guards: [guard] }), () => group())).toEqual([]);
      let asked = false;
      const again = subject.store.transact(lockRequest('k', { guards: [guard] }), () => {
        asked = true;
        return group();
      });
      expect([await again, asked]).toEqual(['stale', false]);
      const found = await subject.takeOver(1);
      expect(found).toMatchObject({ version: version + 2, offsets: { t: 7 }, dedupe: new Map([['t|s', 3]]) });
    });

    test('a timeline sequence is used once, and the timeline of a deleted key starts again', async () => {
      const tell = (seq: number, state: unknown = {}) =>
        subject.store.transact(lockRequest('k'), () =>
          group({
            states: [{ ...stateKey('k'), schema: 1, state, due: null }],
            timeline: state === null ? [] : [row('k', seq)],
          }),
        );
      await tell(1);
      const error: unknown = await tell(1).catch((e: unknown) => e);
      expect(subject.store.isDataError(error)).toBe(true);
      await tell(2);
      expect(await subject.timeline('k')).toEqual([1, 2]);
      await tell(0, null);
      await tell(1);
      expect(await subject.timeline('k')).toEqual([1]);
    });

    describe('with versions of a state', () => {
      const stored = async () => {
        let found: unknown;
        await subject.store.transact(lockRequest('k'), ({ states }) => {
          found = states.get('a\u0000k');
          return group();
        });
        return found;
      };
      const count = (definition: Pick<CommandStage, 'schema' | 'upcast'>): Promise<Answer> => {
        const stage = commandStage<{ readonly count: number }>({
          name: 'a',
          step: (state) => {
            const next = { count: (state?.count ?? 0) + 1 };
            return { state: next, verdict: emit(), answer: { status: 200, body: next }, timeline: [] };
          },
          due: () => null,
          ...(definition as object),
        });
        const executor = new Executor({
          ...{ service: 'gateway', stages: [stage], store: subject.store, clock: systemClock },
          ...{ onCommitted: () => {}, onDueChanged: () => {} },
        });
        const cause = { id: 'c', at: 1, tenantId: 't', correlationId: 'k', traceparent: undefined };
        return executor.execute({ ...stateKey('k'), event: { type: 'Count', id: 'e', at: 1 }, cause });
      };

      test('a new key is saved under the version of its stage, and not upcast', async () => {
        const upcast = (): never => {
          throw new Error('there is nothing to upcast');
        };
        expect(await count({ schema: 2, upcast })).toMatchObject({ body: { count: 1 } });
        expect(await stored()).toEqual({ schema: 2, data: { count: 1 } });
      });

      test('a state of version 1 is upcast when it is loaded, and saved as version 2', async () => {
        await add('k');
        expect(await stored()).toEqual({ schema: 1, data: { n: 1 } });
        const upcast = (state: unknown, from: number) => ({ count: (state as { n: number }).n * 10 * from });
        expect(await count({ schema: 2, upcast })).toMatchObject({ body: { count: 11 } });
        expect(await stored()).toEqual({ schema: 2, data: { count: 11 } });
      });

      test('a state of a newer version is refused by name, and stays as it is', async () => {
        await count({ schema: 2 });
        const refused = await count({}).catch((error: unknown) => error);
        expect(refused).toBeInstanceOf(NewerSchemaError);
        expect(refused).toMatchObject({ message: 'a/k: state has schema 2, this version reads 1' });
        expect(await stored()).toEqual({ schema: 2, data: { count: 1 } });
      });
    });
  });
};
