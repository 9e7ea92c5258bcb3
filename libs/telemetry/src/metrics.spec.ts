import { expect, test } from '@jest/globals';
import { fastify } from 'fastify';
import { metricDeclarations } from './metric-declarations.ts';
import { exposition, httpMetricsHook, metricsFor, processMetrics } from './metrics.ts';

test('two services of one process have separate samples under one header', async () => {
  const [routing, gateway] = [metricsFor('routing'), metricsFor('gateway')];
  routing.eventsProcessed.inc({ topic: 't', type: 'HandoffQueued', outcome: 'emit' }, 3);
  gateway.eventsProcessed.inc({ topic: 't', type: 'MessagePosted', outcome: 'skip' });
  gateway.batchSeconds.observe(0.004);
  const lines = (await exposition([routing.registry, gateway.registry])).split('\n');
  expect(lines.filter((line) => line.startsWith('warmline_events_processed_total'))).toEqual([
    'warmline_events_processed_total{topic="t",type="HandoffQueued",outcome="emit",service="routing"} 3',
    'warmline_events_processed_total{topic="t",type="MessagePosted",outcome="skip",service="gateway"} 1',
  ]);
  expect(lines.filter((line) => line === '# TYPE warmline_events_processed_total counter')).toHaveLength(1);
  expect(lines).toContain('warmline_batch_seconds_bucket{le="0.005",service="gateway"} 1');
  const at = lines.indexOf('# TYPE warmline_batch_seconds histogram');
  expect(lines[at + 1]).toMatch(/^warmline_batch_seconds/);
});

test('process metrics appear once, without a service label', async () => {
  expect(processMetrics()).toBe(processMetrics());
  expect(await exposition([processMetrics()])).toMatch(/^process_resident_memory_bytes \d+/m);
});

test('a metric name states type and unit', () => {
  const declared = Object.values(metricDeclarations);
  expect(new Set(declared.map(({ name }) => name)).size).toBe(declared.length);
  for (const { name, type, help } of declared) {
    expect([name, name.endsWith('_total')]).toEqual([name, type === 'counter']);
    expect(help).toMatch(/\.$/);
    if (type === 'histogram') expect(name).toMatch(/_(seconds|events)$/);
  }
});

test('a counter whose values are known beforehand exists at 0 for each, so that its first increase is seen', async () => {
  const text = await metricsFor('routing').registry.metrics();
  for (const alarm of ['unstaffed', 'closed', 'callback-overdue'])
    expect(text).toContain(`warmline_routing_alarms_total{alarm="${alarm}",service="routing"} 0`);
});

test('the version of Warmline and of Node are labels of a metric', async () => {
  const text = await metricsFor('routing').registry.metrics();
  expect(text).toMatch(/warmline_build_info\{version="\d+\.\d+\.\d+",node="v\d+[^"]*",service="routing"\} 1/);
});

test('requests are counted by the pattern of their route, not by their path', async () => {
  const metrics = metricsFor('gateway');
  const http = fastify().addHook('onResponse', httpMetricsHook(metrics) as never);
  http.get('/v1/conversations/:id', (_request, reply) => reply.status(404).send());
  await http.inject('/v1/conversations/42');
  await http.inject('/nowhere/42');
  const text = await metrics.registry.metrics();
  expect(text).toContain(
    'warmline_http_requests_total{method="GET",route="/v1/conversations/:id",status="404",service="gateway"} 1',
  );
  expect(text).not.toContain('42"');
});
