import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { topics } from '@warmline/contracts';
import type { ConsumerRecord } from '@warmline/messaging';
import { type ApiClient, apiClient } from '@warmline/testing/api';
import { type KafkaCluster, startKafkaCluster } from '@warmline/testing/kafka-cluster';
import { testDatabase } from '@warmline/testing/postgres';
import { eventually } from '@warmline/testing/processes';
import { type System, startSystem } from '@warmline/testing/system';

/** Longer than a request to a broker and the session of a consumer. */
const RECOVERY_MS = 45_000;
const dataDir = mkdtempSync(join(tmpdir(), 'warmline-brokers-'));
let cluster: KafkaCluster;
let system: System;
let gateway: ApiClient;
/** What the log holds: the texts of each conversation, as they were first appended. */
const published = new Map<string, Map<string, string>>();
let stopReading: () => Promise<void>;

const start = async (externalId: string): Promise<string> => {
  const { status, body } = await gateway.post<{ conversationId: string }>('/v1/conversations', {
    channel: 'api',
    externalId,
  });
  expect(status).toBe(201);
  return body.conversationId;
};
const post = async (id: string, text: string): Promise<number> => {
  const { status, body } = await gateway.post<{ seq: number }>(`/v1/conversations/${id}/messages`, {
    role: 'customer',
    text,
  });
  expect(status).toBe(201);
  return body.seq;
};
/** Until sentiment and detection have judged it and the gateway has heard of it: the whole way there and back works. */
const assessedUpTo = (id: string, seq: number, withinMs: number) =>
  eventually(
    async () =>
      expect((await gateway.get<{ throughSeq: number }>(`/v1/conversations/${id}/assessment`)).body.throughSeq).toBe(
        seq,
      ),
    { withinMs },
  );
const texts = (id: string): string[] => [...(published.get(id)?.values() ?? [])];

beforeAll(async () => {
  const [brokers, databaseUrl] = await Promise.all([startKafkaCluster(3), testDatabase()]);
  cluster = brokers;
  system = await startSystem({ brokers: cluster.brokers, databaseUrl, dataDir });
  gateway = apiClient(system.url('gateway'));
  stopReading = await system.transport.tail(
    [topics.conversation.name],
    ({ key, headers, value }: ConsumerRecord) => {
      if (headers.ce_type !== 'MessagePosted' || key === null) return;
      const of = published.get(key) ?? new Map<string, string>();
      published.set(key, of.set(String(headers.ce_id), JSON.parse(Buffer.from(value ?? []).toString()).text));
    },
    true,
  );
}, 120_000);

afterAll(async () => {
  await stopReading?.();
  await system?.stop();
  await cluster?.stop();
  rmSync(dataDir, { recursive: true, force: true });
}, 60_000);

describe('given three brokers that hold every topic', () => {
  test('when two of them are killed in turn, then leaders and coordinators move, and every message is judged once', async () => {
    const id = await start('broker-in-turn');
    const expected: string[] = [];
    for (const [i, { broker }] of cluster.nodes.slice(0, 2).entries()) {
      expected.push(`before ${i}`, `during ${i}`);
      await assessedUpTo(id, await post(id, `before ${i}`), RECOVERY_MS);
      await broker.kill();
      await assessedUpTo(id, await post(id, `during ${i}`), RECOVERY_MS);
      await broker.restart();
      await sleep(4_000); // It holds every record again before the next one dies.
    }
    await eventually(() => expect(texts(id)).toEqual(expected), { withinMs: RECOVERY_MS });
  }, 240_000);

  test('when each answer of the brokers takes 200 ms longer, then the services keep their tasks, and messages are judged', async () => {
    const id = await start('slow-broker');
    for (const { proxy } of cluster.nodes) proxy.delay(100);
    try {
      for (const text of ['one', 'two', 'three']) await assessedUpTo(id, await post(id, text), RECOVERY_MS);
    } finally {
      for (const { proxy } of cluster.nodes) proxy.delay(0);
    }
    await eventually(() => expect(texts(id)).toEqual(['one', 'two', 'three']), { withinMs: RECOVERY_MS });
  }, 180_000);

  test('when open connections carry nothing any more, then the services open new ones, and every message is judged once', async () => {
    const id = await start('half-open');
    await assessedUpTo(id, await post(id, 'before'), RECOVERY_MS);
    for (const { proxy } of cluster.nodes) proxy.silence();
    await assessedUpTo(id, await post(id, 'during'), RECOVERY_MS);
    await assessedUpTo(id, await post(id, 'after'), RECOVERY_MS);
    await eventually(() => expect(texts(id)).toEqual(['before', 'during', 'after']), { withinMs: RECOVERY_MS });
  }, 180_000);
});
