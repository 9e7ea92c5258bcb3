import { createServer, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, expect, test } from '@jest/globals';
import { type DataOf, subscriptions, topics } from '@warmline/contracts';
import {
  declaredTopics,
  encode,
  MemoryStore,
  memoryTransport,
  noopObserver,
  Processor,
  systemClock,
} from '@warmline/messaging';
import { score } from './domain/score.ts';
import { httpModel } from './http-model.ts';
import { stages } from './stages.ts';

const silentLog = { info: () => {}, warn: () => {}, error: () => {} };
const open: Server[] = [];
const running: Processor[] = [];
afterEach(async () => {
  for (const processor of running.splice(0)) await processor.stop();
  for (const server of open.splice(0)) {
    server.closeAllConnections();
    server.close();
  }
});

type Reply = (texts: readonly string[], response: ServerResponse) => void;
/** A server with configurable answers, and the texts of each request it received. */
const startModelServer = async (reply: Reply) => {
  const asked: string[][] = [];
  const server = createServer(async (request, response) => {
    const { texts } = JSON.parse((await request.toArray()).join('')) as { texts: string[] };
    asked.push(texts);
    reply(texts, response);
  });
  open.push(server);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return { asked, url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/` };
};
const positiveScore = { score: 0.9, pNegative: 0.02, label: 'positive' } as const;
const allPositive: Reply = (texts, response) => void response.end(JSON.stringify(texts.map(() => positiveScore)));
const modelAt = (url: string, timeoutMs = 1_000, openMs = 10_000) =>
  httpModel({ url, timeoutMs, openMs, log: silentLog });

test('given a model that answers, then each text has its score, whatever the number of requests', async () => {
  const { asked, url } = await startModelServer((texts, response) =>
    response.end(JSON.stringify(texts.map((text) => ({ ...positiveScore, score: Number(text) / 100 })))),
  );
  const scores = await modelAt(url)(Array.from({ length: 70 }, (_, i) => String(i)));
  expect(scores.map((one) => one?.score)).toEqual(Array.from({ length: 70 }, (_, i) => i / 100));
  expect(asked.map(({ length }) => length).sort((a, b) => a - b)).toEqual([6, 32, 32]);
});

test.each<[string, Reply]>([
  ['an error', (_, response) => void response.writeHead(500).end()],
  ['a body that is not JSON', (_, response) => void response.end('<html>')],
  ['too few scores', (_, response) => void response.end('[]')],
  [
    'a probability above one',
    (texts, response) => void response.end(JSON.stringify(texts.map(() => ({ ...positiveScore, pNegative: 1.2 })))),
  ],
  [
    'a positive score that is probably negative',
    (texts, response) => void response.end(JSON.stringify(texts.map(() => ({ ...positiveScore, pNegative: 0.9 })))),
  ],
  ['an answer over the size limit', (_, response) => void response.end(`"${'a'.repeat(70_000)}"`)],
  ['a redirect', (_, response) => void response.writeHead(302, { location: 'http://127.0.0.1:1/' }).end()],
  ['no answer in time', () => {}],
])('given a model that answers with %s, then the text has no score and nothing is thrown', async (_, reply) => {
  const { url } = await startModelServer(reply);
  expect(await modelAt(url, 100)(['hello'])).toEqual([undefined]);
});

test('given five failures in a row, then the model is not called until the circuit closes again', async () => {
  let ill = true;
  const { asked, url } = await startModelServer((texts, response) =>
    ill ? void response.writeHead(503).end() : allPositive(texts, response),
  );
  const model = modelAt(url, 1_000, 60);
  for (let i = 0; i < 8; i++) expect(await model(['hello'])).toEqual([undefined]);
  expect(asked).toHaveLength(5);
  ill = false;
  await new Promise((resolve) => setTimeout(resolve, 80));
  expect(await model(['hello'])).toEqual([positiveScore]);
});

const message = (seq: number, role: 'customer' | 'bot', text: string) =>
  encode(
    'gateway',
    {
      type: 'MessagePosted',
      data: {
        conversationId: 'c-1',
        tenantId: 't',
        seq,
        messageId: `m-${seq}`,
        role,
        text,
        epoch: 1,
      } satisfies DataOf<'MessagePosted'>,
    },
    `c-1/${seq}`,
    { id: 'cause', at: 1_000 + seq, tenantId: 't', correlationId: 'x', traceparent: undefined },
  );

/** Events of the service for one bot message and two customer messages, with the model at that address. */
const published = async (url: string): Promise<DataOf<'SentimentScored'>[]> => {
  const transport = memoryTransport();
  await transport.applyTopics(declaredTopics());
  const processor = new Processor({
    service: 'sentiment',
    topics: subscriptions.sentiment,
    stages: stages({ sentiment: modelAt(url) }),
    store: new MemoryStore(),
    transport,
    clock: systemClock,
    log: silentLog,
    observer: noopObserver,
    ready: () => {},
    fatal: (error) => {
      throw error;
    },
  });
  running.push(processor);
  await processor.start();
  const found: DataOf<'SentimentScored'>[] = [];
  const stop = await transport.tail(
    [topics.sentiment.name],
    ({ value }) => void found.push(JSON.parse(Buffer.from(value ?? []).toString())),
    true,
  );
  await transport.append([message(1, 'bot', 'Hello'), message(2, 'customer', complaint), message(3, 'customer', '')]);
  for (let i = 0; i < 200 && found.length < 2; i++) await new Promise((resolve) => setTimeout(resolve, 5));
  await stop();
  return found;
};
const complaint = 'I have been waiting for hours, this is unacceptable';

test('given a model that answers, then its scores of the customer messages are published and smoothed', async () => {
  const { asked, url } = await startModelServer(allPositive);
  const [first, second] = await published(url);
  expect(first).toMatchObject({
    seq: 2,
    ...positiveScore,
    language: 'en',
    smoothed: { score: expect.closeTo(0.63), pNegative: expect.closeTo(0.044) },
  });
  expect(second).toMatchObject({ seq: 3, label: 'unknown' });
  expect(asked).toEqual([[complaint]]);
});

test('given a model that fails, then the built-in model scores without waiting', async () => {
  const { url } = await startModelServer((_, response) => void response.writeHead(500).end());
  const [first] = await published(url);
  const { words, ...own } = score(complaint);
  expect(first).toMatchObject({ seq: 2, ...own, words: [...words] });
  expect(first?.label).toBe('negative');
});
