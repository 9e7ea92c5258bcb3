import { spawn } from 'node:child_process';
import { chmodSync, mkdtempSync, readlinkSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, expect, test } from '@jest/globals';
import { type EmbeddedPostgres, startEmbeddedPostgres } from '@warmline/persistence';
import { Client } from 'pg';

const folders: string[] = [];
const servers: EmbeddedPostgres[] = [];
const temporaryDataDir = () => {
  const folder = mkdtempSync(join(tmpdir(), 'warmline-pg-'));
  chmodSync(folder, 0o755);
  folders.push(folder);
  return join(folder, 'data');
};
const start = async (dataDir: string) => {
  const server = await startEmbeddedPostgres({ dataDir });
  servers.push(server);
  return server;
};
const runQuery = async <T extends object>(url: string, text: string): Promise<T[]> => {
  const client = new Client({ connectionString: url, connectionTimeoutMillis: 1_000 });
  client.on('error', () => undefined);
  await client.connect();
  const { rows } = await client.query<T>(text);
  await client.end();
  return rows;
};
const eventually = async <T>(work: () => Promise<T>): Promise<T> => {
  for (let n = 0; ; n += 1) {
    try {
      return await work();
    } catch (error) {
      if (n > 100) throw error;
      await sleep(100);
    }
  }
};

afterEach(async () => {
  await Promise.all(servers.splice(0).map((server) => server.stop()));
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true, force: true });
});

test('a stopped server finds its data again, stops within 3 s and does not expose its password', async () => {
  const dataDir = temporaryDataDir();
  const first = await start(dataDir);
  await runQuery(first.url, 'CREATE TABLE kept AS SELECT 7 AS n');
  const idle = new Client({ connectionString: first.url });
  idle.on('error', () => undefined);
  await idle.connect();
  const before = Date.now();
  await first.stop();
  expect(Date.now() - before).toBeLessThan(3_000);
  await expect(runQuery(first.url, 'SELECT 1')).rejects.toMatchObject({ code: 'ECONNREFUSED' });
  const second = await start(dataDir);
  expect(await runQuery(second.url, 'SELECT n FROM kept')).toEqual([{ n: 7 }]);
  expect(await runQuery(second.url, 'SHOW synchronous_commit')).toEqual([{ synchronous_commit: 'on' }]);
  expect(statSync(join(dataDir, 'password')).mode & 0o777).toBe(0o600);
}, 60_000);

test('a killed server restarts on the same address with everything that was committed', async () => {
  const server = await start(temporaryDataDir());
  await runQuery(server.url, 'CREATE TABLE kept AS SELECT 7 AS n');
  const killed = server.pid();
  process.kill(killed, 'SIGKILL');
  expect(await eventually(() => runQuery(server.url, 'SELECT n FROM kept'))).toEqual([{ n: 7 }]);
  const again = await eventually(async () =>
    server.pid() === 0 ? Promise.reject(new Error('not yet')) : server.pid(),
  );
  expect(again).not.toBe(killed);
}, 60_000);

test('a killed process leaves a server that its successor takes over and can stop', async () => {
  const dataDir = temporaryDataDir();
  const entry = join(import.meta.dirname, '../src/index.ts');
  const code = `import { startEmbeddedPostgres } from ${JSON.stringify(entry)};
    const { url } = await startEmbeddedPostgres({ dataDir: ${JSON.stringify(dataDir)} });
    console.log(url); setInterval(() => {}, 1000);`;
  const args = [
    '--conditions=warmline-source',
    '--experimental-transform-types',
    '--no-warnings',
    '--input-type=module',
    '-e',
    code,
  ];
  const owner = spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'inherit'] });
  const url = await new Promise<string>((done) =>
    owner.stdout.once('data', (line: Buffer) => done(line.toString().trim())),
  );
  await runQuery(url, 'CREATE TABLE kept AS SELECT 7 AS n');
  await expect(startEmbeddedPostgres({ dataDir })).rejects.toThrow(/another process is running Warmline/);
  owner.kill('SIGKILL');
  await new Promise((done) => owner.once('exit', done));
  const successor = await start(dataDir);
  expect(successor.url).toBe(url);
  expect(await runQuery(successor.url, 'SELECT n FROM kept')).toEqual([{ n: 7 }]);
  await successor.stop();
  await expect(runQuery(url, 'SELECT 1')).rejects.toMatchObject({ code: 'ECONNREFUSED' });
}, 60_000);

test('a server starts despite a stale postmaster.pid after its process and postmaster were killed', async () => {
  const dataDir = temporaryDataDir();
  const entry = join(import.meta.dirname, '../src/index.ts');
  const code = `import { startEmbeddedPostgres } from ${JSON.stringify(entry)};
    const server = await startEmbeddedPostgres({ dataDir: ${JSON.stringify(dataDir)} });
    process.kill(server.pid(), 'SIGKILL'); process.kill(process.pid, 'SIGKILL');`;
  const args = [
    '--conditions=warmline-source',
    '--experimental-transform-types',
    '--no-warnings',
    '--input-type=module',
    '-e',
    code,
  ];
  const owner = spawn(process.execPath, args, { stdio: 'inherit' });
  await new Promise((done) => owner.once('exit', done));
  expect(statSync(join(dataDir, 'cluster/postmaster.pid')).isFile()).toBe(true);
  const successor = await start(dataDir);
  expect(await runQuery(successor.url, 'SELECT 1 AS up')).toEqual([{ up: 1 }]);
}, 60_000);

const testAsRoot = process.getuid?.() === 0 ? test : test.skip;

testAsRoot(
  'under root, data whose folder the server’s account cannot enter stand elsewhere and go with the folder',
  async () => {
    const closed = mkdtempSync(join(tmpdir(), 'warmline-pg-'));
    folders.push(closed);
    const dataDir = join(closed, 'data');
    const first = await start(dataDir);
    const elsewhere = readlinkSync(join(dataDir, 'cluster'));
    folders.push(dirname(elsewhere));
    await runQuery(first.url, 'CREATE TABLE kept AS SELECT 7 AS n');
    await first.stop();
    const second = await start(dataDir);
    expect(await runQuery(second.url, 'SELECT n FROM kept')).toEqual([{ n: 7 }]);
    await second.stop();
    rmSync(dataDir, { recursive: true });
    const anew = await start(dataDir);
    await expect(runQuery(anew.url, 'SELECT n FROM kept')).rejects.toMatchObject({ code: '42P01' });
  },
  60_000,
);
