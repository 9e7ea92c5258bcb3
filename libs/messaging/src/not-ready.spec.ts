import { expect, test } from '@jest/globals';
import { type DataOf, topics } from '@warmline/contracts';
import {
  type Count,
  counting,
  createWorld,
  message,
  readTopic,
  scores,
  startProcessor,
  waitUntil,
} from './counting.fixtures.ts';
import { deciderStep } from './decider.ts';
import { NotReadyError } from './not-ready.ts';

test('a batch whose step is not ready is folded in order once it is, and nothing is rejected', async () => {
  const w = await createWorld();
  await w.transport.append([message('c-1', 1, 'a'), message('c-1', 2, 'b')]);
  let attempts = 0;
  const { step, due } = deciderStep(counting);
  await startProcessor(w, {
    step: {
      step: (state, event, context) => {
        if (attempts < 2 && event.type === 'MessagePosted')
          throw new NotReadyError('something', async () => {
            attempts += 1;
          });
        return step(state as Count | null, event, context);
      },
      due: (state) => due(state as Count),
    },
  });
  await waitUntil(async () => (await scores(w)).length === 2);
  expect(attempts).toBe(2);
  expect(await scores(w)).toEqual([
    ['c-1', 1],
    ['c-1', 2],
  ]);
  expect(await readTopic(w.transport, 'handoff.conversation.v1.sentiment.dlq')).toEqual([]);
});

test('a step receives what its stage attached to the input; a failed preparation is retried', async () => {
  const w = await createWorld();
  await w.transport.append([message('c-1', 1, 'a'), message('c-2', 1, 'b')]);
  let calls = 0;
  await startProcessor(w, {
    prepare: async (inputs) => {
      calls += 1;
      if (calls === 1) throw new Error('unavailable');
      return inputs.map((input) => ({
        ...input,
        data: { ...(input.data as DataOf<'MessagePosted'>), messageId: 'prepared' },
      }));
    },
  });
  await waitUntil(async () => (await scores(w)).length === 2);
  const published = await readTopic(w.transport, topics.sentiment.name);
  expect(published.map(({ data }) => data.messageId)).toEqual(['prepared', 'prepared']);
  expect(calls).toBeGreaterThan(1);
});

test('a stage prepares its inputs with the states of their keys before the batch', async () => {
  const w = await createWorld();
  const seen: [key: string, state: unknown][] = [];
  await startProcessor(w, {
    prepare: async (inputs, stateOf) => {
      for (const { key } of inputs) seen.push([key, stateOf(key)]);
      return inputs;
    },
  });
  await w.transport.append([message('c-1', 1, 'a')]);
  await waitUntil(async () => (await scores(w)).length === 1);
  await w.transport.append([message('c-1', 2, 'b'), message('c-2', 1, 'c')]);
  await waitUntil(async () => (await scores(w)).length === 3);
  expect(seen[0]).toEqual(['c-1', null]);
  expect(seen).toContainEqual(['c-2', null]);
  expect(seen.findLast(([key]) => key === 'c-1')?.[1]).not.toBeNull();
});
