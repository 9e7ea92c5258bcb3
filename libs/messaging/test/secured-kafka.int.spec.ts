import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Certificates, createCertificates } from '@warmline/testing/certificates';
import { type KafkaBroker, startKafka } from '@warmline/testing/kafka';
import { startTokenServer, type TokenServer } from '@warmline/testing/token-server';
import { joinGroup, recordOf, valueTexts, waitUntil } from '../src/group-member.fixtures.ts';
import type { KafkaCredentials, KafkaSecurity, TlsFiles } from '../src/kafka/kafka-security.ts';
import { kafkaTransport } from '../src/kafka/kafka-transport.ts';
import type { Transport } from '../src/transport.ts';

const PASSWORD = 'correct horse';
const SECRET = 'secret of the client';
let folder: string;
let certificates: Certificates;
let tokens: TokenServer;
let kafka: KafkaBroker;
const open: Transport[] = [];
const logged: string[] = [];
const log = (context: object, message: string): void => void logged.push(`${message} ${JSON.stringify(context)}`);
const logger = { info: log, warn: log, error: log };

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'warmline-secured-'));
  certificates = createCertificates(folder);
  tokens = await startTokenServer({ clients: new Map([['warmline-routing', SECRET]]) });
  const users = [{ name: 'routing', password: PASSWORD }];
  kafka = await startKafka({
    security: { ...certificates, caPem: certificates.caFile, users, jwksUrl: tokens.jwksUrl },
  });
}, 120_000);
afterAll(async () => {
  await Promise.all(open.map((transport) => transport.close()));
  await kafka?.stop();
  await tokens?.stop();
  rmSync(folder, { recursive: true, force: true });
}, 60_000);

const connect = (security: KafkaSecurity, brokers = kafka.securedBrokers): Transport => {
  const transport = kafkaTransport({ brokers: [brokers], clientId: 'secured', logger, security });
  open.push(transport);
  return transport;
};
const trusted = (more: Partial<TlsFiles> = {}): TlsFiles => ({ caFile: certificates.caFile, ...more });
const passwordOf = (mechanism: 'PLAIN' | 'SCRAM-SHA-256' | 'SCRAM-SHA-512'): KafkaCredentials => ({
  mechanism,
  username: 'routing',
  password: PASSWORD,
});
const clientOf = (clientSecret: string): KafkaCredentials => ({
  mechanism: 'OAUTHBEARER',
  client: { tokenUrl: tokens.tokenUrl, clientId: 'warmline-routing', clientSecret, scope: 'kafka' },
});
const failureOf = (transport: Transport): Promise<string> =>
  transport.listTopics().then(
    () => 'no failure',
    (error: Error) => error.message,
  );
const mechanisms = {
  PLAIN: () => passwordOf('PLAIN'),
  'SCRAM-SHA-256': () => passwordOf('SCRAM-SHA-256'),
  'SCRAM-SHA-512': () => passwordOf('SCRAM-SHA-512'),
  OAUTHBEARER: () => clientOf(SECRET),
};

test.each(Object.keys(mechanisms) as (keyof typeof mechanisms)[])(
  'with %s over TLS, records are appended and read in a group',
  async (mechanism) => {
    const transport = connect({ tls: trusted(), credentials: mechanisms[mechanism]() });
    const topic = `secured.${mechanism}.v1`;
    await transport.applyTopics([{ name: topic, partitions: 2, config: {} }]);
    await transport.append([recordOf(topic, 1, 'hello')]);
    const { seen, subscription } = await joinGroup(transport, mechanism, [topic]);
    await waitUntil('the record', () => valueTexts(seen.records).includes('hello'));
    await subscription.stop();
    await transport.close();
  },
  60_000,
);

test('all connections of a process share one token, and the scope is asked for', async () => {
  const before = tokens.requests.length;
  const transport = connect({ tls: trusted(), credentials: clientOf(SECRET) });
  await transport.applyTopics([{ name: 'shared.v1', partitions: 1, config: {} }]);
  await transport.append([recordOf('shared.v1', 0, 'hello')]);
  expect(tokens.requests.slice(before)).toEqual([
    { client: 'warmline-routing', form: { grant_type: 'client_credentials', scope: 'kafka' } },
  ]);
});

test('a broker with a certificate of an unknown authority is refused', async () => {
  const failure = await failureOf(connect({ tls: {}, credentials: passwordOf('SCRAM-SHA-512') }));
  expect(failure).toMatch(/certificate/);
});

test('a server name must be in the certificate, and replaces the host of the broker', async () => {
  const wrong = connect({ tls: trusted({ serverName: 'other.test' }), credentials: passwordOf('SCRAM-SHA-512') });
  expect(await failureOf(wrong)).toMatch(/other\.test/);
  const right = connect({ tls: trusted({ serverName: 'kafka.test' }), credentials: passwordOf('SCRAM-SHA-512') });
  expect(await failureOf(right)).toBe('no failure');
});

test.each(['PLAIN', 'SCRAM-SHA-256', 'SCRAM-SHA-512'] as const)(
  'a wrong password of %s is refused with the user and the mechanism, and a corrected file is used without a restart',
  async (mechanism) => {
    const file = join(folder, `password-${mechanism}`);
    writeFileSync(file, 'hunter2\n');
    const credentials = { mechanism, username: 'routing', password: { file } };
    const transport = connect({ tls: trusted(), credentials });
    logged.length = 0;
    const failure = await failureOf(transport);
    expect(failure).toContain(`Kafka at ${kafka.securedBrokers} refuses user "routing" with ${mechanism}: `);
    expect(failure + logged.join('\n')).not.toContain('hunter2');
    writeFileSync(file, `${PASSWORD}\n`);
    expect(await failureOf(transport)).toBe('no failure');
  },
  30_000,
);

test('a member of a group whose password is rotated while the broker restarts joins again with the new one', async () => {
  const file = join(folder, 'rotated');
  writeFileSync(file, PASSWORD);
  const credentials = { mechanism: 'SCRAM-SHA-512', username: 'routing', password: { file } } as const;
  const transport = connect({ tls: trusted(), credentials });
  await transport.applyTopics([{ name: 'rotated.v1', partitions: 1, config: {} }]);
  const { seen, subscription } = await joinGroup(transport, 'rotated', ['rotated.v1']);
  await waitUntil('the assignment', () => seen.assignments === 1);
  writeFileSync(file, 'hunter2');
  await kafka.restart();
  await waitUntil('down', () => seen.calls.includes('down'));
  writeFileSync(file, PASSWORD);
  await waitUntil('the assignment again', () => seen.calls.lastIndexOf('assigned') > seen.calls.indexOf('down'));
  await subscription.stop();
}, 90_000);

test('a token endpoint that refuses the client is named with its answer, never with the secret', async () => {
  logged.length = 0;
  const failure = await failureOf(connect({ tls: trusted(), credentials: clientOf('hunter2') }));
  expect(failure).toContain(
    `the token endpoint ${tokens.tokenUrl} gave client "warmline-routing" no token: status 401, invalid_client: unknown client or wrong secret`,
  );
  expect(failure + logged.join('\n')).not.toContain('hunter2');
});

test('a broker that asks for client certificates takes one of its authority, and refuses a client without', async () => {
  const users = [{ name: 'routing', password: PASSWORD }];
  const security = { ...certificates, caPem: certificates.caFile, users, clientCertificates: true };
  const strict = await startKafka({ security });
  try {
    const credentials = passwordOf('SCRAM-SHA-512');
    const { clientCertFile: certFile, clientKeyFile: keyFile } = certificates;
    const certified = connect({ tls: trusted({ certFile, keyFile }), credentials }, strict.securedBrokers);
    expect(await failureOf(certified)).toBe('no failure');
    const anonymous = connect({ tls: trusted(), credentials }, strict.securedBrokers);
    expect(await failureOf(anonymous)).not.toBe('no failure');
    await Promise.all([certified.close(), anonymous.close()]);
  } finally {
    await strict.stop();
  }
}, 60_000);
