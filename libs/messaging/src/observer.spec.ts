import { expect, test } from '@jest/globals';
import { createWorld, message, scores, startProcessor, waitUntil } from './counting.fixtures.ts';
import { noopObserver } from './observer.ts';

test('the time that rules take is measured for each event, by topic and stage, and for each tick', async () => {
  const w = await createWorld();
  const ran: string[] = [];
  const observer = {
    ...noopObserver,
    rulesRan: (topic: string, stage: string, seconds: number) =>
      void ran.push(`${topic} ${stage} ${seconds >= 0 && seconds < 1}`),
  };
  const at = Date.now() - 900;
  await w.transport.append([
    ...[1, 2].map((seq) => message('c-1', seq, 'a', at + seq)),
    message('c-1', 3, 'throw', at),
  ]);
  await w.transport.append([message('c-1', 4, 'a', at + 4)]);
  const processor = await startProcessor(w, {}, { observer });
  await waitUntil(async () => (await scores(w)).length === 4);
  await processor.stop();
  expect(ran.sort()).toEqual([
    ...Array.from({ length: 4 }, () => 'handoff.conversation.v1 count true'),
    'tick count true',
  ]);
});

test('an append that fails and an interrupted consumer are faults of the broker', async () => {
  const w = await createWorld();
  const failed: string[] = [];
  const observer = { ...noopObserver, brokerFailed: (operation: string) => void failed.push(operation) };
  await w.transport.append([message('c-1', 1, 'a')]);
  w.transport.failNextAppend('before');
  const processor = await startProcessor(w, {}, { observer });
  await waitUntil(async () => (await scores(w)).length === 1);
  w.transport.down();
  await waitUntil(async () => failed.length >= 2);
  await processor.stop();
  expect(failed).toEqual(['append', 'read']);
});
