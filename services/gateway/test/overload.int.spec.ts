import { mkdtempSync, rmSync } from 'node:fs';
import { Agent, createServer, request, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, jest, test } from '@jest/globals';
import { subscriptions, topics } from '@warmline/contracts';
import { declaredTopics, type Transport } from '@warmline/messaging';
import { type ApiClient, apiClient } from '@warmline/testing/api';
import { type KafkaBroker, startKafka } from '@warmline/testing/kafka';
import { testDatabase } from '@warmline/testing/postgres';
import { eventually, freePort, type RunningProcess } from '@warmline/testing/processes';
import { openTransport, startService } from '@warmline/testing/system';
import { Client } from 'pg';

jest.setTimeout(60_000);

interface Answer {
  readonly status: number;
  readonly type: string;
  readonly retryAfter: string | undefined;
  readonly body: { readonly conversationId?: string; readonly detail?: string };
}

const dataDir = mkdtempSync(join(tmpdir(), 'warmline-overload-'));
const agent = new Agent({ keepAlive: true, maxSockets: Number.POSITIVE_INFINITY });
let kafka: KafkaBroker;
let log: Transport;
let database: Client;
let gateway: RunningProcess;
let it: ApiClient;
let base = '';
let privateBase = '';
/** A bot that takes calls and never answers. */
let bot: Server;
let botCalls = 0;

beforeAll(async () => {
  const [broker, url, port] = await Promise.all([startKafka(), testDatabase(), freePort()]);
  const healthPort = await freePort();
  kafka = broker;
  log = openTransport(kafka.brokers, url);
  const written = Object.values(topics).filter((t) => t.writer === 'gateway');
  const names: string[] = [...written, ...subscriptions.gateway].map((t) => t.name);
  await log.applyTopics(declaredTopics().filter(({ name }) => names.includes(name) || name.includes('.gateway.')));
  bot = createServer((incoming) => {
    botCalls++;
    incoming.resume();
  });
  await new Promise<void>((done) => void bot.listen(0, '127.0.0.1', done));
  gateway = startService('gateway', {
    dataDir,
    env: {
      DATABASE_URL: url,
      KAFKA_BROKERS: kafka.brokers,
      PORT: String(port),
      HEALTH_PORT: String(healthPort),
      BOT_URL: `http://127.0.0.1:${(bot.address() as AddressInfo).port}`,
      BOT_TIMEOUT_MS: '4000',
      RATE_LIMIT: '20',
    },
  });
  base = `http://127.0.0.1:${port}`;
  privateBase = `http://127.0.0.1:${healthPort}`;
  it = apiClient(base);
  await gateway.waitFor(`${privateBase}/ready`, { withinMs: 60_000 });
  database = new Client({ connectionString: url });
  database.on('error', () => undefined);
  await database.connect();
}, 120_000);
afterAll(async () => {
  agent.destroy();
  await gateway?.stop();
  await database?.end();
  await log?.close();
  bot?.closeAllConnections();
  bot?.close();
  await kafka?.stop();
  rmSync(dataDir, { recursive: true, force: true });
}, 60_000);

/** On a connection of its own, so that thousands are under way at once. */
const post = (path: string, body: object): Promise<Answer> =>
  new Promise((done, failed) => {
    const call = request(
      `${base}${path}`,
      { method: 'POST', agent, headers: { 'content-type': 'application/json' } },
      (answer) => {
        let text = '';
        answer.setEncoding('utf8');
        answer.on('data', (part: string) => (text += part));
        answer.on('end', () =>
          done({
            status: answer.statusCode ?? 0,
            type: answer.headers['content-type']?.split(';')[0] ?? '',
            retryAfter: answer.headers['retry-after'],
            body: JSON.parse(text),
          }),
        );
      },
    );
    call.on('error', failed);
    call.end(JSON.stringify(body));
  });
const start = (externalId: string, channel = 'api') => post('/v1/conversations', { channel, externalId });

/** The sum of a metric's samples whose labels hold the text. */
const metric = async (name: string, labels = ''): Promise<number> => {
  const text = await (await fetch(`${privateBase}/metrics`)).text();
  const samples = text.split('\n').filter((line) => line.startsWith(name) && line.includes(labels));
  return samples.reduce((sum, line) => sum + Number(line.split(' ').at(-1)), 0);
};

/** Conversations whose beginning is in the topic. */
const published = async (atLeast: number): Promise<Set<string>> => {
  const found = new Set<string>();
  const stop = await log.tail(
    [topics.conversation.name],
    (r) => void (r.headers.ce_type === 'ConversationStarted' && found.add(r.key ?? '')),
    true,
  );
  await eventually(() => expect(found.size).toBeGreaterThanOrEqual(atLeast), { withinMs: 20_000 });
  await stop();
  return found;
};

test('given more commands than the database can commit, then the rest are refused with a time to retry, the gateway stays responsive, and exactly the accepted ones are published', async () => {
  await database.query(`
    CREATE FUNCTION wl_gateway.slow() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN PERFORM pg_sleep(0.6); RETURN NULL; END $$;
    CREATE TRIGGER slow AFTER INSERT ON wl_gateway.timeline FOR EACH STATEMENT EXECUTE FUNCTION wl_gateway.slow()`);
  const before = await metric('process_resident_memory_bytes');
  let isFinished = false;
  let most = 0;
  const readiness: [number, boolean][] = [];
  const watching = (async () => {
    while (!isFinished) {
      const asking = performance.now();
      const { status } = await fetch(`${privateBase}/ready`);
      readiness.push([status, performance.now() - asking < 5_000]);
      most = Math.max(most, await metric('warmline_commands_waiting'));
    }
  })();
  const answers = await Promise.all(Array.from({ length: 4_000 }, (_, n) => start(`overload-${n}`)));
  isFinished = true;
  await watching;
  await database.query('DROP TRIGGER slow ON wl_gateway.timeline');

  const accepted = answers.filter((a) => a.status === 201);
  const refused = answers.filter((a) => a.status !== 201);
  expect(accepted.length).toBeGreaterThan(500);
  expect(refused.length).toBeGreaterThan(500);
  for (const { status, type, retryAfter } of refused)
    expect([status, type, Number(retryAfter) > 0]).toEqual([503, 'application/problem+json', true]);
  expect(await metric('warmline_commands_refused_total')).toBe(refused.length);
  expect(most).toBeGreaterThan(0);
  expect(most).toBeLessThanOrEqual(2_000);
  expect(readiness.filter(([status, soon]) => status !== 200 || !soon)).toEqual([]);
  expect((await metric('process_resident_memory_bytes')) - before).toBeLessThan(250 * 1024 * 1024);

  expect((await start('overload-after')).status).toBe(201);
  const there = await published(accepted.length + 1);
  const after = (await start('overload-after')).body.conversationId;
  expect([...there].sort()).toEqual([...accepted.map((a) => a.body.conversationId), after].sort());
});

test('given one conversation that posts without pause, then it is refused with a time to retry, and no other conversation is slower', async () => {
  const [loud, quiet] = await Promise.all([start('loud'), start('quiet')]);
  const say = (of: Answer, text: string) =>
    post(`/v1/conversations/${of.body.conversationId}/messages`, { role: 'customer', text });
  const before = await metric('warmline_commands_refused_total', 'reason="rate-limited"');
  const answers = await Promise.all(Array.from({ length: 60 }, (_, n) => say(loud, `Hello ${n}`)));
  expect((await say(quiet, 'Hello')).status).toBe(201);
  const refused = answers.filter((a) => a.status !== 201);
  expect(refused).toHaveLength(40);
  for (const { status, type, retryAfter, body } of refused) {
    expect([status, type]).toEqual([429, 'application/problem+json']);
    expect(Number(retryAfter)).toBeGreaterThan(0);
    expect(Number(retryAfter)).toBeLessThanOrEqual(10);
    expect(body.detail).toMatch(/^conversation\/.+ come again in \d+ s$/);
  }
  expect((await metric('warmline_commands_refused_total', 'reason="rate-limited"')) - before).toBe(40);
  const path = `/v1/conversations/${loud.body.conversationId}/transcript`;
  expect((await it.get<{ turns: unknown[] }>(path)).body.turns).toHaveLength(20);
  expect((await it.get(path)).status).toBe(200);
});

test('given a bot that hangs, then the number of calls to it is limited, and every customer is handed off at the deadline', async () => {
  const started = await Promise.all(Array.from({ length: 240 }, (_, n) => start(`bot-${n}`, 'web')));
  const ids = started.map((a) => a.body.conversationId ?? '');
  const before = botCalls;
  await Promise.all(ids.map((id) => post(`/v1/conversations/${id}/messages`, { role: 'customer', text: 'Hello?' })));
  await eventually(async () => expect(await metric('warmline_bot_calls_refused_total')).toBe(40));
  await eventually(() => expect(botCalls - before).toBe(200));
  const requested = new Set<string>();
  const stop = await log.tail(
    [topics.conversation.name],
    (r) => {
      const failed =
        r.headers.ce_type === 'MessagePosted' && /"error":"timeout"/.test(Buffer.from(r.value ?? []).toString());
      if (failed) requested.add(r.key ?? '');
    },
    true,
  );
  await eventually(() => expect([...requested].sort()).toEqual([...ids].sort()), { withinMs: 20_000 });
  await stop();
  await eventually(async () => expect(await metric('warmline_bot_calls_in_flight{')).toBe(0));
});
