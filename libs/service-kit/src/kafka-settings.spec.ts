import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { kafkaConnection, kafkaFaults, kafkaPrefixes } from './kafka-settings.ts';
import { commonSettings, readSettings, SettingsError } from './settings.ts';

let folder: string;
let file: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'warmline-kafka-settings-'));
  file = join(folder, 'password');
  writeFileSync(file, 'hunter2\n');
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const faults = (given: Readonly<Record<string, string>>): string[] =>
  kafkaFaults({ KAFKA_BROKERS: 'kafka:9093', ...given }).map(([name, why]) => `${name}: ${why}`);
const SCRAM = { KAFKA_SECURITY_PROTOCOL: 'SASL_SSL', KAFKA_SASL_MECHANISM: 'SCRAM-SHA-512' };
const OAUTH = { KAFKA_SECURITY_PROTOCOL: 'SASL_SSL', KAFKA_SASL_MECHANISM: 'OAUTHBEARER' };

test('brokers alone are reached without encryption and without credentials', () => {
  expect(faults({})).toEqual([]);
  expect(kafkaConnection({ KAFKA_BROKERS: 'a:1,b:2' })).toEqual({
    brokers: ['a:1', 'b:2'],
    security: { tls: undefined, credentials: undefined },
    prefixes: { topics: '', groups: '' },
    durability: {},
  });
});

test('the prefix of the topics is that of the groups too, unless they have their own', () => {
  const topics = 'eu.';
  expect(kafkaPrefixes({ KAFKA_TOPIC_PREFIX: topics })).toEqual({ topics, groups: 'eu.' });
  expect(kafkaPrefixes({ KAFKA_TOPIC_PREFIX: topics, KAFKA_GROUP_PREFIX: 'x-' })).toEqual({ topics, groups: 'x-' });
});

test('a password in a file is kept as the file, so that each connect reads it', () => {
  const settings = { ...SCRAM, KAFKA_SASL_USERNAME: 'routing', KAFKA_SASL_PASSWORD_FILE: file } as const;
  expect(faults(settings)).toEqual([]);
  const { security } = kafkaConnection({ KAFKA_BROKERS: 'a:1', ...settings } as never);
  expect(security).toMatchObject({
    tls: {},
    credentials: { mechanism: 'SCRAM-SHA-512', username: 'routing', password: { file } },
  });
});

test('a client of a token endpoint is read with its scope and the file of its secret', () => {
  const settings = {
    ...OAUTH,
    KAFKA_OAUTH_TOKEN_URL: 'https://id.example/token',
    KAFKA_OAUTH_CLIENT_ID: 'routing',
    KAFKA_OAUTH_CLIENT_SECRET_FILE: file,
    KAFKA_OAUTH_SCOPE: 'kafka',
  } as const;
  expect(faults(settings)).toEqual([]);
  const { security } = kafkaConnection({ KAFKA_BROKERS: 'a:1', ...settings } as never);
  expect(security?.credentials).toEqual({
    mechanism: 'OAUTHBEARER',
    client: { tokenUrl: 'https://id.example/token', clientId: 'routing', clientSecret: { file }, scope: 'kafka' },
  });
});

test('settings of Kafka are refused without brokers', () => {
  expect(kafkaFaults({ KAFKA_SASL_USERNAME: 'routing' })).toEqual([['KAFKA_SASL_USERNAME', 'needs KAFKA_BROKERS']]);
});

test.each([
  [
    'a server name without TLS',
    { KAFKA_TLS_SERVER_NAME: 'kafka.test' },
    ['KAFKA_TLS_SERVER_NAME: needs KAFKA_SECURITY_PROTOCOL to be SSL or SASL_SSL'],
  ],
  [
    'a user without SASL',
    { KAFKA_SECURITY_PROTOCOL: 'SSL', KAFKA_SASL_USERNAME: 'routing' },
    ['KAFKA_SASL_USERNAME: needs KAFKA_SECURITY_PROTOCOL to be SASL_SSL or SASL_PLAINTEXT'],
  ],
  ['SASL without a mechanism', { KAFKA_SECURITY_PROTOCOL: 'SASL_SSL' }, ['KAFKA_SASL_MECHANISM: is missing']],
  [
    'SCRAM without a user and a password',
    SCRAM,
    ['KAFKA_SASL_USERNAME: is missing', 'KAFKA_SASL_PASSWORD: is missing: set it or KAFKA_SASL_PASSWORD_FILE'],
  ],
  [
    'SCRAM with a token endpoint',
    { ...SCRAM, KAFKA_SASL_USERNAME: 'u', KAFKA_SASL_PASSWORD: 'p', KAFKA_OAUTH_TOKEN_URL: 'https://id/token' },
    ['KAFKA_OAUTH_TOKEN_URL: needs KAFKA_SASL_MECHANISM to be OAUTHBEARER'],
  ],
  [
    'OAUTHBEARER with a user and without a client',
    { ...OAUTH, KAFKA_SASL_USERNAME: 'u' },
    [
      'KAFKA_SASL_USERNAME: contradicts KAFKA_SASL_MECHANISM OAUTHBEARER',
      'KAFKA_OAUTH_TOKEN_URL: is missing',
      'KAFKA_OAUTH_CLIENT_ID: is missing',
      'KAFKA_OAUTH_CLIENT_SECRET: is missing: set it or KAFKA_OAUTH_CLIENT_SECRET_FILE',
    ],
  ],
  [
    'a certificate without its key',
    { KAFKA_SECURITY_PROTOCOL: 'SSL', KAFKA_TLS_CERT_FILE: '/nowhere/cert.pem' },
    ['KAFKA_TLS_KEY_FILE: is missing', 'KAFKA_TLS_CERT_FILE: cannot be read: ENOENT'],
  ],
  [
    'more replicas in sync than there are',
    { KAFKA_REPLICATION_FACTOR: '2', KAFKA_MIN_INSYNC_REPLICAS: '3' },
    ['KAFKA_MIN_INSYNC_REPLICAS: is above KAFKA_REPLICATION_FACTOR'],
  ],
])('%s: refused, with every fault by name', (_, given, expected) => {
  expect(faults(given as Record<string, string>)).toEqual(expected);
});

test('a password and a file with a password contradict each other', () => {
  const both = { ...SCRAM, KAFKA_SASL_USERNAME: 'u', KAFKA_SASL_PASSWORD: 'hunter2', KAFKA_SASL_PASSWORD_FILE: file };
  expect(faults(both)).toEqual(['KAFKA_SASL_PASSWORD: contradicts KAFKA_SASL_PASSWORD_FILE: set one of them']);
});

test('a file that holds no certificate is refused at start', () => {
  const given = { KAFKA_SECURITY_PROTOCOL: 'SSL', KAFKA_TLS_CERT_FILE: file, KAFKA_TLS_KEY_FILE: file };
  expect(faults(given)).toEqual([expect.stringMatching(/^KAFKA_TLS_KEY_FILE: is not usable: /)]);
});

test('start fails with the faults of single settings and their contradictions in one list', () => {
  const env = { DATABASE_URL: 'mysql://x', KAFKA_BROKERS: 'kafka:9093', KAFKA_SASL_PASSWORD: 'hunter2' };
  let message = '';
  try {
    readSettings('routing', commonSettings, env, (settings) => settings);
  } catch (error) {
    if (error instanceof SettingsError) message = error.message;
  }
  expect(message.split('\n')).toEqual([
    'routing cannot start, its settings are invalid:',
    expect.stringMatching(/^ {2}DATABASE_URL: /),
    '  KAFKA_SASL_PASSWORD: needs KAFKA_SECURITY_PROTOCOL to be SASL_SSL or SASL_PLAINTEXT',
  ]);
});
