import { afterEach, expect, test } from '@jest/globals';
import { Module } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { FastifyAdapter, type NestFastifyApplication } from '@nestjs/platform-fastify';
import { Health, healthController } from './health.ts';
import { httpMetricsHook, metricsFor } from './metrics.ts';

let app: NestFastifyApplication | undefined;

const startProcess = async () => {
  const observed = ['routing', 'gateway'].map((service) => {
    const metrics = metricsFor(service);
    return { metrics, health: new Health(service, ['database'], metrics) };
  });
  const [routing, gateway] = observed;
  if (routing === undefined || gateway === undefined) throw new Error('two services were made');
  @Module({ controllers: [healthController(observed)] })
  class App {}
  app = await NestFactory.create<NestFastifyApplication>(App, new FastifyAdapter(), { logger: false });
  app.getHttpAdapter().getInstance().addHook('onResponse', httpMetricsHook(gateway.metrics));
  await app.init();
  const running = app;
  return {
    routing: routing.health,
    gateway: gateway.health,
    get: (url: string) => running.inject({ method: 'GET', url }),
  };
};

afterEach(() => app?.close());

test('a process is alive before it is ready', async () => {
  const { get } = await startProcess();
  const answer = await get('/health');
  expect([answer.statusCode, answer.json()]).toEqual([200, { status: 'alive', services: ['routing', 'gateway'] }]);
});

test('a process is ready once no service in it waits for anything, and until then lists what is missing', async () => {
  const { routing, gateway, get } = await startProcess();
  gateway.set('database', true);
  gateway.set('kafka', false, 'no broker answers');
  const before = await get('/ready');
  expect(before.statusCode).toBe(503);
  expect(before.headers['content-type']).toMatch(/^application\/problem\+json/);
  expect(before.json()).toMatchObject({
    status: 503,
    missing: [
      { service: 'routing', condition: 'database', detail: 'not yet' },
      { service: 'gateway', condition: 'kafka', detail: 'no broker answers' },
    ],
  });
  routing.set('database', true);
  gateway.set('kafka', true);
  const after = await get('/ready');
  expect([after.statusCode, after.json()]).toEqual([200, { status: 'ready' }]);
  routing.set('database', false, 'connection refused');
  expect((await get('/ready')).statusCode).toBe(503);
});

test('metrics report readiness per service, requests per route pattern, and the process', async () => {
  const { routing, get } = await startProcess();
  routing.set('database', true);
  await get('/ready');
  await get('/nowhere/42');
  const { body, headers } = await get('/metrics');
  expect(headers['content-type']).toBe('text/plain; version=0.0.4; charset=utf-8');
  expect(body).toContain('warmline_ready{service="routing"} 1\nwarmline_ready{service="gateway"} 0');
  expect(body).toContain('warmline_http_requests_total{method="GET",route="/ready",status="503",service="gateway"} 1');
  expect(body).not.toContain('42"');
  expect(body).toContain('process_cpu_seconds_total');
});
