import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, expect, test } from '@jest/globals';
import { continueTrace, newTraceparent, startTracing, type TracingOptions, withSpan } from './tracing.ts';

type Exporter = NonNullable<TracingOptions['exporter']>;
type Span = Parameters<Exporter['export']>[0][number];

const HEADER = '00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01';
let stop: () => Promise<void> = async () => undefined;
afterEach(() => stop());

const recording = async () => {
  const spans: Span[] = [];
  const exporter: Exporter = {
    export: (batch, done) => {
      spans.push(...batch);
      done({ code: 0 });
    },
    shutdown: async () => undefined,
  };
  stop = await startTracing({ service: 'routing', exporter });
  return spans;
};

test('a trace continues over a header from one service to the next', async () => {
  const spans = await recording();
  const posted = continueTrace(undefined, 'post', { conversation: 'c-1' });
  const scored = continueTrace(posted.traceparent, 'score', undefined, 'CONSUMER');
  scored.end();
  posted.end();
  await stop();
  const [child, parent] = spans;
  expect(spans.map(({ name }) => name)).toEqual(['score', 'post']);
  expect(child?.parentSpanContext?.spanId).toBe(parent?.spanContext().spanId);
  expect(child?.spanContext().traceId).toBe(parent?.spanContext().traceId);
  expect(posted.traceparent).toBe(`00-${parent?.spanContext().traceId}-${parent?.spanContext().spanId}-01`);
  expect([parent?.parentSpanContext, parent?.attributes]).toEqual([undefined, { conversation: 'c-1' }]);
  expect(parent?.resource.attributes['service.name']).toBe('routing');
});

test('an external trace keeps its id, and an unsampled or invalid one is not recorded under it', async () => {
  const spans = await recording();
  continueTrace(HEADER, 'sampled').end();
  continueTrace(HEADER.replace(/01$/, '00'), 'unsampled').end();
  continueTrace('nonsense', 'broken').end();
  await stop();
  expect(spans.map(({ name }) => name)).toEqual(['sampled', 'broken']);
  expect(spans[0]?.spanContext().traceId).toBe('0af7651916cd43dd8448eb211c80319c');
  expect(spans[1]?.parentSpanContext).toBeUndefined();
});

test('failing work rethrows, and its span is marked as failed', async () => {
  const spans = await recording();
  await expect(withSpan('assign', HEADER, () => Promise.reject(new Error('no agent')))).rejects.toThrow('no agent');
  expect(await withSpan('assign', HEADER, (traceparent) => traceparent?.slice(0, 35))).toBe(HEADER.slice(0, 35));
  await stop();
  expect(spans.map(({ status }) => status.code)).toEqual([2, 0]);
  expect(spans[0]?.events[0]?.attributes?.['exception.message']).toBe('no agent');
});

test('while tracing is off a header passes through unchanged and none is created', async () => {
  stop = await startTracing({ service: 'routing' });
  expect(continueTrace(HEADER, 'score').traceparent).toBe(HEADER);
  expect(continueTrace(undefined, 'score').traceparent).toBeUndefined();
  expect(newTraceparent()).toBeUndefined();
  expect(await withSpan('score', HEADER, (traceparent) => traceparent)).toBe(HEADER);
});

test('spans reach an OTLP collector over HTTP', async () => {
  const got: { url: string | undefined; body: string }[] = [];
  const collector = createServer((request, response) => {
    let body = '';
    request.on('data', (chunk: Buffer) => {
      body += chunk.toString();
    });
    request.on('end', () => {
      got.push({ url: request.url, body });
      response.setHeader('content-type', 'application/json').end('{}');
    });
  });
  await new Promise<void>((done) => collector.listen(0, '127.0.0.1', done));
  stop = await startTracing({
    service: 'routing',
    endpoint: `http://127.0.0.1:${(collector.address() as AddressInfo).port}`,
  });
  const root = newTraceparent('start');
  await stop();
  await new Promise((done) => collector.close(done));
  expect(got.map(({ url }) => url)).toEqual(['/v1/traces']);
  expect(got[0]?.body).toContain(root?.split('-')[1]);
});
