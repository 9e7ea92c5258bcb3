import { expect, test } from '@jest/globals';
import { createWorld, message, scores, startProcessor, waitUntil } from './counting.fixtures.ts';
import type { WatchLoop } from './loop-watch.ts';

/** The turns of each loop, and whether it works. */
const watch = () => {
  const loops = new Map<string, { turns: number; works: boolean }>();
  const watchLoop: WatchLoop = (name) => {
    const loop = { turns: 0, works: false };
    loops.set(name, loop);
    return {
      turned: () => Object.assign(loop, { turns: loop.turns + 1, works: true }),
      idle: () => Object.assign(loop, { works: false }),
    };
  };
  const loop = (name: string) => loops.get(name) ?? { turns: Number.NaN, works: false };
  const turnsMore = async (name: string): Promise<boolean> => {
    const before = loop(name).turns;
    await new Promise((resolve) => setTimeout(resolve, 800));
    return loop(name).turns > before;
  };
  return { watchLoop, loop, turnsMore };
};

test('a loop that waits for work is idle', async () => {
  const { watchLoop, loop } = watch();
  const w = await createWorld();
  await startProcessor(w, {}, { watchLoop });
  await w.transport.append([message('c-1', 1, 'a')]);
  await waitUntil(async () => (await scores(w)).length === 1);
  await waitUntil(() => !loop('processor').works && !loop('publisher').works);
  expect(loop('processor').turns).toBeGreaterThan(0);
  expect(loop('publisher').turns).toBeGreaterThan(0);
});

test('a processor whose stage waits for a promise that never settles does not turn', async () => {
  const { watchLoop, loop, turnsMore } = watch();
  const w = await createWorld();
  let hasStarted = false;
  let release = (): void => {};
  const prepare = () => {
    hasStarted = true;
    return new Promise<never>((_, reject) => {
      release = () => reject(new Error('released'));
    });
  };
  const processor = await startProcessor(w, { prepare }, { watchLoop });
  await w.transport.append([message('c-1', 1, 'a')]);
  await waitUntil(() => hasStarted);
  expect(await turnsMore('processor')).toBe(false);
  expect(loop('processor').works).toBe(true);
  const stopped = processor.stop();
  release();
  await stopped;
});

test('a processor whose database is unavailable turns: it tries again', async () => {
  const { watchLoop, turnsMore } = watch();
  const w = await createWorld();
  const commit = () => Promise.reject(new Error('the database is unavailable'));
  await startProcessor({ ...w, store: Object.assign(w.store, { commit }) }, {}, { watchLoop });
  await w.transport.append([message('c-1', 1, 'a')]);
  expect(await turnsMore('processor')).toBe(true);
});

test('a publisher whose broker is unavailable turns, and so does a processor that waits for it', async () => {
  const { watchLoop, loop, turnsMore } = watch();
  const w = await createWorld();
  const append = w.transport.append;
  await startProcessor(w, {}, { watchLoop });
  w.transport.append = () => Promise.reject(new Error('the broker is unavailable'));
  let n = 0;
  await waitUntil(async () => {
    await append([message(`c-${++n}`, 1, 'a')]);
    return n > 100;
  });
  expect(await turnsMore('publisher')).toBe(true);
  expect(loop('processor').works).toBe(true);
  expect(await turnsMore('processor')).toBe(true);
});
