import { expect, test } from '@jest/globals';
import { createWorld, message, scores, startProcessor, waitUntil } from './counting.fixtures.ts';

const recorder = () => {
  const lines: { readonly level: string; readonly message: string; readonly detail: object }[] = [];
  const at = (level: string) => (detail: object, text: string) => void lines.push({ level, message: text, detail });
  return { lines, log: { info: at('info'), warn: at('warn'), error: at('error') } };
};

test('a take-over is one line with the tasks, their versions and what their predecessors left', async () => {
  const w = await createWorld();
  const { lines, log } = recorder();
  await startProcessor(w, {}, { log });
  await waitUntil(() => lines.some((line) => line.message === 'tasks taken over'));
  expect(lines.filter((line) => line.message === 'tasks taken over')).toEqual([
    {
      level: 'info',
      message: 'tasks taken over',
      detail: { taken: [0, 1, 2, 3, 4, 5].map((task) => ({ task, version: 1, leftovers: 0 })), owned: 6 },
    },
  ]);
});

test('a dead letter is one line with its source and handler, without what a person wrote', async () => {
  const w = await createWorld();
  const { lines, log } = recorder();
  const bad = { ...message('c-1', 1, 'a'), value: 'my name is Jo' };
  await w.transport.append([bad, message('c-1', 2, 'b')]);
  await startProcessor(w, {}, { log });
  await waitUntil(async () => (await scores(w)).length === 1);
  const written = lines.filter((line) => line.message === 'dead letter written');
  expect(written).toEqual([
    {
      level: 'warn',
      message: 'dead letter written',
      detail: {
        topic: 'handoff.conversation.v1.sentiment.dlq',
        source: expect.stringMatching(/^handoff\.conversation\.v1\/\d\/0$/),
        type: 'MessagePosted',
        handler: expect.any(String),
        attempts: 1,
        reason: 'not JSON',
      },
    },
  ]);
});
