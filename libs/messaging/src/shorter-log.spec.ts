import { expect, test } from '@jest/globals';
import { createWorld, message, scores, startProcessor, waitUntil } from './counting.fixtures.ts';
import type { MemoryTransport } from './memory/memory-transport.ts';
import { noopObserver } from './observer.ts';
import type { Listener } from './transport.ts';

/** Runs a processor on one message and stops it; its task has handled offset 0 of the key's partition. */
const worldWithHistory = async () => {
  const w = await createWorld();
  await w.transport.append([message('c-1', 1, 'a')]);
  const processor = await startProcessor(w);
  await waitUntil(async () => (await scores(w)).length === 1);
  await processor.stop();
  return w;
};
const observedStates = () => {
  const states: (readonly [boolean, string | undefined])[] = [];
  return { states, ready: (ready: boolean, detail?: string) => void states.push([ready, detail]) };
};

test('a task that has handled more than its log holds is not taken over silently: the service is not ready, with the numbers', async () => {
  const { store } = await worldWithHistory();
  // The topics were deleted and created again.
  const emptied = { ...(await createWorld()), store };
  const { states, ready } = observedStates();
  await startProcessor(emptied, {}, { ready });
  await waitUntil(() => states.some(([, detail]) => detail?.includes('the log ends at 0')));
  expect(states.at(-1)).toEqual([
    false,
    expect.stringMatching(/^handoff\.conversation\.v1\/\d: the log ends at 0, but records up to 1 were handled/),
  ]);
});

test('a service that reaches its broker again stays not ready while a task is stopped, and counts it', async () => {
  const { store } = await worldWithHistory();
  const emptied = { ...(await createWorld()), store };
  const { states, ready } = observedStates();
  let stopped = 0;
  const tasksStopped = (tasks: number): void => {
    stopped = tasks;
  };
  let listener: Listener | undefined;
  const { subscribe } = emptied.transport;
  const transport: MemoryTransport = {
    ...emptied.transport,
    subscribe: (group, topics, subscriber, lingerMs) => {
      listener = subscriber;
      return subscribe(group, topics, subscriber, lingerMs);
    },
  };
  await startProcessor({ store, transport }, {}, { ready, observer: { ...noopObserver, tasksStopped } });
  await waitUntil(() => stopped === 1);
  listener?.up();
  expect(states.at(-1)).toEqual([false, expect.stringContaining('the log ends at 0')]);
});

test('a task whose log holds all it has handled is ready', async () => {
  const w = await worldWithHistory();
  const { states, ready } = observedStates();
  await startProcessor(w, {}, { ready });
  await waitUntil(() => states.length > 0);
  expect(states.at(-1)).toEqual([true, undefined]);
});
