import { afterAll, beforeAll, expect, jest, test } from '@jest/globals';
import { subscriptions, topics } from '@warmline/contracts';
import { declaredTopics, encode, stage } from '@warmline/messaging';
import { testDatabase } from '@warmline/testing/postgres';
import { eventually } from '@warmline/testing/processes';
import { createPlatform, type Platform } from '../src/platform.ts';
import { serve } from '../src/server.ts';
import { commonSettings, readSettings } from '../src/settings.ts';

jest.setTimeout(60_000);
let platform: Platform;
let stop: () => Promise<void>;
let release = (): void => {};
let [publicUrl, privateUrl] = ['', ''];

/** A service whose handler waits for an answer that never comes. */
beforeAll(async () => {
  const env = {
    DATABASE_URL: await testDatabase(),
    HOST: '127.0.0.1',
    PORT: '0',
    HEALTH_PORT: '0',
    LOG_LEVEL: 'silent',
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
      prepare: () => new Promise((_, reject) => (release = () => reject(new Error('released')))),
    },
  ]);
  const served = await serve(platform, []);
  stop = served.stop;
  [publicUrl, privateUrl] = [`http://127.0.0.1:${served.port}`, `http://127.0.0.1:${served.healthPort}`];
}, 60_000);
afterAll(async () => {
  const stopped = stop();
  release();
  await stopped;
}, 30_000);

const get = async (path: string) => {
  const answer = await fetch(`${privateUrl}${path}`);
  return { status: answer.status, body: await answer.json() };
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
