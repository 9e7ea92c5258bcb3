import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, jest, test } from '@jest/globals';
import type { ServiceName } from '@warmline/contracts';
import { commonSettings, openTransport, readSettings } from '@warmline/service-kit';
import { apiClient } from '@warmline/testing/api';
import { type AclRule, addAcls, removeAcls } from '@warmline/testing/broker-acls';
import { eventually } from '@warmline/testing/processes';
import { type ServerProcess, serviceNames } from '@warmline/testing/system';
import { conversationOf, handOver, postMessage, start, waitForOffer } from './ada-story.ts';
import { PREFIX, passwordOf, startSecuredCluster } from './secured-cluster.ts';

jest.setTimeout(120_000);
const FORGOTTEN = `${PREFIX}handoff.desk.v1`;
const DENIED = `${PREFIX}handoff.sentiment.v1`;
let cluster: Awaited<ReturnType<typeof startSecuredCluster>>;
let rules: AclRule[];
const services = new Map<ServiceName, ServerProcess>();
const of = (service: ServiceName): ServerProcess => {
  const found = services.get(service);
  if (found === undefined) throw new Error(`${service} was not started`);
  return found;
};
const isForgotten = (rule: AclRule): boolean => rule.principal === 'User:routing' && rule.name === FORGOTTEN;
/** What is missing, according to /ready. */
const unready = async (server: ServerProcess): Promise<string> => {
  const answer = await fetch(`${server.healthUrl}/ready`);
  return `${answer.status} ${await answer.text()}`;
};

beforeAll(async () => {
  cluster = await startSecuredCluster();
  rules = JSON.parse(await cluster.warmline(['topics', 'acl', '--json'], { KAFKA_TOPIC_PREFIX: PREFIX }));
  await addAcls(
    cluster.brokers,
    rules.filter((rule) => !isForgotten(rule)),
  );
}, 180_000);
afterAll(() => cluster?.stop(), 60_000);

test('the operator creates the topics with the rights that the tool prints for them', async () => {
  const created = await cluster.warmline(['topics', 'apply'], cluster.environmentOf('operator'));
  expect(created).toContain('created handoff.desk.v1');
  expect(await cluster.warmline(['topics', 'apply'], cluster.environmentOf('operator'))).toContain('0 created');
});

test('a service whose ACLs miss a topic says so in one log line, is not ready, and starts once they are added', async () => {
  for (const service of serviceNames) services.set(service, await cluster.launch(service));
  const routing = of('routing');
  const why = `the ACLs of Kafka do not allow this user to use (see warmline topics acl): ${FORGOTTEN}`;
  await eventually(async () => expect(await unready(routing)).toContain(why), { withinMs: 60_000 });
  expect(await unready(routing)).toMatch(/^503 /);
  const lines = cluster.logOf('routing').split('\n');
  expect(lines.filter((line) => line.includes(why))).toHaveLength(1);
  await addAcls(cluster.brokers, rules.filter(isForgotten));
  await Promise.all([...services.values()].map(cluster.ready));
});

test('six services with rights of their own hand a customer over to an agent and record the outcome', async () => {
  const gateway = apiClient(of('gateway').url);
  const id = await handOver(gateway, 'secured');
  const offer = await waitForOffer(gateway, 'mia', id);
  expect((await gateway.post(`/v1/desk/agents/mia/offers/${offer.offerId}/accept`, {})).status).toBe(202);
  await eventually(async () =>
    expect(await conversationOf(gateway, id)).toMatchObject({ owner: { kind: 'agent', id: 'mia' } }),
  );
  const form = { resolved: true, customerSatisfied: true, botCouldHaveHandled: false };
  expect((await gateway.post(`/v1/desk/agents/mia/conversations/${id}/resolve`, form)).status).toBe(202);
  const outcomes = apiClient(of('outcome-feedback').url);
  await eventually(
    async () => {
      const { status, body } = await outcomes.get(`/v1/outcomes/handoffs/${offer.handoffId}`);
      expect([status, body]).toMatchObject([200, { resolved: true, conversationId: id }]);
    },
    { withinMs: 30_000 },
  );
});

test('a malformed record from outside becomes a dead letter that the operator lists and discards', async () => {
  const settings = readSettings(
    'outside',
    commonSettings.partial({ DATABASE_URL: true }),
    cluster.environmentOf('outside'),
    (s) => s,
  );
  const { transport, close } = openTransport(settings, 'outside', { info: () => {}, warn: () => {}, error: () => {} });
  const record = { topic: 'handoff.ingress.v1', partition: 0, key: 'wa-1', value: 'no JSON', headers: {} };
  await transport.append([record]);
  await expect(transport.append([{ ...record, topic: 'handoff.desk.v1' }])).rejects.toThrow(/[Nn]ot authorized/);
  await close();
  const operator = cluster.environmentOf('operator');
  const id = 'handoff.ingress.v1.gateway.dlq/0/0';
  await eventually(async () => expect(await cluster.warmline(['dlq', 'list', '--open'], operator)).toContain(id), {
    withinMs: 30_000,
  });
  expect(await cluster.warmline(['dlq', 'discard', id, '--why', 'a test'], operator)).toContain('1 of 1');
});

test('a second gateway follows the first with the same rights', async () => {
  const replica = await cluster.launch('gateway', 'gateway-2');
  await cluster.ready(replica);
  const [first, second] = [apiClient(of('gateway').url), apiClient(replica.url)];
  const id = await handOver(first, 'followed');
  expect((await conversationOf(second, id)).owner.kind).toBe('queue');
  // Replicas look every 5 s whether they are alone, and then follow the topics of the others.
  await new Promise((resolve) => setTimeout(resolve, 7_000));
});

test('a right that is taken away while a service runs makes it unready with the topic, until it is given back', async () => {
  const gateway = apiClient(of('gateway').url);
  const denied: AclRule[] = rules
    .filter((rule) => rule.name === DENIED && rule.operation === 'Write')
    .map((rule) => ({ ...rule, permission: 'Deny' }));
  expect(denied.map(({ principal }) => principal)).toEqual(['User:sentiment']);
  await addAcls(cluster.brokers, denied);
  await postMessage(gateway, await start(gateway, 'denied'), 'Where is my parcel?');
  await eventually(
    async () => expect(await unready(of('sentiment'))).toMatch(new RegExp(`^503 .*Not authorized.*${DENIED}`)),
    { withinMs: 30_000 },
  );
  await removeAcls(cluster.brokers, denied);
  await cluster.ready(of('sentiment'));
  await handOver(gateway, 'allowed');
});

test('a wrong password is logged with user and mechanism, and the service starts when its file is corrected', async () => {
  const file = join(cluster.dir, 'wrong.password');
  writeFileSync(file, 'secret-that-is-wrong');
  const replica = await cluster.launch('sentiment', 'sentiment-2', cluster.environmentOf('sentiment', file));
  const why = 'refuses user \\"sentiment\\" with SCRAM-SHA-512';
  await eventually(async () => expect(await unready(replica)).toContain(why), { withinMs: 30_000 });
  expect(cluster.logOf('sentiment-2')).toContain(why);
  writeFileSync(file, passwordOf('sentiment'));
  await cluster.ready(replica);
});

test('no log has a secret, and nothing but what the tests took away was not allowed', () => {
  const names = [...serviceNames, 'gateway-2', 'sentiment-2'];
  const lines = names.flatMap((name) =>
    cluster
      .logOf(name)
      .split('\n')
      .map((line) => `${name}: ${line}`),
  );
  expect(lines.filter((line) => line.includes('secret-'))).toEqual([]);
  const refused = lines.filter((line) => /not authorized|do not allow|could not be read/i.test(line));
  // kafkajs logs refusals of its own, without the topic.
  const isExpected = (line: string): boolean =>
    [FORGOTTEN, DENIED].some((topic) => line.includes(topic)) ||
    (/^(routing|sentiment): /.test(line) && line.includes('"logger":"kafkajs"'));
  expect(refused.filter((line) => !isExpected(line))).toEqual([]);
});
