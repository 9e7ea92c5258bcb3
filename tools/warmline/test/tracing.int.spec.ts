import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, jest, test } from '@jest/globals';
import { apiClient, type EventStream } from '@warmline/testing/api';
import { testDatabase } from '@warmline/testing/postgres';
import { eventually } from '@warmline/testing/processes';
import { type System, startAllInOne, startSystem } from '@warmline/testing/system';
import { type CollectedSpan, startOtlpCollector } from './otlp-collector.ts';

jest.setTimeout(120_000);
const TRACE_ID = '4bf92f3577b34da6a3ce929d0e0e4736';
const CALLER = '00f067aa0ba902b7';
const MESSAGE = 'I want to speak to a human';

let folder: string;
let collector: Awaited<ReturnType<typeof startOtlpCollector>>;
let system: System | undefined;
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'warmline-traces-'));
  collector = await startOtlpCollector();
}, 30_000);
afterAll(async () => {
  await system?.stop();
  await collector?.stop();
  rmSync(folder, { recursive: true, force: true });
}, 60_000);

/** Signs an agent in, and lets a customer write a message that leads to an offer at the agent's desk. */
const handOff = async (url: string, externalId: string, traceparent: string, deskUrl = url) => {
  const api = apiClient(url);
  const presence = { status: 'online', teams: ['general_team'], capacity: 5 };
  expect((await api.put('/v1/desk/agents/ben/presence', presence)).status).toBeLessThan(300);
  const desk = await apiClient(deskUrl).openStream('/v1/desk/agents/ben/events');
  const { body } = await api.post<{ conversationId: string }>('/v1/conversations', { channel: 'web', externalId });
  const id = body.conversationId;
  await api.post(`/v1/conversations/${id}/messages`, { role: 'customer', text: MESSAGE }, { traceparent });
  await eventually(() => expect(offersAt(desk)).toContain(id), { withinMs: 30_000 });
  return { id, desk };
};
const offersAt = (desk: EventStream) =>
  desk.received.filter(({ event }) => event === 'offer').map(({ data }) => data.conversationId);

/** The spans from the caller down to a span, without its own. */
const ancestors = (spans: readonly CollectedSpan[], of: CollectedSpan): readonly CollectedSpan[] => {
  const parent = spans.find(({ spanId }) => spanId === of.parentSpanId);
  return parent === undefined ? [] : [...ancestors(spans, parent), parent];
};

test('a customer’s message and the offer it leads to at an agent’s desk are one trace through all services', async () => {
  system = await startSystem({
    databaseUrl: await testDatabase(),
    dataDir: folder,
    env: {
      OTEL_EXPORTER_OTLP_ENDPOINT: collector.endpoint,
      OTEL_RESOURCE_ATTRIBUTES: 'deployment.environment.name=drill',
      OTEL_BSP_SCHEDULE_DELAY: '100',
    },
  });
  const { id, desk } = await handOff(system.url('gateway'), 'traced', `00-${TRACE_ID}-${CALLER}-01`);
  const spansOfTrace = () => collector.spans.filter(({ traceId }) => traceId === TRACE_ID);
  const delivery = await eventually(() => {
    const found = spansOfTrace().find(
      ({ name, attributes }) => name === 'stream desk' && attributes['warmline.stream.event'] === 'offer',
    );
    if (found === undefined) throw new Error('the delivery to the desk has no span yet');
    return found;
  });
  const chain = await eventually(() => {
    const found = ancestors(spansOfTrace(), delivery);
    expect(found[0]?.parentSpanId).toBe(CALLER);
    return found;
  });
  expect(chain.map(({ name, kind, resource }) => `${resource['service.name']}: ${name} (${kind})`)).toEqual([
    'gateway: POST /v1/conversations/:id/messages (2)',
    'gateway: send handoff.conversation.v1 (4)',
    'sentiment: process handoff.conversation.v1 (5)',
    'sentiment: send handoff.sentiment.v1 (4)',
    'escalation-detection: process handoff.sentiment.v1 (5)',
    'escalation-detection: send handoff.escalation.v1 (4)',
    'routing: process handoff.escalation.v1 (5)',
    'routing: send handoff.routing-intake.v1 (4)',
    'routing: process handoff.routing-intake.v1 (5)',
    'routing: send handoff.routing.v1 (4)',
    'gateway: process handoff.routing.v1 (5)',
  ]);
  expect(chain.map(({ failed }) => failed)).not.toContain(true);
  const [request, posted, scored] = chain;
  expect(request?.attributes).toMatchObject({
    'http.request.method': 'POST',
    'http.route': '/v1/conversations/:id/messages',
    'http.response.status_code': 201,
    'url.path': `/v1/conversations/${id}/messages`,
    'url.scheme': 'http',
    'warmline.conversation.id': id,
  });
  const about = { 'warmline.conversation.id': id, 'warmline.tenant.id': 'default' };
  const record = {
    ...about,
    'messaging.system.name': 'kafka',
    'messaging.destination.name': 'handoff.conversation.v1',
    'messaging.destination.partition.id': expect.stringMatching(/^[0-5]$/),
    'messaging.message.conversation_id': id,
    'warmline.event.type': 'MessagePosted',
  };
  expect(posted?.attributes).toMatchObject({
    ...record,
    'messaging.operation.name': 'send',
    'messaging.operation.type': 'send',
  });
  expect(scored?.attributes).toMatchObject({
    ...record,
    'messaging.operation.name': 'process',
    'messaging.operation.type': 'process',
    'messaging.consumer.group.name': 'sentiment',
    'messaging.message.id': posted?.attributes['messaging.message.id'],
    'kafka.offset': expect.any(Number),
  });
  expect(delivery).toMatchObject({ kind: 4, attributes: { ...about, 'warmline.agent.id': 'ben' } });
  for (const { attributes } of chain) expect(attributes).toMatchObject({ 'warmline.conversation.id': id });

  // The message becomes visible to wait estimation and feedback too.
  await eventually(() => {
    const services = new Set(spansOfTrace().map(({ resource }) => resource['service.name']));
    expect([...services].sort()).toEqual([
      'escalation-detection',
      'gateway',
      'outcome-feedback',
      'queue-wait-estimation',
      'routing',
      'sentiment',
    ]);
  });

  // Every request and every record of the chain was committed in a transaction of its own or of its batch.
  const commits = spansOfTrace().filter(({ name }) => name.startsWith('COMMIT'));
  for (const step of chain.filter(({ kind }) => kind !== 4)) {
    const service = String(step.resource['service.name']);
    expect(commits.find(({ parentSpanId }) => parentSpanId === step.spanId)).toMatchObject({
      name: `COMMIT ${service}`,
      kind: 3,
      attributes: { ...about, 'db.system.name': 'postgresql', 'db.operation.name': 'COMMIT' },
    });
  }
  // The bot was asked about the message in the same trace.
  const asked = spansOfTrace().find(({ name }) => name === 'ask bot');
  expect([asked?.kind, asked?.parentSpanId, asked?.attributes]).toEqual([
    3,
    request?.spanId,
    expect.objectContaining(about),
  ]);
  for (const { resource } of spansOfTrace())
    expect(resource).toMatchObject({
      'deployment.environment.name': 'drill',
      'service.version': expect.any(String),
      'service.instance.id': expect.any(String),
    });

  // The delivery links to the request that opened the stream, which ends when the stream does.
  desk.close();
  const opened = await eventually(() => {
    const found = collector.spans.find(({ name }) => name === 'GET /v1/desk/agents/:agentId/events');
    if (found === undefined) throw new Error('the request of the stream has not ended yet');
    return found;
  });
  expect(delivery.links).toEqual([opened.spanId]);
});

test('a desk at another replica than the one that commits the offer gets it in the same trace', async () => {
  const other = await system?.addReplica('gateway');
  const traceId = TRACE_ID.replace('4bf9', 'dddd');
  const first = system?.url('gateway') ?? '';
  const { desk } = await handOff(first, 'replicas', `00-${traceId}-${CALLER}-01`, other?.url);
  await eventually(() =>
    expect(collector.spans.filter((span) => span.traceId === traceId && span.name === 'stream desk')).toMatchObject([
      { attributes: { 'warmline.stream.event': 'offer', 'warmline.agent.id': 'ben' } },
    ]),
  );
  desk.close();
});

test('a message whose caller does not record its trace leaves no span of it anywhere', async () => {
  const unsampled = TRACE_ID.replace('4bf9', 'ffff');
  const { desk } = await handOff(system?.url('gateway') ?? '', 'unsampled', `00-${unsampled}-${CALLER}-00`);
  // The exporters have sent what was before: a later request arrives.
  const later = TRACE_ID.replace('4bf9', 'eeee');
  await apiClient(system?.url('gateway') ?? '').post(
    '/v1/conversations',
    { channel: 'web', externalId: 'later' },
    {
      traceparent: `00-${later}-${CALLER}-01`,
    },
  );
  await eventually(() => expect(collector.spans.some(({ traceId }) => traceId === later)).toBe(true));
  desk.close();
  expect(collector.spans.filter(({ traceId }) => traceId === unsampled)).toEqual([]);
});

test('with the sampler always_off nothing is sent, and the name of all services in one process is the given one', async () => {
  const own = await startOtlpCollector();
  const env = { OTEL_EXPORTER_OTLP_ENDPOINT: own.endpoint, OTEL_BSP_SCHEDULE_DELAY: '100', OTEL_SERVICE_NAME: 'shop' };
  for (const sampler of ['always_off', 'parentbased_always_off']) {
    const dataDir = join(folder, sampler);
    const up = await startAllInOne({ dataDir, env: { ...env, OTEL_TRACES_SAMPLER: sampler } });
    const { desk } = await handOff(up.url, 'sampler', `00-${TRACE_ID}-${CALLER}-01`);
    desk.close();
    await up.process.stop();
    const expected = sampler === 'always_off' ? [] : ['shop'];
    expect([...new Set(own.spans.map(({ resource }) => resource['service.name']))]).toEqual(expected);
    // The embedded log is not Kafka.
    const systems = own.spans.flatMap(({ attributes }) => attributes['messaging.system.name'] ?? []);
    expect([...new Set(systems)]).toEqual(sampler === 'always_off' ? [] : ['embedded']);
  }
  await own.stop();
});
