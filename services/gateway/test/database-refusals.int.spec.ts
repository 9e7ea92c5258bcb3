import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { poolOf } from '@warmline/persistence';
import { apiClient } from '@warmline/testing/api';
import { testDatabase } from '@warmline/testing/postgres';
import { eventually } from '@warmline/testing/processes';
import { type ServerProcess, startAllInOne } from '@warmline/testing/system';

const dataDir = mkdtempSync(join(tmpdir(), 'warmline-refusals-'));
let owner: ReturnType<typeof poolOf>;
let up: ServerProcess;

beforeAll(async () => {
  const url = await testDatabase();
  owner = poolOf(() => url, { max: 1 });
  up = await startAllInOne({ dataDir, env: { DATABASE_URL: url } });
}, 90_000);
afterAll(async () => {
  await up?.process.stop();
  await owner?.end();
  rmSync(dataDir, { recursive: true, force: true });
}, 30_000);

const start = (externalId: string) =>
  apiClient(up.url).post<{ detail: string }>('/v1/conversations', { channel: 'api', externalId });
const ready = () =>
  apiClient(up.healthUrl).get<{ missing?: readonly { service: string; condition: string; detail?: string }[] }>(
    '/ready',
  );
const endSessions = () =>
  owner.query("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE usename = 'wl_gateway'");
const logged = (text: string): string[] =>
  readFileSync(join(dataDir, 'logs/warmline.log'), 'utf8')
    .split('\n')
    .filter((line) => line.includes('the database cannot be used') && line.includes(text));

test('given no free connection in Postgres, then requests get 503 with a time to retry, readiness and log say why, and it recovers', async () => {
  expect((await start('before')).status).toBe(201);
  await owner.query('ALTER ROLE wl_gateway CONNECTION LIMIT 0');
  await endSessions();
  await eventually(async () => {
    const { status, body } = await ready();
    expect(status).toBe(503);
    expect(body.missing).toContainEqual({
      service: 'gateway',
      condition: 'database',
      detail: expect.stringMatching(/^Postgres has no free connection \(53300\)/),
    });
  });
  const refused = await start('meanwhile');
  expect([refused.status, refused.headers.get('retry-after')]).toEqual([503, '1']);
  expect(logged('(53300)')).toHaveLength(1);
  expect((await apiClient(up.healthUrl).get('/health')).status).toBe(200);
  await owner.query('ALTER ROLE wl_gateway CONNECTION LIMIT -1');
  await eventually(async () => expect((await ready()).status).toBe(200), { withinMs: 20_000 });
  expect((await start('after')).status).toBe(201);
}, 60_000);

test('given a password that Postgres refuses, then requests get 503 and the log names the user', async () => {
  // Nobody may log in as the role, whatever the password: it cannot be renewed either.
  await owner.query("ALTER ROLE wl_gateway VALID UNTIL '2000-01-01'");
  await endSessions();
  await eventually(async () => {
    const { body } = await ready();
    expect(body.missing?.find(({ condition }) => condition === 'database')?.detail).toBe(
      'Postgres refuses the password of user wl_gateway (28P01): correct it in DATABASE_URL or in its file',
    );
  });
  expect((await start('refused')).status).toBe(503);
  expect(logged('refuses the password of user wl_gateway (28P01)').length).toBeGreaterThan(0);
  await owner.query("ALTER ROLE wl_gateway VALID UNTIL 'infinity'");
  await eventually(async () => expect((await ready()).status).toBe(200), { withinMs: 20_000 });
}, 60_000);
