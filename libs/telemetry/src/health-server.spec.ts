import { afterEach, expect, test } from '@jest/globals';
import { Health, type HealthOptions } from './health.ts';
import { startHealthServer } from './health-server.ts';
import { metricsFor } from './metrics.ts';

let close: (() => void) | undefined;
afterEach(() => close?.());

const startProcess = async (options: HealthOptions = {}) => {
  const observed = ['routing', 'gateway'].map((service) => {
    const metrics = metricsFor(service);
    return { metrics, health: new Health(service, ['database'], metrics, options) };
  });
  const [routing, gateway] = observed;
  if (routing === undefined || gateway === undefined) throw new Error('two services were made');
  const server = await startHealthServer(observed, { port: 0, host: '127.0.0.1' });
  close = server.close;
  const get = async (path: string, method = 'GET') => {
    const answer = await fetch(`http://127.0.0.1:${server.port}${path}`, { method });
    const text = await answer.text();
    const type = answer.headers.get('content-type') ?? '';
    return { status: answer.status, type, text, body: /json/.test(type) && text !== '' ? JSON.parse(text) : null };
  };
  return { routing: routing.health, gateway: gateway.health, port: server.port, get };
};

test('a process is alive before it is ready', async () => {
  const { get } = await startProcess();
  expect(await get('/health')).toMatchObject({
    status: 200,
    body: { status: 'alive', services: ['routing', 'gateway'] },
  });
});

test('a process with a loop that does not turn is not alive, and names the loop', async () => {
  const { routing, get } = await startProcess({ stuckAfterSeconds: 0 });
  routing.watchLoop('processor').turned();
  expect(await get('/health')).toMatchObject({
    status: 503,
    type: 'application/problem+json; charset=utf-8',
    body: {
      detail: 'routing: processor has not turned for 0 s',
      stuck: [{ service: 'routing', loop: 'processor', seconds: 0 }],
    },
  });
});

test('a process is ready once no service in it waits for anything, and until then lists what is missing', async () => {
  const { routing, gateway, get } = await startProcess();
  gateway.set('database', true);
  gateway.set('kafka', false, 'no broker answers');
  const before = await get('/ready');
  expect([before.status, before.type]).toEqual([503, expect.stringMatching(/^application\/problem\+json/)]);
  expect(before.body).toMatchObject({
    status: 503,
    missing: [
      { service: 'routing', condition: 'database', detail: 'not yet' },
      { service: 'gateway', condition: 'kafka', detail: 'no broker answers' },
    ],
  });
  routing.set('database', true);
  gateway.set('kafka', true);
  expect(await get('/ready')).toMatchObject({ status: 200, body: { status: 'ready' } });
  routing.set('database', false, 'connection refused');
  expect((await get('/ready')).status).toBe(503);
});

test('metrics report readiness per service, and the process', async () => {
  const { routing, get } = await startProcess();
  routing.set('database', true);
  const { text, type } = await get('/metrics');
  expect(type).toBe('text/plain; version=0.0.4; charset=utf-8');
  expect(text).toContain('warmline_ready{service="routing"} 1\nwarmline_ready{service="gateway"} 0');
  expect(text).toContain('process_cpu_seconds_total');
});

test('nothing else is served on the private port', async () => {
  const { get } = await startProcess();
  expect((await get('/v1/conversations')).status).toBe(404);
  expect((await get('/health', 'POST')).status).toBe(405);
  expect(await get('/health', 'HEAD')).toMatchObject({ status: 200, text: '' });
});

test('a private port that is taken is an error that names the setting', async () => {
  const { port } = await startProcess();
  await expect(startHealthServer([], { port, host: '127.0.0.1' })).rejects.toThrow(
    new RegExp(`^HEALTH_PORT ${port} cannot be used: .*EADDRINUSE`),
  );
});
