import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from '@jest/globals';
import { z } from 'zod';
import { currentUrl } from './database-settings.ts';
import { commonSettings, readSettings, SettingsError } from './settings.ts';

const DATABASE_URL = 'postgres://u:p@localhost:5432/warmline';
const read = (env: NodeJS.ProcessEnv) => readSettings('routing', commonSettings, env, (settings) => settings);
const fault = (work: () => unknown): string => {
  try {
    work();
  } catch (error) {
    if (error instanceof SettingsError) return error.message;
    throw error;
  }
  return 'no fault';
};

test('a missing setting has its default, and an empty value counts as missing', () => {
  expect(read({ DATABASE_URL, PORT: '', KAFKA_BROKERS: '' })).toEqual({
    DATABASE_URL,
    DATABASE_POOLER: 'none',
    DATABASE_POOL_SIZE: 10,
    DATABASE_STATEMENT_TIMEOUT_MS: 20_000,
    PORT: 3000,
    HEALTH_PORT: 9464,
    STUCK_AFTER_SECONDS: 60,
    HOST: '0.0.0.0',
    LOG_LEVEL: 'info',
  });
});

test('start fails with every fault listed at once, by name', () => {
  const message = fault(() =>
    read({ KAFKA_BROKERS: 'kafka', PORT: '70000', LOG_LEVEL: 'loud', OTEL_EXPORTER_OTLP_ENDPOINT: 'nowhere' }),
  );
  const [first, ...faults] = message.split('\n');
  expect(first).toBe('routing cannot start, its settings are invalid:');
  expect(faults).toEqual([
    '  DATABASE_URL: is missing',
    '  KAFKA_BROKERS: must be host:port[,host:port]',
    expect.stringMatching(/^ {2}PORT: /),
    expect.stringMatching(/^ {2}LOG_LEVEL: /),
    expect.stringMatching(/^ {2}OTEL_EXPORTER_OTLP_ENDPOINT: /),
  ]);
});

test('an error never shows a value, because it may be a secret', () => {
  expect(fault(() => read({ DATABASE_URL: 'mysql://admin:hunter2@db/x' }))).not.toContain('hunter2');
});

test.each(['a:1', 'a:1,b:2', '10.0.0.1:9092'])('brokers may be %s', (KAFKA_BROKERS) => {
  expect(read({ DATABASE_URL, KAFKA_BROKERS })).toMatchObject({ KAFKA_BROKERS });
});
test.each(['a', 'a:', 'a:1,', 'a:1, b:2', ':1', 'a:b'])('brokers may not be "%s"', (KAFKA_BROKERS) => {
  expect(fault(() => read({ DATABASE_URL, KAFKA_BROKERS }))).toContain('KAFKA_BROKERS: must be host:port');
});

test.each([
  [{ OTEL_TRACES_SAMPLER: 'sometimes' }, 'OTEL_TRACES_SAMPLER'],
  [{ OTEL_TRACES_SAMPLER: 'traceidratio', OTEL_TRACES_SAMPLER_ARG: '10' }, 'OTEL_TRACES_SAMPLER_ARG'],
  [{ OTEL_RESOURCE_ATTRIBUTES: 'blue' }, 'OTEL_RESOURCE_ATTRIBUTES: must be key=value'],
])('a setting of traces that would be ignored is refused: %j', (env, name) => {
  expect(fault(() => read({ DATABASE_URL, ...env }))).toContain(name);
});

test('an error found when settings are put to use is a settings error too', () => {
  const schema = z.object({ TEAMS_FILE: z.string() });
  const message = fault(() =>
    readSettings('routing', schema, { TEAMS_FILE: 'teams.json' }, () => {
      throw new Error('teams.json: no such file');
    }),
  );
  expect(message).toBe('routing cannot start: teams.json: no such file');
});

test('a pool below what a service needs is refused at start', () => {
  expect(() => read({ DATABASE_URL, DATABASE_POOL_SIZE: '3' })).toThrow(/DATABASE_POOL_SIZE: .*>=4/);
});

test('the URL of the database may be in a file, and its password in another, read again each time', () => {
  const folder = mkdtempSync(join(tmpdir(), 'warmline-settings-'));
  const [urlFile, passwordFile] = [join(folder, 'url'), join(folder, 'password')];
  writeFileSync(urlFile, 'postgres://app:unused@db:5432/warmline\n');
  writeFileSync(passwordFile, 'o/ne\n');
  const settings = read({ DATABASE_URL_FILE: urlFile, DATABASE_PASSWORD_FILE: passwordFile });
  expect(settings.DATABASE_URL).toBe('postgres://app:unused@db:5432/warmline');
  expect(currentUrl(settings)).toBe('postgres://app:o%2Fne@db:5432/warmline');
  writeFileSync(passwordFile, 'two');
  expect(currentUrl(settings)).toBe('postgres://app:two@db:5432/warmline');
  writeFileSync(passwordFile, '');
  expect(() => currentUrl(settings)).toThrow(`DATABASE_PASSWORD_FILE: ${passwordFile} is empty`);
  rmSync(folder, { recursive: true });
  expect(() => read({ DATABASE_URL_FILE: urlFile })).toThrow(/DATABASE_URL_FILE: .*ENOENT/);
});

test('a pooler cannot be combined with an embedded log', () => {
  expect(() => read({ DATABASE_URL, DATABASE_POOLER: 'transaction' })).toThrow(/DATABASE_POOLER: .*KAFKA_BROKERS/);
});
