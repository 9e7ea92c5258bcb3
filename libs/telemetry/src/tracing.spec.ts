import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { startTracing, type Tracer, type TracingOptions, tracerFor } from './tracing.ts';

type Exporter = NonNullable<TracingOptions['exporter']>;
type ReadableSpan = Parameters<Exporter['export']>[0][number];

const HEADER = '00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01';
const environment = { ...process.env };
let stop: () => Promise<void>;
beforeEach(() => {
  stop = async () => undefined;
});
afterEach(async () => {
  await stop();
  process.env = { ...environment };
});

const tracing = async (env: Readonly<Record<string, string>> = {}) => {
  Object.assign(process.env, env);
  const spans: ReadableSpan[] = [];
  const exporter: Exporter = {
    export: (batch, done) => {
      spans.push(...batch);
      done({ code: 0 });
    },
    shutdown: async () => undefined,
  };
  stop = await startTracing({ service: 'routing', exporter });
  return { spans, tracer: tracerFor('test') as Tracer };
};

test('a trace continues over a header from one service to the next', async () => {
  const { spans, tracer } = await tracing();
  const posted = tracer.start('post', { attributes: { conversation: 'c-1' } });
  const scored = tracer.start('score', { parent: posted.traceparent, kind: 'CONSUMER' });
  scored.end();
  posted.end();
  await stop();
  const [child, parent] = spans;
  expect(spans.map(({ name }) => name)).toEqual(['score', 'post']);
  expect(child?.parentSpanContext?.spanId).toBe(parent?.spanContext().spanId);
  expect(child?.spanContext().traceId).toBe(parent?.spanContext().traceId);
  expect(posted.traceparent).toBe(`00-${parent?.spanContext().traceId}-${parent?.spanContext().spanId}-01`);
  expect([parent?.parentSpanContext, parent?.attributes]).toEqual([undefined, { conversation: 'c-1' }]);
});

test('an external trace keeps its id, and an unsampled or invalid one is not recorded under it', async () => {
  const { spans, tracer } = await tracing();
  tracer.start('sampled', { parent: HEADER }).end();
  const unsampled = tracer.start('unsampled', { parent: HEADER.replace(/01$/, '00') });
  unsampled.end();
  tracer.start('broken', { parent: 'nonsense' }).end();
  await stop();
  expect(unsampled.traceparent).toMatch(/^00-0af7651916cd43dd8448eb211c80319c-[0-9a-f]{16}-00$/);
  expect(spans.map(({ name }) => name)).toEqual(['sampled', 'broken']);
  expect(spans[0]?.spanContext().traceId).toBe('0af7651916cd43dd8448eb211c80319c');
  expect(spans[1]?.parentSpanContext).toBeUndefined();
});

test('a failed span has the class or the code of its error, and not its message, which may quote a customer', async () => {
  const { spans, tracer } = await tracing();
  for (const error of [
    new TypeError('Ann'),
    Object.assign(new Error('Ann'), { code: 'ECONNRESET' }),
    'task-taken-over',
  ])
    tracer.start('assign').end(error);
  await stop();
  expect(spans.map(({ status, attributes }) => [status, attributes])).toEqual([
    [{ code: 2 }, { 'error.type': 'TypeError' }],
    [{ code: 2 }, { 'error.type': 'ECONNRESET' }],
    [{ code: 2 }, { 'error.type': 'task-taken-over' }],
  ]);
});

test('a span links to the spans it belongs to besides its parent, and may have begun earlier', async () => {
  const { spans, tracer } = await tracing();
  tracer.start('deliver', { links: [HEADER, undefined], since: 1_760_000_000_500 }).end();
  await stop();
  expect(spans[0]?.links.map(({ context }) => context.spanId)).toEqual(['b7ad6b7169203331']);
  expect(spans[0]?.startTime).toEqual([1_760_000_000, 500_000_000]);
});

test('while tracing is off there is no tracer', async () => {
  stop = await startTracing({ service: 'routing' });
  expect(tracerFor('test')).toBeUndefined();
});

test('a span has the name of the service, its version, and the attributes of the environment', async () => {
  const { spans, tracer } = await tracing({ OTEL_RESOURCE_ATTRIBUTES: 'deployment.environment.name=blue%20one' });
  tracer.start('assign').end();
  await stop();
  expect(spans[0]?.resource.attributes).toMatchObject({
    'service.name': 'routing',
    'service.version': expect.stringMatching(/^\d+\.\d+\.\d+/),
    'service.instance.id': expect.any(String),
    'deployment.environment.name': 'blue one',
  });
});

test('the name of the service is taken from OTEL_SERVICE_NAME, else from OTEL_RESOURCE_ATTRIBUTES', async () => {
  const names: unknown[] = [];
  const attributes = { OTEL_RESOURCE_ATTRIBUTES: 'service.name=from-attributes,service.version=7.0.0' };
  for (const env of [attributes, { ...attributes, OTEL_SERVICE_NAME: 'from-name' }]) {
    const { spans, tracer } = await tracing(env);
    tracer.start('assign').end();
    await stop();
    names.push(spans[0]?.resource.attributes['service.name'], spans[0]?.resource.attributes['service.version']);
  }
  expect(names).toEqual(['from-attributes', '7.0.0', 'from-name', '7.0.0']);
});

test('a trace that starts here is recorded or not by OTEL_TRACES_SAMPLER, and one that continues by its parent', async () => {
  const recorded: string[][] = [];
  for (const [sampler, arg] of [
    ['always_off', ''],
    ['parentbased_traceidratio', '0'],
    ['parentbased_traceidratio', '1'],
  ] as const) {
    const { spans, tracer } = await tracing({ OTEL_TRACES_SAMPLER: sampler, OTEL_TRACES_SAMPLER_ARG: arg });
    const root = tracer.start('root');
    root.end();
    tracer.start('child', { parent: root.traceparent }).end();
    tracer.start('continued', { parent: HEADER }).end();
    await stop();
    recorded.push(spans.map(({ name }) => name));
  }
  expect(recorded).toEqual([[], ['continued'], ['root', 'child', 'continued']]);
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
  const { port } = collector.address() as AddressInfo;
  stop = await startTracing({ service: 'routing', endpoint: `http://127.0.0.1:${port}` });
  const root = tracerFor('test')?.start('start');
  root?.end();
  await stop();
  await new Promise((done) => collector.close(done));
  expect(got.map(({ url }) => url)).toEqual(['/v1/traces']);
  expect(got[0]?.body).toContain(root?.traceparent.split('-')[1]);
});
