import { chmodSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from '@jest/globals';
import {
  Database,
  type DatabaseOptions,
  type EmbeddedPostgres,
  isTransient,
  sqlState,
  startEmbeddedPostgres,
} from '@warmline/persistence';
import { logger } from '@warmline/telemetry';
import { Client } from 'pg';
import { Column, Entity, type MigrationInterface, PrimaryColumn, type QueryRunner } from 'typeorm';

@Entity('thing')
class Thing {
  @PrimaryColumn('text')
  id = '';

  @Column('int')
  n = 0;
}

class CreateThing1700000000001 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query('CREATE TABLE thing (id text PRIMARY KEY, n int NOT NULL)');
  }
  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP TABLE thing');
  }
}

class FillThing1700000000002 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`INSERT INTO thing VALUES ('a', 1)`);
    await runner.query('SELECT pg_sleep(0.2)');
  }
  async down(): Promise<void> {}
}

const home = mkdtempSync(join(tmpdir(), 'warmline-db-'));
chmodSync(home, 0o755);
const dataDir = join(home, 'data');
const lines: string[] = [];
const log = logger('test', { stream: { write: (line: string) => lines.push(line) } });
const open: Database[] = [];
let server: EmbeddedPostgres;
let url: string;
let databaseCount = 0;

const runAsSuperuser = async (text: string, at = server.url): Promise<void> => {
  const client = new Client({ connectionString: at });
  await client.connect();
  await client.query(text);
  await client.end();
};
const database = (service: string, options: Partial<DatabaseOptions> = {}): Database => {
  const db = new Database({
    url,
    service,
    logger: log,
    entities: [Thing],
    migrations: [CreateThing1700000000001],
    poolSize: 4,
    ...options,
  });
  open.push(db);
  return db;
};
const sqlStateOf = (work: Promise<unknown>): Promise<string | undefined> => work.then(() => 'no error', sqlState);

beforeAll(async () => {
  server = await startEmbeddedPostgres({ dataDir });
}, 60_000);
beforeEach(async () => {
  databaseCount += 1;
  await runAsSuperuser(`CREATE DATABASE t${databaseCount}`);
  url = server.url.replace(/\/postgres$/, `/t${databaseCount}`);
});
afterEach(async () => {
  await Promise.all(open.splice(0).map((db) => db.close()));
  lines.length = 0;
});
afterAll(async () => {
  await server.stop();
  rmSync(home, { recursive: true, force: true });
});

test('a service works in its own schema as its own role', async () => {
  const db = database('queue-wait-estimation');
  await db.connect();
  const { rows } = await db.pool.query('SELECT current_user AS who, current_schema AS at');
  expect(rows).toEqual([{ who: 'wl_queue_wait_estimation', at: 'wl_queue_wait_estimation' }]);
  await db.dataSource.getRepository(Thing).insert({ id: 'x', n: 3 });
  expect((await db.pool.query('SELECT n FROM wl_queue_wait_estimation.thing')).rows).toEqual([{ n: 3 }]);
  const before = Date.now();
  await db.ping();
  // Both are of this machine; a reading is rounded to half of its round trip.
  expect(db.clockReading?.databaseTime).toBeGreaterThan(before - 500);
  expect(db.clockReading?.databaseTime).toBeLessThan(Date.now() + 500);
});

test('a service cannot read, write or drop the tables of another, nor create tables elsewhere', async () => {
  const [gateway, routing] = [database('gateway'), database('routing')];
  await Promise.all([gateway.connect(), routing.connect()]);
  expect(await sqlStateOf(routing.pool.query('SELECT * FROM wl_gateway.thing'))).toBe('42501');
  expect(await sqlStateOf(routing.pool.query(`INSERT INTO wl_gateway.thing VALUES ('x', 1)`))).toBe('42501');
  expect(await sqlStateOf(routing.pool.query('DROP TABLE wl_gateway.thing'))).toBe('42501');
  expect(await sqlStateOf(routing.pool.query('CREATE TABLE public.mine (id int)'))).toBe('42501');
  expect(await sqlStateOf(routing.pool.query('SET ROLE wl_gateway'))).toBe('42501');
  expect((await routing.pool.query('SELECT * FROM thing')).rows).toEqual([]);
});

test('three instances that start at once on an empty database run each migration once', async () => {
  const migrations = [CreateThing1700000000001, FillThing1700000000002];
  const instances = [1, 2, 3].map(() => database('routing', { migrations }));
  await Promise.all(instances.map((db) => db.connect()));
  const { rows } = await (instances[0] as Database).pool.query('SELECT id, n FROM thing');
  expect(rows).toEqual([{ id: 'a', n: 1 }]);
  expect((await (instances[1] as Database).pool.query('SELECT name FROM migrations ORDER BY id')).rows).toHaveLength(2);
});

test('a failing migration is an error, not a reason to wait', async () => {
  class Broken1700000000003 implements MigrationInterface {
    async up(runner: QueryRunner): Promise<void> {
      await runner.query('CREATE TABLE half (id int)');
      await runner.query('SELECT nonsense');
    }
    async down(): Promise<void> {}
  }
  const db = database('routing', { migrations: [Broken1700000000003] });
  expect(await sqlStateOf(db.connect())).toBe('42703');
  const repaired = database('routing', { migrations: [] });
  await repaired.connect();
  expect(await sqlStateOf(repaired.pool.query('SELECT * FROM half'))).toBe('42P01');
});

test('a database that confirms commits before they are durable is refused', async () => {
  await runAsSuperuser(`ALTER DATABASE t${databaseCount} SET synchronous_commit = off`);
  await expect(database('routing').connect()).rejects.toThrow(/synchronous_commit is off/);
});

test('a user that may not create roles is used directly, and the log says so', async () => {
  await runAsSuperuser(
    `DO $$ BEGIN IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = 'plain') THEN CREATE ROLE plain LOGIN PASSWORD 'p'; END IF; END $$`,
  );
  await runAsSuperuser(`GRANT CREATE ON DATABASE t${databaseCount} TO plain`);
  const at = new URL(url);
  at.username = 'plain';
  at.password = 'p';
  const db = database('routing', { url: at.href });
  await db.connect();
  expect((await db.pool.query('SELECT current_user AS who, current_schema AS at')).rows).toEqual([
    { who: 'plain', at: 'wl_routing' },
  ]);
  expect(lines.join()).toContain('may not create roles');
});

test('a user that may create roles need not be a superuser, and its password may change', async () => {
  await runAsSuperuser(`CREATE ROLE keeper LOGIN CREATEROLE PASSWORD 'one'`);
  await runAsSuperuser(`GRANT CREATE ON DATABASE t${databaseCount} TO keeper`);
  const at = new URL(url);
  at.username = 'keeper';
  at.password = 'one';
  const before = database('kept', { url: at.href });
  await before.connect();
  await before.pool.query(`INSERT INTO thing VALUES ('x', 1)`);
  await runAsSuperuser(`ALTER ROLE keeper PASSWORD 'two'`);
  at.password = 'two';
  const after = database('kept', { url: at.href });
  await after.connect();
  expect((await after.pool.query('SELECT current_user AS who, n FROM thing')).rows).toEqual([{ who: 'wl_kept', n: 1 }]);
});

test('waiting for a database ends with the signal and with close', async () => {
  const nowhere = 'postgres://nobody:x@127.0.0.1:9/none';
  const [aborted, closed] = [database('routing', { url: nowhere }), database('gateway', { url: nowhere })];
  const leave = new AbortController();
  const outcomes = Promise.allSettled([aborted.connect(leave.signal), closed.connect()]);
  await sleep(300);
  leave.abort(new Error('shutting down'));
  await closed.close();
  expect((await outcomes).map(({ status }) => status)).toEqual(['rejected', 'rejected']);
  expect(lines.join()).toContain('the database is unavailable, retrying');
});

test('a database that is unavailable at the start is used once it is up, and again after a kill and restart', async () => {
  const { port } = server;
  await server.stop();
  const db = database('routing');
  const connected = db.connect();
  await sleep(400);
  expect(() => db.dataSource).toThrow(/not connected yet/);
  server = await startEmbeddedPostgres({ dataDir, port });
  await connected;
  await db.pool.query(`INSERT INTO thing VALUES ('x', 1)`);

  const hanging = db.pool.query('SELECT pg_sleep(30)').catch((error: unknown) => error);
  await sleep(100);
  process.kill(server.pid(), 'SIGKILL');
  expect(isTransient(await hanging)).toBe(true);
  for (;;) {
    const error = await db.ping().then(
      () => undefined,
      (failed: unknown) => failed,
    );
    if (error === undefined) break;
    expect([isTransient(error), error]).toEqual([true, error]);
    await sleep(50);
  }
  expect((await db.pool.query('SELECT n FROM thing')).rows).toEqual([{ n: 1 }]);
}, 60_000);

test('a failed transaction writes nothing, and its connection serves the next one', async () => {
  const db = database('routing', { poolSize: 1 });
  await db.connect();
  const failing = db.transaction(async (client) => {
    await client.query(`INSERT INTO thing VALUES ('x', 1)`);
    await client.query(`INSERT INTO thing VALUES ('x', 2)`);
  });
  const error = await failing.catch((failed: unknown) => failed);
  expect([sqlState(error), isTransient(error)]).toEqual(['23505', false]);
  await expect(db.transaction(() => Promise.reject(new Error('ours')))).rejects.toThrow('ours');
  expect(await db.transaction(async (client) => (await client.query('SELECT * FROM thing')).rows)).toEqual([]);
});
