import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, jest, test } from '@jest/globals';
import { subscriptions, topics } from '@warmline/contracts';
import { declaredTopics, encode, stage } from '@warmline/messaging';
import { testDatabase } from '@warmline/testing/postgres';
import { eventually } from '@warmline/testing/processes';
import { createPlatform, type Platform } from '../src/platform.ts';
import { serve } from '../src/server.ts';
import { commonSettings, readSettings } from '../src/settings.ts';

jest.setTimeout(60_000);
const folder = mkdtempSync(join(tmpdir(), 'warmline-liveness-'));
const logFile = join(folder, 'log');
let platform: Platform;
let stop: () => Promise<void>;
const answer = Promise.withResolvers<void>();
let [publicUrl, privateUrl] = ['', ''];

/** A service whose handler waits for an answer that never comes. */
beforeAll(async () => {
  const env = {
    DATABASE_URL: await testDatabase(),
    HOST: '127.0.0.1',
    PORT: '0',
    HEALTH_PORT: '0',
    LOG_FILE: logFile,
    STUCK_AFTER_SECONDS: '5',
  };
  platform = createPlatform(
    readSettings('test', commonSettings, env, (s) => s),
    'test',
    (error) => {
      throw error;
    },
  );
  await platform.transport.applyTopics(declaredTopics());
  const service = platform.service('sentiment');
  const waiting = stage({
    name: 'waiting',
    inputs: subscriptions.sentiment,
    key: 'conversationId',
    step: { step: () => ({ state: {}, verdict: { is: 'skip', reason: 'unused' } }), due: () => null },
  });
  service.addProcessor([
    {
      ...waiting,
      prepare: async (inputs) => {
        await answer.promise;
        return inputs;
      },
    },
  ]);
  const served = await serve(platform, []);
  stop = served.stop;
  [publicUrl, privateUrl] = [`http://127.0.0.1:${served.port}`, `http://127.0.0.1:${served.healthPort}`];
}, 60_000);
afterAll(async () => {
  const stopped = stop();
  answer.resolve();
  await stopped;
  rmSync(folder, { recursive: true, force: true });
}, 30_000);

const get = async (path: string) => {
  const response = await fetch(`${privateUrl}${path}`);
  return { status: response.status, body: (await response.json()) as { readonly missing?: unknown } };
};

test('health, readiness and metrics are on the private port only', async () => {
  await eventually(async () => expect((await get('/ready')).status).toBe(200), { withinMs: 20_000 });
  expect((await fetch(`${privateUrl}/metrics`)).status).toBe(200);
  for (const path of ['/health', '/ready', '/metrics']) expect((await fetch(publicUrl + path)).status).toBe(404);
});

test('given a handler whose promise never settles, then the process is no longer alive after the limit', async () => {
  const cause = { id: 'e-1', at: Date.now(), tenantId: 't', correlationId: 'c-1', traceparent: undefined };
  const event = { type: 'ConversationStarted', data: topics.conversation.events.ConversationStarted.sample };
  await platform.transport.append([encode('gateway', event, 'e-1/1', cause)]);
  expect((await get('/health')).status).toBe(200);
  await eventually(async () => expect((await get('/health')).status).toBe(503), { withinMs: 20_000 });
  expect((await get('/health')).body).toMatchObject({
    title: 'Stuck',
    stuck: [{ service: 'sentiment', loop: 'processor', seconds: expect.any(Number) }],
  });
});

test('and it is not ready, with the number of records and seconds it is behind', async () => {
  await eventually(async () => expect((await get('/ready')).status).toBe(503));
  const { body } = await get('/ready');
  expect(body.missing).toEqual([
    {
      service: 'sentiment',
      condition: 'lag',
      detail: expect.stringMatching(/^handoff\.conversation\.v1: 1 record and \d+ s behind$/),
    },
  ]);
});

test('the log has one line each for ready, not ready, stopping and stopped', async () => {
  const stopped = stop();
  answer.resolve();
  await stopped;
  const lines = readFileSync(logFile, 'utf8').trim().split('\n');
  const found = lines.map((line) => JSON.parse(line) as { service: string; msg: string });
  const told = found.filter(({ msg }) => ['ready', 'not ready', 'stopping', 'stopped'].includes(msg));
  expect(told).toMatchObject([
    { service: 'sentiment', msg: 'ready', secondsSinceStart: expect.any(Number) },
    { service: 'sentiment', msg: 'not ready', unmet: [{ condition: 'lag' }] },
    { service: 'test', msg: 'stopping', secondsSinceStart: expect.any(Number) },
    { service: 'test', msg: 'stopped', seconds: expect.any(Number) },
  ]);
});
