import { expect, test } from '@jest/globals';
import { executorStoreSuite } from '../commands/executor-store.suite.ts';
import { MemoryExecutorStore, type StatementHook } from './memory-executor-store.ts';
import { MemoryStore } from './memory-store.ts';

executorStoreSuite('memory', async () => {
  const memory = new MemoryStore();
  const store = new MemoryExecutorStore(memory, 'gateway');
  return {
    store,
    takeOver: (n) => store.takeOver(n),
    outbox: async () => [...memory.outbox.values()],
    timeline: async (key) => (store.timeline.get(`a\u0000${key}`) ?? []).map((row) => row.seq),
  };
});

const nothing = { states: [], answers: [], timeline: [], evidence: [], outputs: [] };

test('a take-over requested between a guard and its commit waits, and sees the commit', async () => {
  const memory = new MemoryStore();
  const store = new MemoryExecutorStore(memory, 'gateway');
  const { version } = await store.takeOver(1);
  const reached = Promise.withResolvers<void>();
  const landing = Promise.withResolvers<void>();
  const step: StatementHook = async (statement) => {
    if (statement !== 'commit') return;
    reached.resolve();
    await landing.promise;
  };
  const guard = { n: 1, expected: version, offsets: { t: 5 }, dedupe: [] };
  const commit = store.transact({ keys: [], ids: [], guards: [guard] }, () => nothing, step);
  await reached.promise;
  const takeOver = store.takeOver(1);
  landing.resolve();
  expect(await commit).toEqual([]);
  expect(await takeOver).toMatchObject({ version: version + 2, offsets: { t: 5 } });
});

test('a connection lost before a statement rolls the transaction back and releases its rows', async () => {
  const store = new MemoryExecutorStore(new MemoryStore(), 'gateway');
  const request = { keys: [{ stage: 'a', key: 'k' }], ids: [], guards: [] };
  const lost = store.transact(
    request,
    () => nothing,
    async (statement) => {
      if (statement === 'commit') throw new Error('connection lost');
    },
  );
  const next = store.transact(request, () => nothing);
  await expect(lost).rejects.toThrow('connection lost');
  expect(await next).toEqual([]);
});
