import { expect, test } from '@jest/globals';
import { topics } from '@warmline/contracts';
import { systemClock } from './clock.ts';
import type { EncodedEvent } from './codec.ts';
import {
  counting,
  createWorld,
  message,
  readTopic,
  scored,
  scores,
  startProcessor,
  waitUntil,
} from './counting.fixtures.ts';
import { deciderStep } from './decider.ts';
import { noopObserver } from './observer.ts';
import { Processor } from './processor.ts';
import { type ProcessedEvent, stage } from './stage.ts';

const withSequence = (records: EncodedEvent[], shard: string, first = 1) =>
  records.map((r, i) => ({ ...r, headers: { ...r.headers, ce_shard: shard, ce_sequence: String(first + i) } }));

test('a processor folds a key in order and publishes each output once, with its shard and a growing sequence', async () => {
  const w = await createWorld();
  await w.transport.append([message('c-1', 1, 'a'), message('c-1', 2, 'b'), message('c-2', 1, 'a')]);
  const processor = await startProcessor(w);
  await waitUntil(async () => (await scores(w)).length === 3);
  expect((await scores(w)).filter(([key]) => key === 'c-1')).toEqual([
    ['c-1', 1],
    ['c-1', 2],
  ]);
  const published = await readTopic(w.transport, topics.sentiment.name);
  expect(published.every((r) => /^sentiment\/\d@/.test(r.headers.ce_shard ?? ''))).toBe(true);
  await processor.stop();
  expect(w.store.outbox.size).toBe(0);
});

test('a restarted instance continues after the last commit, with its state', async () => {
  const w = await createWorld();
  await w.transport.append([message('c-1', 1, 'a')]);
  const first = await startProcessor(w);
  await waitUntil(async () => (await scores(w)).length === 1);
  await first.stop();
  await w.transport.append([message('c-1', 2, 'b')]);
  const second = await startProcessor(w);
  await waitUntil(async () => (await scores(w)).length === 2);
  await second.stop();
  expect(await scores(w)).toEqual([
    ['c-1', 1],
    ['c-1', 2],
  ]);
});

test('a repeated record whose sequence is already applied is skipped', async () => {
  const w = await createWorld();
  const records = withSequence([message('c-1', 1, 'a'), message('c-1', 2, 'b')], 'gateway/0@x');
  await w.transport.append(records);
  const processor = await startProcessor(w);
  await waitUntil(async () => (await scores(w)).length === 2);
  await w.transport.append(records);
  await w.transport.append(withSequence([message('c-1', 3, 'c')], 'gateway/0@x', 3));
  await waitUntil(async () => (await scores(w)).length >= 3);
  await processor.stop();
  expect((await scores(w)).map(([, n]) => n).slice(0, 3)).toEqual([1, 2, 3]);
});

test('a failed append is sent again unchanged, and its outbox row is deleted once it succeeds', async () => {
  const w = await createWorld();
  const processor = await startProcessor(w);
  w.transport.failNextAppend('after');
  const input = message('c-1', 1, 'a');
  await w.transport.append([input]).catch(() => undefined);
  await waitUntil(async () => (await scores(w)).length >= 1);
  w.transport.failNextAppend('after');
  await w.transport.append([message('c-1', 2, 'b')]).catch(() => undefined);
  await waitUntil(async () => (await scores(w)).length >= 2);
  await processor.stop();
  const sequences = (await readTopic(w.transport, topics.sentiment.name)).map((r) => Number(r.headers.ce_sequence));
  expect(sequences).toEqual([...sequences].sort((a, b) => a - b));
});

test('rejected, throwing, undecodable and unknown records become dead letters with a reason, and the stream continues', async () => {
  const w = await createWorld();
  const good = message('c-1', 1, 'a');
  await w.transport.append([
    message('c-1', 1, 'no'),
    message('c-1', 2, 'throw'),
    { ...good, value: '{' },
    { ...good, headers: { ...good.headers, ce_type: 'Nonsense' } },
    { ...good, value: JSON.stringify({ conversationId: 'c-1' }) },
    good,
  ]);
  const processor = await startProcessor(w);
  await waitUntil(async () => (await scores(w)).length === 1);
  await processor.stop();
  const deadLetters = await readTopic(w.transport, 'handoff.conversation.v1.sentiment.dlq');
  expect(deadLetters.map((l) => l.headers.dlq_reason)).toEqual([
    'not wanted',
    expect.stringMatching(/^threw: Error: a bug/),
    expect.stringMatching(/^not JSON/),
    'unknown event type "Nonsense" on handoff.conversation.v1',
    expect.stringMatching(/^MessagePosted: tenantId: /),
  ]);
  expect(deadLetters[2]?.value).toBe('{');
  expect(deadLetters[0]?.headers.dlq_source).toMatch(/^handoff.conversation.v1\/\d\/0$/);
});

test('a tick precedes later inputs of its key, carries its due, and fires once across a restart', async () => {
  const w = await createWorld();
  await w.transport.append([
    message('c-1', 1, 'a', 1_000),
    message('c-1', 2, 'b', 1_001),
    message('c-1', 3, 'c', 1_002),
    message('c-1', 4, 'd', 9_000),
  ]);
  const first = await startProcessor(w);
  await waitUntil(async () => (await scores(w)).length === 5);
  await first.stop();
  const second = await startProcessor(w);
  await new Promise((resolve) => setTimeout(resolve, 60));
  await second.stop();
  expect((await scores(w)).map(([, n]) => n)).toEqual([1, 2, 3, 99, 4]);
  const tick = (await readTopic(w.transport, topics.sentiment.name)).find((r) => r.data.seq === 99);
  expect(tick?.headers.ce_tickdue).toBe('2002');
});

test('a tick without later input fires once the inputs are read to their end', async () => {
  const w = await createWorld();
  const at = Date.now() - 900;
  await w.transport.append([1, 2, 3].map((seq) => message('c-1', seq, 'a', at + seq)));
  const processor = await startProcessor(w);
  await waitUntil(async () => (await scores(w)).length === 4);
  await processor.stop();
  expect((await scores(w)).at(-1)).toEqual(['c-1', 99]);
});

test('start fails when a stage keys its state differently from its input topic', async () => {
  const w = await createWorld();
  expect(
    () =>
      new Processor({
        service: 'outcome-feedback',
        topics: [topics.routing],
        stages: [stage({ name: 'x', inputs: [topics.routing], key: 'conversationId', step: deciderStep(counting) })],
        store: w.store,
        transport: w.transport,
        clock: systemClock,
        log: { info: () => {}, warn: () => {}, error: () => {} },
        observer: noopObserver,
        ready: () => {},
        fatal: () => {},
      }),
  ).toThrow(/keyed by conversationId, handoff.routing.v1 by poolId/);
});

test('onCommitted reports each processed event once, after its commit, with the data as published', async () => {
  const w = await createWorld();
  const reported: unknown[] = [];
  const committed = (happened: readonly ProcessedEvent[]) =>
    void reported.push(
      ...happened.map(({ outputs }) => [w.store.states.has('count\u0000c-1'), outputs.map((output) => output.data)]),
    );
  await startProcessor(w, {}, { onCommitted: committed });
  await w.transport.append([message('c-1', 1, 'a')]);
  await waitUntil(async () => (await scores(w)).length === 1);
  expect(reported).toEqual([[true, [scored('c-1', 1, 'c-1-1').data]]]);
});
