import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { type ServiceName, topics } from '@warmline/contracts';
import { type ConsumerRecord, declaredTopics, type Transport } from '@warmline/messaging';
import { type ApiClient, apiClient } from '@warmline/testing/api';
import { type KafkaBroker, startKafka } from '@warmline/testing/kafka';
import { testDatabase } from '@warmline/testing/postgres';
import { eventually, freePort, type RunningProcess } from '@warmline/testing/processes';
import { openTransport, serviceNames, startService } from '@warmline/testing/system';
import { startTcpProxy, type TcpProxy } from '@warmline/testing/tcp-proxy';

/** Long enough for every time-out and retry of a client of the broker to end. HANG_SECONDS tries longer ones. */
const HANG_MS = Number(process.env.HANG_SECONDS ?? 25) * 1_000;
const dataDir = mkdtempSync(join(tmpdir(), 'warmline-outages-'));
const running = new Map<
  ServiceName,
  { readonly process: RunningProcess; readonly api: ApiClient; readonly health: ApiClient }
>();
/** Who gave up instead of waiting. */
const ended: ServiceName[] = [];
let kafka: KafkaBroker;
let log: Transport;
let databaseProxy: TcpProxy;
let env: Readonly<Record<string, string>>;

interface Missing {
  readonly status: number;
  readonly missing?: readonly { readonly service: string; readonly condition: string; readonly detail?: string }[];
}

const launch = async (service: ServiceName): Promise<void> => {
  const [port, healthPort] = [await freePort(), await freePort()];
  const made = startService(service, {
    dataDir,
    env: { ...env, PORT: String(port), HEALTH_PORT: String(healthPort) },
  });
  const [api, health] = [port, healthPort].map((each) => apiClient(`http://127.0.0.1:${each}`));
  if (api !== undefined && health !== undefined) running.set(service, { process: made, api, health });
  void made.exited.then(() => ended.push(service));
};
const runningAs = (service: ServiceName) => {
  const found = running.get(service);
  if (found === undefined) throw new Error(`${service} was not started`);
  return found;
};
const at = (service: ServiceName): ApiClient => runningAs(service).api;
const healthOf = (service: ServiceName): ApiClient => runningAs(service).health;
/** What every running service says it lacks. */
const missing = async (): Promise<Record<string, readonly string[]>> => {
  expect(ended).toEqual([]);
  const said = [...running].map(async ([service, { health }]) => {
    const { status, body } = await health.get<Missing>('/ready');
    const lacking = (body.missing ?? []).map((m) => m.condition);
    return [service, status === 200 ? [] : lacking] as const;
  });
  return Object.fromEntries(await Promise.all(said));
};
const nothingMissing = () => Object.fromEntries([...running.keys()].map((service) => [service, []]));
const allReady = () => eventually(async () => expect(await missing()).toEqual(nothingMissing()), { withinMs: 45_000 });
/** Every running service lacks it, and says so. */
const allMissing = (condition: string) =>
  eventually(
    async () => {
      for (const [service, lacking] of Object.entries(await missing()))
        expect([service, lacking]).toEqual([service, expect.arrayContaining([condition])]);
    },
    { withinMs: 30_000 },
  );

const start = async (externalId: string): Promise<string> => {
  const { status, body } = await at('gateway').post<{ conversationId: string }>('/v1/conversations', {
    channel: 'api',
    externalId,
  });
  expect(status).toBe(201);
  return body.conversationId;
};
const post = (id: string, text: string, key: string) =>
  at('gateway').post<{ seq: number; title: string; detail: string }>(
    `/v1/conversations/${id}/messages`,
    { role: 'customer', text },
    { 'idempotency-key': key },
  );
const said = async (id: string): Promise<string[]> =>
  (await at('gateway').get<{ turns: { text: string }[] }>(`/v1/conversations/${id}/transcript`)).body.turns.map(
    (turn) => turn.text,
  );
/** Until sentiment and detection have judged it and the gateway has heard of it: the whole way there and back works. */
const assessedUpTo = (id: string, seq: number) =>
  eventually(
    async () =>
      expect(
        (await at('gateway').get<{ throughSeq: number }>(`/v1/conversations/${id}/assessment`)).body.throughSeq,
      ).toBe(seq),
    { withinMs: 20_000 },
  );
/** What the log holds of a conversation, as it was first appended. */
const published = async (id: string, count: number): Promise<string[]> => {
  const records = new Map<string, ConsumerRecord>();
  const stop = await log.tail(
    [topics.conversation.name],
    (r) => r.key === id && records.set(r.headers.ce_id ?? '', r),
    true,
  );
  const texts = () =>
    [...records.values()]
      .filter((r) => r.headers.ce_type === 'MessagePosted')
      .map((r) => JSON.parse(Buffer.from(r.value ?? []).toString()).text as string);
  try {
    await eventually(() => expect(texts().length).toBeGreaterThanOrEqual(count), { withinMs: 15_000 });
    return texts();
  } finally {
    await stop();
  }
};

beforeAll(async () => {
  const [broker, url, port] = await Promise.all([startKafka(), testDatabase(), freePort()]);
  kafka = broker;
  const address = new URL(url);
  databaseProxy = await startTcpProxy(Number(address.port), port);
  address.port = String(port);
  env = { DATABASE_URL: address.href, KAFKA_BROKERS: kafka.brokers, STUCK_AFTER_SECONDS: '20' };
  log = openTransport(kafka.brokers, url);
  await log.applyTopics(declaredTopics());
}, 120_000);

afterAll(async () => {
  kafka?.resume();
  await Promise.all([...running.values()].map((each) => each.process.stop()));
  await log?.close();
  await databaseProxy?.close();
  await kafka?.stop();
  rmSync(dataDir, { recursive: true, force: true });
}, 60_000);

describe('given neither broker nor database', () => {
  test('when the services start, then they stay alive, wait, and /ready names what is missing', async () => {
    await kafka.kill();
    await databaseProxy.close();
    for (const service of serviceNames) await launch(service);
    await eventually(
      async () => {
        for (const service of serviceNames) expect((await healthOf(service).get('/health')).status).toBe(200);
      },
      { withinMs: 45_000 },
    );
    await allMissing('database');
    const { status, headers, body } = await healthOf('gateway').get<Missing>('/ready');
    expect([status, headers.get('content-type')]).toEqual([503, expect.stringContaining('application/problem+json')]);
    expect(body.missing).toContainEqual(expect.objectContaining({ service: 'gateway', condition: 'database' }));
    expect(body.missing).toContainEqual(expect.objectContaining({ service: 'gateway', condition: 'stream' }));
  }, 90_000);

  test('when the database starts, then only the stream is missing; when the broker starts, then all services become ready', async () => {
    await databaseProxy.open();
    await eventually(
      async () => expect(await missing()).toEqual(Object.fromEntries(serviceNames.map((s) => [s, ['stream']]))),
      { withinMs: 20_000 },
    );
    await kafka.restart();
    await allReady();
  }, 90_000);
});

describe('given all services running', () => {
  test('when the broker is killed, then /ready names it, messages are still accepted, and none is lost or doubled', async () => {
    const id = await start('broker-killed');
    await post(id, 'one', 'k1');
    await assessedUpTo(id, 2);
    await kafka.kill();
    await allMissing('stream');
    expect((await post(id, 'two', 'k2')).status).toBe(201);
    expect((await post(id, 'three', 'k3')).status).toBe(201);
    await kafka.restart();
    await allReady();
    await assessedUpTo(id, 4);
    expect(await published(id, 3)).toEqual(['one', 'two', 'three']);
  }, 120_000);

  test(
    'when the broker hangs for long, then /ready names it, every service is alive, and the stream continues when it answers again',
    async () => {
      const id = await start('broker-hangs');
      kafka.pause();
      await allMissing('stream');
      await sleep(HANG_MS);
      for (const service of serviceNames) expect((await healthOf(service).get('/health')).status).toBe(200);
      expect((await post(id, 'are you there?', 'h1')).status).toBe(201);
      kafka.resume();
      await allReady();
      await assessedUpTo(id, 2);
      expect(await published(id, 1)).toEqual(['are you there?']);
    },
    120_000 + HANG_MS,
  );

  test('when the database is down, then a post is refused with a time to retry, and a retry is published once', async () => {
    const id = await start('database-away');
    expect((await post(id, 'before', 'd1')).status).toBe(201);
    await assessedUpTo(id, 2);
    await databaseProxy.close();
    await allMissing('database');
    const refused = await post(id, 'meanwhile', 'd2');
    expect(refused.status).toBe(503);
    expect(refused.headers.get('content-type')).toMatch(/^application\/problem\+json/);
    expect(Number(refused.headers.get('retry-after'))).toBeGreaterThan(0);
    expect(refused.body.detail).toMatch(/database/);
    await databaseProxy.open();
    await allReady();
    const [again, twice] = [await post(id, 'meanwhile', 'd2'), await post(id, 'meanwhile', 'd2')];
    expect([again.status, twice.status]).toEqual([201, 201]);
    expect(twice.body).toEqual(again.body);
    expect(await said(id)).toEqual(['before', 'meanwhile']);
    await assessedUpTo(id, 3);
    expect(await published(id, 2)).toEqual(['before', 'meanwhile']);
  }, 120_000);
});

describe('given wrong settings', () => {
  const ended = async (service: ServiceName, settings: Readonly<Record<string, string | undefined>>) => {
    const name = `${service}-wrong-${Object.keys(settings).length}`;
    const it = startService(service, { name, dataDir, env: { PORT: '0', ...settings } });
    const { code } = await it.exited;
    return { code, output: it.output() };
  };

  test.each(serviceNames)(
    '%s without a database URL ends and says so',
    async (service) => {
      const { code, output } = await ended(service, { DATABASE_URL: undefined });
      expect(code).toBeGreaterThan(0);
      expect(output).toMatch(new RegExp(`${service} cannot start.*DATABASE_URL: is missing`, 's'));
    },
    30_000,
  );

  test('one error names every fault', async () => {
    const wrong = {
      DATABASE_URL: 'mysql://nowhere/x',
      KAFKA_BROKERS: 'nowhere',
      PORT: '70000',
      LOG_LEVEL: 'loud',
      BOT_TIMEOUT_MS: 'soon',
    };
    const { code, output } = await ended('gateway', wrong);
    expect(code).toBeGreaterThan(0);
    for (const name of Object.keys(wrong)) expect(output).toMatch(new RegExp(`^ +${name}: .`, 'm'));
  }, 30_000);

  test('the error names a missing file', async () => {
    const { code, output } = await ended('gateway', { ...env, TEAMS_FILE: '/nowhere/teams.yaml' });
    expect(code).toBeGreaterThan(0);
    expect(output).toMatch(/gateway cannot start: .*\/nowhere\/teams\.yaml/);
  }, 30_000);
});
