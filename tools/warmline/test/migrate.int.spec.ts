import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { afterAll, expect, test } from '@jest/globals';
import { poolOf } from '@warmline/persistence';
import { testDatabase } from '@warmline/testing/postgres';
import { runProcess } from '@warmline/testing/processes';

const folder = mkdtempSync(join(tmpdir(), 'warmline-migrate-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

let runs = 0;
const migrate = async (env: Readonly<Record<string, string | undefined>>) => {
  const command = runProcess({
    name: 'migrate',
    command: process.execPath,
    args: ['tools/warmline/bin/warmline.js', 'migrate'],
    cwd: resolve(import.meta.dirname, '../../..'),
    env: { DATABASE_URL: undefined, KAFKA_BROKERS: undefined, ...env },
    logFile: join(folder, `${++runs}.log`),
  });
  const { code } = await command.exited;
  return { code, output: command.output() };
};

test('warmline migrate brings every schema to this version as the owner, and running it again changes nothing', async () => {
  const owner = await testDatabase();
  const first = await migrate({ DATABASE_OWNER_URL: owner, KAFKA_TLS_CA_FILE: '/nowhere/ca.crt' });
  expect(first.output).toMatch(/^wl_routing \(routing\): RuntimeTables1760000000000, /m);
  expect([first.code, first.output.split('\n').filter((line) => line.startsWith('wl_')).length]).toEqual([0, 6]);
  const again = await migrate({ DATABASE_OWNER_URL: owner });
  expect(again.output).toMatch(/^wl_routing \(routing\): up to date$/m);

  const pool = poolOf(() => owner, { max: 1 });
  const asRole = await pool.connect();
  await asRole.query('SET ROLE wl_routing');
  expect((await asRole.query('SELECT * FROM wl_routing.task')).rows).toEqual([]);
  await expect(asRole.query('SELECT * FROM wl_gateway.task')).rejects.toThrow(
    'permission denied for schema wl_gateway',
  );
  await expect(asRole.query('DROP TABLE wl_routing.task')).rejects.toThrow('must be owner of table task');
  asRole.release();
  await pool.end();
}, 60_000);

test('warmline migrate without an owner says which setting is missing', async () => {
  const { code, output } = await migrate({ DATABASE_OWNER_URL: undefined });
  expect(code).toBeGreaterThan(0);
  expect(output).toContain('set DATABASE_OWNER_URL');
}, 30_000);
