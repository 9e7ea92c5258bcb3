import { expect, test } from '@jest/globals';
import { topics } from '@warmline/contracts';
import { createWorld, message, readTopic, scores, startProcessor, waitUntil } from './counting.fixtures.ts';
import { type AnyEvent, emit, type Output } from './decider.ts';
import { joinBySequence } from './join.ts';
import { conversationIn, isSampled, type Span, type Tracing } from './tracing.ts';

const traceparent = (trace: number, span: number, flags = '01') =>
  `00-${String(trace).padStart(32, '0')}-${String(span).padStart(16, '0')}-${flags}`;

/** Records each span as `name < parent`, and how it ended. Numbers of spans start at 101. */
const recordingTracing = () => {
  const spans: { readonly name: string; readonly parent: string | undefined; ended: string[] }[] = [];
  const start = (name: string, parent: string | undefined): Span => {
    const span = { name, parent, ended: [] as string[] };
    spans.push(span);
    const [, trace = '9'.repeat(32), , flags = '01'] = parent?.split('-') ?? [];
    return {
      traceparent: `00-${trace}-${String(100 + spans.length).padStart(16, '0')}-${flags}`,
      about: () => {},
      end: (error) => void span.ended.push(String(error ?? 'ok')),
    };
  };
  const tracing: Tracing = {
    process: ({ headers }) => start(`process ${headers.ce_type}`, headers.traceparent),
    tick: (stage) => start(`tick ${stage}`, undefined),
    commit: (parent) => start('commit', parent),
    send: ({ headers }) => start(`send ${headers.ce_type}`, headers.traceparent),
  };
  return { spans, tracing };
};
const traced = (input: ReturnType<typeof message>, parent: string) => ({
  ...input,
  headers: { ...input.headers, traceparent: parent },
});

test('each record of a batch continues its own trace: its handling, its commit, and the append of what it caused', async () => {
  const w = await createWorld();
  const { spans, tracing } = recordingTracing();
  await w.transport.append([
    traced(message('c-1', 1, 'a'), traceparent(1, 1)),
    traced(message('c-1', 2, 'b'), traceparent(2, 2)),
  ]);
  const processor = await startProcessor(w, {}, { tracing });
  await waitUntil(async () => (await scores(w)).length === 2);
  await processor.stop();
  expect(spans.map(({ name, parent, ended }) => [name, parent, ended])).toEqual([
    ['process MessagePosted', traceparent(1, 1), ['ok']],
    ['process MessagePosted', traceparent(2, 2), ['ok']],
    ['commit', traceparent(1, 101), ['ok']],
    ['commit', traceparent(2, 102), ['ok']],
    ['send SentimentScored', traceparent(1, 101), ['ok']],
    ['send SentimentScored', traceparent(2, 102), ['ok']],
  ]);
  const published = await readTopic(w.transport, topics.sentiment.name);
  expect(published.map(({ headers }) => headers.traceparent)).toEqual([traceparent(1, 105), traceparent(2, 106)]);
});

test('what follows from a record whose trace is not recorded carries that decision, and its append has no span', async () => {
  const w = await createWorld();
  const { spans, tracing } = recordingTracing();
  await w.transport.append([traced(message('c-1', 1, 'a'), traceparent(1, 1, '00'))]);
  const processor = await startProcessor(w, {}, { tracing });
  await waitUntil(async () => (await scores(w)).length === 1);
  await processor.stop();
  expect(spans.map(({ name }) => name)).toEqual(['process MessagePosted', 'commit']);
  const [published] = await readTopic(w.transport, topics.sentiment.name);
  expect(published?.headers.traceparent).toBe(traceparent(1, 101, '00'));
});

test('an append that fails and is sent again is one span', async () => {
  const w = await createWorld();
  const { spans, tracing } = recordingTracing();
  await w.transport.append([traced(message('c-1', 1, 'a'), traceparent(1, 1))]);
  w.transport.failNextAppend('before');
  const processor = await startProcessor(w, {}, { tracing });
  await waitUntil(async () => (await scores(w)).length === 1);
  await processor.stop();
  expect(spans.filter(({ name }) => name.startsWith('send')).map(({ ended }) => ended)).toEqual([['ok']]);
});

test('the handling of a record that becomes a dead letter has failed', async () => {
  const w = await createWorld();
  const { spans, tracing } = recordingTracing();
  await w.transport.append([traced(message('c-1', 1, 'throw'), traceparent(1, 1)), message('c-1', 1, 'a')]);
  const processor = await startProcessor(w, {}, { tracing });
  await waitUntil(async () => (await scores(w)).length === 1);
  await processor.stop();
  const handled = spans.filter(({ name }) => name.startsWith('process'));
  expect(handled.map(({ ended }) => ended)).toEqual([['dead-letter'], ['ok']]);
});

test('a tick starts a trace', async () => {
  const w = await createWorld();
  const { spans, tracing } = recordingTracing();
  const at = Date.now() - 900;
  await w.transport.append([1, 2, 3].map((seq) => message('c-1', seq, 'a', at + seq)));
  const processor = await startProcessor(w, {}, { tracing });
  await waitUntil(async () => (await scores(w)).length === 4);
  await processor.stop();
  expect(spans.filter(({ parent }) => parent === undefined).map(({ name }) => name)).toEqual([
    ...Array.from({ length: 3 }, () => 'process MessagePosted'),
    'tick count',
  ]);
});

test('what a join releases without its partner names the trace of the held event', () => {
  const output = (type: string) => ({ type, data: {} }) as unknown as Output;
  const join = joinBySequence<object>({
    inner: { step: () => ({ state: {}, verdict: emit(output('Assessed')) }), due: () => null },
    sequenceOf: () => 1,
    needsPartner: () => true,
    releaseCause: () => null,
    partnerOf: () => null,
    withPartner: (event) => event,
    missingPartnerOutput: () => output('Missed'),
    timeoutMs: 2_000,
  });
  const event: AnyEvent & { traceparent: string } = {
    type: 'Message',
    id: 'm',
    at: 1_000,
    traceparent: traceparent(1, 1),
  };
  const context = { id: (name: string) => name };
  const { state } = join.step(null, event, context);
  const released = join.step(state, { type: 'Tick', id: 't', at: 3_000 }, context);
  expect(released.verdict).toMatchObject({
    outputs: [
      { type: 'Missed', traceparent: traceparent(1, 1) },
      { type: 'Assessed', traceparent: traceparent(1, 1) },
    ],
  });
});

test('a trace is recorded if the last bit of its flags is set', () => {
  expect(['00', '01', '02', '03'].map((flags) => isSampled(traceparent(1, 1, flags)))).toEqual([
    false,
    true,
    false,
    true,
  ]);
  expect(isSampled(undefined)).toBe(false);
});

test.each([
  ['{"tenantId":"t","conversationId":"c-1","text":"x"}', 'c-1'],
  ['{"text":"say \\"conversationId\\":\\"c-2\\""}', undefined],
  ['{"conversationId":"cut', undefined],
  [null, undefined],
])('the conversation in %s is %s', (json, found) => {
  expect(conversationIn(json)).toBe(found);
  expect(conversationIn(json === null ? null : Buffer.from(json))).toBe(found);
});
