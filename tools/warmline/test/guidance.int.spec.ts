import { execFile } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, expect, jest, test } from '@jest/globals';
import { subscriptions, topics } from '@warmline/contracts';
import { loadPolicy, stages } from '@warmline/escalation-detection/stages';
import {
  type ConsumerRecord,
  declaredTopics,
  MemoryStore,
  memoryTransport,
  noopObserver,
  Processor,
  systemClock,
  type Transport,
} from '@warmline/messaging';
import { type ApiClient, apiClient } from '@warmline/testing/api';
import { eventually } from '@warmline/testing/processes';
import { type OneProcess, oneProcess } from './one-process.ts';

jest.setTimeout(90_000);
const CLI = resolve(import.meta.dirname, '../bin/warmline.js');
const SHIPPED = resolve(import.meta.dirname, '../../../deploy/defaults/policy.yaml');

let folder: string;
let file: string;
let model: Server;
let isModelUp = true;
const asked: string[] = [];
let system: OneProcess;
let gateway: ApiClient;
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'warmline-guidance-'));
  file = join(folder, 'guided.yaml');
  writeFileSync(
    file,
    `extends: ${SHIPPED}\nversion: guided-1\nguidance:\n  - { id: emergency, when: the customer mentions a medical emergency, verdict: immediate }\n`,
  );
  model = createServer(async (request, response) => {
    const { messages } = JSON.parse((await request.toArray()).join(''));
    const { message } = JSON.parse(messages[1].content);
    asked.push(message);
    if (!isModelUp) return void response.writeHead(503).end();
    const matched = message.includes('collapsed') ? ['emergency'] : [];
    response.end(JSON.stringify({ choices: [{ message: { content: JSON.stringify({ matched }) } }] }));
  });
  await new Promise<void>((listening) => model.listen(0, '127.0.0.1', listening));
  const url = `http://127.0.0.1:${(model.address() as AddressInfo).port}/v1`;
  system = await oneProcess(undefined, { GUIDANCE_MODEL_URL: url, GUIDANCE_MODEL: 'small-1' });
  gateway = apiClient(system.url);
});
afterAll(async () => {
  await system.stop();
  model.closeAllConnections();
  model.close();
  rmSync(folder, { recursive: true, force: true });
});

const cli = (...args: string[]) => promisify(execFile)(process.execPath, [CLI, ...args]);

interface Assessment {
  readonly throughSeq: number;
  readonly verdict: string;
  readonly rules: readonly string[];
}
const asks = async (tenantId: string, text: string): Promise<Assessment> => {
  const place = { tenantId, channel: 'mail', externalId: `${tenantId}/${text}` };
  const { conversationId } = (await gateway.post<{ conversationId: string }>('/v1/conversations', place)).body;
  const path = `/v1/conversations/${conversationId}`;
  const { body } = await gateway.post<{ seq: number }>(`${path}/messages`, { role: 'customer', text });
  return eventually(async () => {
    const assessed = (await gateway.get<Assessment>(`${path}/assessment`)).body;
    if (assessed.throughSeq < body.seq) throw new Error('not assessed yet');
    return assessed;
  });
};

const recordsOf = async (transport: Transport, names: readonly string[]): Promise<ConsumerRecord[]> => {
  const found: ConsumerRecord[] = [];
  const stop = await transport.tail([...names], (record) => void found.push(record), true);
  await new Promise((done) => setTimeout(done, 500));
  await stop();
  return found;
};
const assessmentsIn = async (transport: Transport): Promise<string[]> =>
  (await recordsOf(transport, [topics.escalation.name]))
    .filter(({ headers }) => headers.ce_type === 'EscalationAssessed')
    .map(({ value }) => Buffer.from(value ?? []).toString())
    .sort();

test('the command line accepts a policy with guidance and publishes it', async () => {
  expect((await cli('policy', 'check', file)).stdout).toContain('guided-1');
  const published = await cli('policy', 'publish', file, '--url', system.url, '--tenant', 't-1');
  expect(published.stdout).toBe('guided-1 is effective for t-1, every channel\n');
});

test('a message that the guidance names is handed over, another is not, and a tenant without guidance is not asked about', async () => {
  expect(await asks('t-1', 'my father collapsed in your shop')).toMatchObject({
    verdict: 'immediate',
    rules: ['guidance.matched'],
  });
  expect(await asks('t-1', 'where is my parcel')).toMatchObject({ verdict: 'none', rules: [] });
  expect(await asks('t-2', 'my father collapsed in your shop')).toMatchObject({ verdict: 'none', rules: [] });
  expect(asked).toEqual(['my father collapsed in your shop', 'where is my parcel']);
});

test('the same events give the same verdicts to a service that has no model', async () => {
  const policies = new Map([loadPolicy(file), loadPolicy(SHIPPED)].map((policy) => [policy.version, policy]));
  const transport = memoryTransport();
  await transport.applyTopics(declaredTopics());
  const names = [topics.conversation.name, topics.sentiment.name];
  const records = await recordsOf(system.transport, names);
  await transport.append(
    records.map(({ key, value, ...record }) => ({
      ...record,
      key: key ?? '',
      value: Buffer.from(value ?? []).toString(),
    })),
  );
  const callsBefore = asked.length;
  const processor = new Processor({
    service: 'escalation-detection',
    topics: subscriptions['escalation-detection'],
    stages: stages((_, version) => {
      const policy = policies.get(version);
      if (policy === undefined) throw new Error(`unknown policy ${version}`);
      return policy;
    }),
    store: new MemoryStore(),
    transport,
    clock: systemClock,
    log: { info: () => {}, warn: () => {}, error: () => {} },
    observer: noopObserver,
    ready: () => {},
    fatal: (error) => {
      throw error;
    },
  });
  await processor.start();
  const expected = await assessmentsIn(system.transport);
  await eventually(async () => expect(await assessmentsIn(transport)).toHaveLength(expected.length));
  expect(await assessmentsIn(transport)).toEqual(expected);
  await processor.stop();
  expect(expected.some((data) => data.includes('guidance.matched'))).toBe(true);
  expect(asked).toHaveLength(callsBefore);
});

test('without the model everything else stands: a request for a person is obeyed, the situation is not recognised', async () => {
  isModelUp = false;
  expect(await asks('t-1', 'my father collapsed again')).toMatchObject({ verdict: 'none', rules: [] });
  expect(await asks('t-1', 'let me talk to a human')).toMatchObject({
    verdict: 'immediate',
    rules: ['emotional.human-request'],
  });
});
