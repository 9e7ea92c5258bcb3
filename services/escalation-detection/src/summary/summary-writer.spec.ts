import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { type DataOf, type EventType, subscriptions, topics } from '@warmline/contracts';
import {
  declaredTopics,
  encode,
  MemoryStore,
  type MemoryTransport,
  memoryTransport,
  noopObserver,
  Processor,
  systemClock,
} from '@warmline/messaging';
import { modelEndpoint } from '@warmline/service-kit/model-endpoint';
import { policy } from '../../test/conversation.fixtures.ts';
import { stages } from '../stages.ts';
import { type SummaryOutcome, type SummaryWriter, summaryWriter } from './summary-writer.ts';

const GOOD = 'The customer was charged $80 twice for order #12345 and wants one charge back.';
const log = { info: () => {}, warn: () => {}, error: () => {} };
const ended: (() => Promise<unknown>)[] = [];
afterEach(async () => {
  for (const end of ended.splice(0).reverse()) await end();
});

interface Seen {
  readonly path: string | undefined;
  readonly authorization: string | undefined;
  readonly body: { readonly model: string; readonly messages: readonly { role: string; content: string }[] };
}
/** An OpenAI-compatible server with configurable answers: a text, a status, or none. */
const startModelServer = async (answers: () => string | number | null) => {
  const seen: Seen[] = [];
  const server: Server = createServer(async (request, response) => {
    let body = '';
    for await (const chunk of request) body += chunk;
    seen.push({ path: request.url, authorization: request.headers.authorization, body: JSON.parse(body) });
    const answer = answers();
    if (answer === null) return;
    if (typeof answer === 'number') response.writeHead(answer).end();
    else response.end(JSON.stringify({ choices: [{ message: { role: 'assistant', content: answer } }] }));
  });
  await new Promise<void>((ready) => server.listen(0, '127.0.0.1', ready));
  ended.push(async () => {
    server.closeAllConnections();
    await new Promise((done) => server.close(done));
  });
  return { seen, url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/v1` };
};

const until = async (check: () => boolean): Promise<void> => {
  for (let i = 0; i < 400; i++) {
    if (check()) return;
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
  throw new Error('did not come true in time');
};

/** The service over the memory transport; without a summary writer the endpoint is off. */
const startService = async (given: {
  readonly url?: string;
  readonly timeoutMs?: number;
  readonly openMs?: number;
}) => {
  const transport = memoryTransport();
  await transport.applyTopics(declaredTopics());
  const outputs: { type: string; data: Record<string, unknown> }[] = [];
  const read = [topics.escalation.name, topics.escalationIntake.name];
  ended.push(
    await transport.tail(read, (record) => {
      outputs.push({
        type: record.headers.ce_type ?? '',
        data: JSON.parse(Buffer.from(record.value ?? []).toString()),
      });
    }),
  );
  const outcomes: SummaryOutcome[] = [];
  const { url, timeoutMs = 1_000, openMs = 60_000 } = given;
  const written: SummaryWriter | null =
    url === undefined
      ? null
      : summaryWriter({
          ask: modelEndpoint({ url, key: 'secret', model: 'a-model', timeoutMs }),
          model: 'a-model',
          append: (records) => transport.append(records),
          now: systemClock.now,
          log,
          countOutcome: (outcome) => void outcomes.push(outcome),
          circuit: { failures: 2, openMs },
        });
  const processor = new Processor({
    service: 'escalation-detection',
    topics: subscriptions['escalation-detection'],
    stages: stages(() => policy),
    store: new MemoryStore(),
    transport,
    clock: systemClock,
    log,
    observer: noopObserver,
    ready: () => {},
    fatal: (error) => {
      throw error;
    },
    ...(written !== null && { onCommitted: written.onCommitted }),
  });
  await processor.start();
  ended.push(() => processor.stop());
  if (written !== null) ended.push(() => written.stop());
  const outputsOf = <T extends EventType>(type: T) =>
    outputs.filter((one) => one.type === type).map((one) => one.data as DataOf<T>);
  return { transport, outcomes, outputsOf };
};

const say = (transport: MemoryTransport, conversationId: string) => {
  const base = { conversationId, tenantId: 'default' };
  const cause = { id: 'x', at: 1_760_000_000_000, tenantId: 'default', correlationId: 'x', traceparent: undefined };
  const text = 'I was charged $80 twice for order #12345. Please help.';
  const events: [EventType, object][] = [
    [
      'ConversationStarted',
      { ...base, seq: 1, channel: 'web', externalId: 'w', policyVersion: 'default-1', hasBot: true },
    ],
    ['MessagePosted', { ...base, seq: 2, messageId: 'm-2', role: 'customer', text, epoch: 1 }],
    ['HumanRequested', { ...base, seq: 3 }],
  ];
  return transport.append(
    events.map(([type, data]) => encode('gateway', { type, data }, `${conversationId}/${type}`, cause)),
  );
};

test('a supported answer is recorded and follows its hand-off, which did not wait for it', async () => {
  const { url, seen } = await startModelServer(() => ` ${GOOD}\n`);
  const { transport, outcomes, outputsOf } = await startService({ url });
  await say(transport, 'c-1');
  await until(() => outputsOf('HandoffContextAdded').length === 1);
  const [requested] = outputsOf('HandoffRequested');
  expect(requested?.context.summary.text).toMatch(/^Now: “I was charged/);
  expect(requested?.context.summary).not.toHaveProperty('written_by');
  expect(outputsOf('SummaryWritten')).toMatchObject([
    { text: GOOD, model: 'a-model', handoffId: requested?.handoffId },
  ]);
  expect(outputsOf('HandoffContextAdded')).toMatchObject([{ details: GOOD, model: 'a-model', poolId: 'default' }]);
  expect(outcomes).toEqual(['written']);
  expect(seen).toMatchObject([
    { path: '/v1/chat/completions', authorization: 'Bearer secret', body: { model: 'a-model' } },
  ]);
  expect(seen[0]?.body.messages.at(-1)?.content).toContain('customer: I was charged $80 twice for order #12345.');
});

test('a replay of the recorded summary gives the same event and calls no model', async () => {
  const { url, seen } = await startModelServer(() => GOOD);
  const first = await startService({ url });
  await say(first.transport, 'c-1');
  await until(() => first.outputsOf('HandoffContextAdded').length === 1);
  const [written] = first.outputsOf('SummaryWritten');
  const again = await startService({});
  const cause = { id: 'x', at: 1, tenantId: 'default', correlationId: 'x', traceparent: undefined };
  const topic = topics.escalationIntake.name;
  await again.transport.append([
    encode('escalation-detection', { type: 'SummaryWritten', data: written, topic }, 'e-1', cause),
  ]);
  await until(() => again.outputsOf('HandoffContextAdded').length === 1);
  expect(again.outputsOf('HandoffContextAdded')).toEqual(first.outputsOf('HandoffContextAdded'));
  expect(seen).toHaveLength(1);
});

test.each<[string, string | number | null, SummaryOutcome]>([
  ['an invented number', 'The customer was charged $90 for order #12345.', 'unsupported'],
  ['an invented name', 'Bob was charged twice.', 'unsupported'],
  ['an empty text', '  ', 'failed'],
  ['status 500', 500, 'failed'],
  ['nothing in time', null, 'timeout'],
])('%s leaves the built-in summary', async (_, answer, outcome) => {
  const { url } = await startModelServer(() => answer);
  const { transport, outcomes, outputsOf } = await startService({ url, timeoutMs: answer === null ? 50 : 1_000 });
  await say(transport, 'c-1');
  await until(() => outcomes.length === 1);
  expect(outcomes).toEqual([outcome]);
  expect(outputsOf('HandoffRequested')).toHaveLength(1);
  expect(outputsOf('SummaryWritten')).toEqual([]);
});

test('consecutive failures open the circuit; after its open time one call may try', async () => {
  let answer: string | number = 500;
  const { url, seen } = await startModelServer(() => answer);
  const { transport, outcomes, outputsOf } = await startService({ url, openMs: 150 });
  for (const [n, id] of ['c-1', 'c-2', 'c-3'].entries()) {
    await say(transport, id);
    await until(() => outcomes.length === n + 1);
  }
  expect(outcomes).toEqual(['failed', 'failed', 'circuit-open']);
  expect(seen).toHaveLength(2);
  answer = GOOD;
  await new Promise((resolve) => setTimeout(resolve, 200));
  await say(transport, 'c-4');
  await until(() => outcomes.length === 4);
  expect(outcomes.at(-1)).toBe('written');
  expect(outputsOf('HandoffRequested')).toHaveLength(4);
});

test('rejected texts do not open the circuit', async () => {
  const { url, seen } = await startModelServer(() => 'The customer was charged $90.');
  const { transport, outcomes } = await startService({ url });
  for (const [n, id] of ['c-1', 'c-2', 'c-3'].entries()) {
    await say(transport, id);
    await until(() => outcomes.length === n + 1);
  }
  expect(outcomes).toEqual(['unsupported', 'unsupported', 'unsupported']);
  expect(seen).toHaveLength(3);
});

test('without an endpoint the hand-off is requested as usual and nothing follows', async () => {
  const { transport, outputsOf } = await startService({});
  await say(transport, 'c-1');
  await until(() => outputsOf('HandoffRequested').length === 1);
  await new Promise((resolve) => setTimeout(resolve, 50));
  expect(outputsOf('HandoffContextAdded')).toEqual([]);
});

test('a stop aborts calls in progress at once', async () => {
  const { url, seen } = await startModelServer(() => null);
  const { transport, outcomes } = await startService({ url, timeoutMs: 60_000 });
  await say(transport, 'c-1');
  await until(() => seen.length === 1);
  for (const end of ended.splice(1).reverse()) await end();
  expect(outcomes).toEqual([]);
});
