import { connect, type Socket } from 'node:net';
import { setTimeout as pause } from 'node:timers/promises';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { afterAll, afterEach, beforeAll, expect, test } from '@jest/globals';
import {
  CommandTables1760000000100,
  RuntimeTables1760000000000,
  TimelineTraces1760000000400,
} from '@warmline/messaging';
import { Database } from '@warmline/persistence';
import { ProblemFilter } from '@warmline/service-kit';
import { logger } from '@warmline/telemetry';
import { apiClient, type EventStream } from '@warmline/testing/api';
import { testDatabase } from '@warmline/testing/postgres';
import { eventually } from '@warmline/testing/processes';
import Fastify, { type FastifyInstance } from 'fastify';
import { Feed, HEARTBEAT_MS } from '../src/http/feed.ts';
import { findHandoffCards } from '../src/http/handoff-cards.ts';
import { streamStart } from '../src/http/last-event-id.ts';
import { Queries } from '../src/persistence/queries.ts';

const MOST = 50;
let database: Database;
let reads: Queries;
let feed: Feed;
let http: FastifyInstance;
let base = '';
let open = 0;
let cut = 0;
/** The stream's reader is kept waiting for this long between being asked and opened. */
let openDelayMs = 0;
const streams: EventStream[] = [];
const sockets: Socket[] = [];

const append = async (key: string, from: number, count: number, text = 'x'): Promise<void> => {
  await database.pool.query(
    `INSERT INTO timeline SELECT 'conversation', $1, n, 'MessagePosted', n, json_build_object('text', $4::text) FROM generate_series($2::int, $3::int) n`,
    [key, from, from + count - 1, text],
  );
};
const listen = async (key: string, last?: number): Promise<EventStream> => {
  const stream = await apiClient(base).openStream(`/${key}`, last);
  streams.push(stream);
  return stream;
};
const ids = (stream: EventStream) => stream.received.map(({ id }) => id);
const upTo = (n: number, from = 1) => Array.from({ length: n - from + 1 }, (_, i) => from + i);
setFlagsFromString('--expose-gc');
const collect = runInNewContext('gc') as () => void;
/** Bytes of the heap and beside it that something still holds. */
const heapBytes = (): number => {
  collect();
  const { heapUsed, external } = process.memoryUsage();
  return heapUsed + external;
};
/** Asks for a stream and never reads it. */
const raw = async (key: string): Promise<Socket> => {
  const socket = connect({ port: Number(new URL(base).port), host: '127.0.0.1' });
  sockets.push(socket);
  socket.on('error', () => undefined).pause();
  await new Promise((done) => socket.once('connect', done));
  socket.write(`GET /${key} HTTP/1.1\r\nhost: x\r\n\r\n`);
  return socket;
};

beforeAll(async () => {
  database = new Database({
    url: await testDatabase(),
    service: 'gateway',
    logger: logger('test', { level: 'silent' }),
    migrations: [RuntimeTables1760000000000, CommandTables1760000000100, TimelineTraces1760000000400],
  });
  await database.connect();
  reads = new Queries(database);
  feed = new Feed(reads, { streamsChanged: (clients) => (open = clients), slowClientDropped: () => cut++ }, MOST);
  http = Fastify();
  http.get<{ Params: { key: string } }>('/:key', async ({ params: { key }, headers, url }, reply) => {
    await pause(openDelayMs);
    const stream = feed.open(
      'conversation',
      key,
      streamStart(headers['last-event-id'] as string | undefined, Number.MAX_SAFE_INTEGER),
      reply,
      async ({ type, at, data }) => ({
        event: type,
        data: { ...data, at },
      }),
    );
    if (url.endsWith('?heartbeat')) stream?.announceHeartbeats(HEARTBEAT_MS);
  });
  const filter = new ProblemFilter(() => undefined);
  http.setErrorHandler((error, _, reply) =>
    filter.catch(error, { switchToHttp: () => ({ getResponse: () => reply }) } as never),
  );
  base = await http.listen({ port: 0, host: '127.0.0.1' });
}, 60_000);

afterEach(async () => {
  openDelayMs = 0;
  for (const stream of streams.splice(0)) stream.close();
  for (const socket of sockets.splice(0)) socket.destroy();
  await eventually(() => expect(open).toBe(0));
});

afterAll(async () => {
  feed?.close();
  await http?.close();
  await database?.close();
}, 30_000);

test('given a long conversation of long texts, then a new reader gets all of it, also beyond the size of every buffer', async () => {
  await append('long', 1, 700, 'x'.repeat(8_000));
  const stream = await listen('long');
  await eventually(() => expect(ids(stream)).toEqual(upTo(700)), { withinMs: 20_000 });
});

test('given a reader that reconnects, then it continues after the last event it knows', async () => {
  await append('resumed', 1, 5);
  const stream = await listen('resumed', 3);
  await eventually(() => expect(ids(stream)).toEqual([4, 5]));
});

test('given a reader that wants to see heartbeats, then it gets one at once, with the interval and without a number', async () => {
  await append('visible', 1, 1);
  const stream = await listen('visible?heartbeat');
  await eventually(() => expect(stream.received).toHaveLength(2));
  expect(stream.received).toContainEqual({ id: Number.NaN, event: 'heartbeat', data: { everyMs: HEARTBEAT_MS } });
});

test('given a hint, then new events are sent in order, once', async () => {
  const stream = await listen('hinted');
  for (const n of upTo(20)) {
    await append('hinted', n, 1);
    for (let i = 0; i < 3; i++) feed.hint('conversation', 'hinted');
  }
  await eventually(() => expect(ids(stream)).toEqual(upTo(20)));
});

test('given no hint, then new events are sent as well', async () => {
  const watched = await Promise.all(upTo(10).map((n) => listen(`unhinted-${n}`)));
  await pause(500);
  await append('unhinted-3', 1, 2);
  await eventually(() => expect(ids(watched[2] as EventStream)).toEqual([1, 2]), { withinMs: 12_000 });
  expect(watched.flatMap((stream, n) => (n === 2 ? [] : ids(stream)))).toEqual([]);
}, 20_000);

test('given a client that disconnects while its stream is opened, then no stream is counted or kept', async () => {
  openDelayMs = 300;
  const socket = await raw('gone');
  await pause(100);
  socket.destroy();
  await pause(400);
  expect([open, feed.isWatched('conversation', 'gone')]).toEqual([0, false]);
});

test('given fifty clients that stop reading, then they use little memory, are disconnected after ten seconds, and continue without a gap after a reconnect', async () => {
  // Some 4 MB are in the system's own buffers of a connection before anything waits here.
  await append('slow', 1, 800, 'x'.repeat(8_000));
  const before = heapBytes();
  const clients = await Promise.all(
    upTo(MOST).map(async () => {
      const socket = await raw('slow');
      let text = '';
      const last = () =>
        Math.max(...[...text.matchAll(/^id: (\d+)\nevent: .+\ndata: .+\n/gm)].map((m) => Number(m[1])));
      socket.on('data', (part) => {
        text += part.toString();
        if (last() > 0) socket.pause();
      });
      socket.resume();
      return { last };
    }),
  );
  await eventually(() => expect(open).toBe(MOST));
  await eventually(() => expect(clients.filter(({ last }) => last() > 0)).toHaveLength(MOST));
  await pause(5_000);
  // A page each, what was written last, and what both ends in this process have not collected yet: of 6 MB that each has not been sent.
  expect(heapBytes() - before).toBeLessThan(MOST * 2 * 1024 * 1024);
  await eventually(() => expect([open, cut]).toEqual([0, MOST]), { withinMs: 20_000 });
  const [one] = clients;
  const stream = await listen('slow', one?.last());
  await eventually(() => expect(ids(stream)).toEqual(upTo(800, (one?.last() ?? 0) + 1)), { withinMs: 10_000 });
}, 45_000);

test('given the maximum number of streams, then one more is refused with a time to retry', async () => {
  await Promise.all(upTo(MOST).map((n) => listen(`many-${n}`)));
  expect(open).toBe(MOST);
  const { status, headers } = await apiClient(base).get('/one-more');
  expect([status, headers.get('retry-after')]).toEqual([503, '1']);
});

test('given 5,000 positions, then one fast query finds those that are behind', async () => {
  await append('busy', 1, 3);
  const positions = upTo(5_000).map((n) => ({
    stage: 'conversation',
    key: n === 4_711 ? 'busy' : `quiet-${n}`,
    seq: 2,
  }));
  await reads.findPositionsBehind(positions);
  const before = performance.now();
  expect(await reads.findPositionsBehind(positions)).toEqual([4_710]);
  expect(performance.now() - before).toBeLessThan(500);
});

test('given a stored payload, then the card has it with a suggested reply; given none, then the card is empty', async () => {
  const { HandoffRequested } = (await import('@warmline/contracts')).topics.escalation.events;
  const insert = `INSERT INTO state (stage, key, task, schema, data) VALUES ('handoff-payload', $1, 0, 1, $2)`;
  await database.pool.query(insert, ['h-1', JSON.stringify({ is: 'requested', payload: HandoffRequested.sample })]);
  await database.pool.query(insert, ['h-2', JSON.stringify({ is: 'awaited', held: [] })]);
  const cards = await findHandoffCards(reads, ['h-1', 'h-1', 'h-2', 'h-none'], 'Mia Torres');
  expect(cards.get('h-1')).toMatchObject({
    handoff: { handoffId: 'h-1' },
    suggestedGreeting: expect.stringContaining("I'm Mia"),
  });
  expect([cards.get('h-2'), cards.get('h-none')]).toEqual([{ handoff: null }, { handoff: null }]);
});
