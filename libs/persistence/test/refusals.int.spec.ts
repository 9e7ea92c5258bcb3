import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { Database, type DatabaseOptions, isTransient, poolOf, sqlState } from '@warmline/persistence';
import { logger } from '@warmline/telemetry';
import { testDatabase } from '@warmline/testing/postgres';
import type { MigrationInterface, QueryRunner } from 'typeorm';

class CreateThing1700000000001 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query('CREATE TABLE thing (id int PRIMARY KEY)');
  }
  async down(): Promise<void> {}
}
class AddName1700000000002 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query('ALTER TABLE thing ADD name text');
  }
  async down(): Promise<void> {}
}

const folder = mkdtempSync(join(tmpdir(), 'warmline-refusals-'));
const passwordFile = join(folder, 'password');
const silent = logger('test', { level: 'silent' });
const open: Database[] = [];
let users = 0;
let [owner, user] = ['', ''];

const asSuperuser = async (text: string): Promise<void> => {
  const pool = poolOf(() => owner, { max: 1 });
  await pool.query(text);
  await pool.end();
};
/** The URL of the service's user, with the password of the file. */
const url = (): string => {
  const address = new URL(owner);
  address.username = user;
  address.password = readFileSync(passwordFile, 'utf8');
  return address.href;
};
const database = (more: Partial<DatabaseOptions> = {}): Database => {
  const made = new Database({
    url,
    service: 'routing',
    logger: silent,
    poolSize: 4,
    migrations: [CreateThing1700000000001],
    ...more,
  });
  open.push(made);
  return made;
};
const withOwner = (more: Partial<DatabaseOptions> = {}) => database({ ownerUrl: () => owner, ...more });
const endSessions = () =>
  asSuperuser(`SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE usename = '${user}'`);
/** The reason once there is one that matches; the pool first notices the connections it has lost. */
const faultOf = async (of: Database, expected: RegExp): Promise<string | undefined> => {
  for (let tries = 0; tries < 20; tries++) {
    const fault = await of.findFault();
    if (fault !== undefined && expected.test(fault)) return fault;
  }
  return of.findFault();
};
const stateOf = (work: Promise<unknown>): Promise<string | undefined> => work.then(() => 'no error', sqlState);

beforeEach(async () => {
  owner = await testDatabase();
  user = `app_${++users}`;
  writeFileSync(passwordFile, 'one');
  await asSuperuser(`CREATE ROLE ${user} LOGIN PASSWORD 'one'`);
}, 60_000);
afterEach(async () => {
  await Promise.all(open.splice(0).map((each) => each.close()));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

test('a password that is changed while the service runs: the reason names the user, and the new one in the file is used', async () => {
  const db = withOwner();
  await db.connect();
  await asSuperuser(`ALTER ROLE ${user} PASSWORD 'two'`);
  expect(await db.findFault()).toBeUndefined();
  await endSessions();
  expect(await faultOf(db, /28P01/)).toBe(
    `Postgres refuses the password of user ${user} (28P01): correct it in DATABASE_URL or in its file`,
  );
  writeFileSync(passwordFile, 'two');
  expect(await db.findFault()).toBeUndefined();
  expect((await db.pool.query('SELECT current_user AS who')).rows).toEqual([{ who: user }]);
});

describe('a service whose user is not the owner', () => {
  test('reads and writes its tables, and may not change them', async () => {
    const db = withOwner();
    await db.connect();
    await db.pool.query('INSERT INTO thing VALUES (1)');
    await db.pool.query('UPDATE thing SET id = 2');
    expect((await db.pool.query('DELETE FROM thing RETURNING id')).rows).toEqual([{ id: 2 }]);
    for (const text of [
      'CREATE TABLE other (id int)',
      'DROP TABLE thing',
      'ALTER TABLE thing ADD x int',
      'TRUNCATE thing',
    ])
      expect([text, await stateOf(db.pool.query(text))]).toEqual([text, '42501']);
  });

  test('waits for a schema that is missing or older, says what is missing, and starts once the owner has migrated it', async () => {
    const reasons: string[] = [];
    const db = database();
    const connected = db.connect(undefined, (reason) => reasons.push(reason));
    while (reasons.length === 0) await new Promise((resolve) => setTimeout(resolve, 20));
    expect(reasons[0]).toMatch(
      new RegExp(
        `^the schema wl_routing is older than this version: it lacks CreateThing1700000000001, and user ${user} may not change it; run .warmline migrate.`,
      ),
    );
    expect(await db.migrate(() => owner, user)).toEqual(['CreateThing1700000000001']);
    await connected;

    const newer = database({ migrations: [CreateThing1700000000001, AddName1700000000002] });
    const waiting = newer.connect(undefined, (reason) => reasons.push(reason));
    while (!reasons.at(-1)?.includes('AddName')) await new Promise((resolve) => setTimeout(resolve, 20));
    await newer.migrate(() => owner, user);
    await waiting;
    expect((await newer.pool.query('SELECT name FROM thing')).rows).toEqual([]);
  }, 30_000);
});

test('a role that owned its schema before loses the right to change it', async () => {
  await asSuperuser(
    `CREATE ROLE wl_routing LOGIN; CREATE SCHEMA wl_routing AUTHORIZATION wl_routing; CREATE TABLE wl_routing.old (id int); ALTER TABLE wl_routing.old OWNER TO wl_routing`,
  );
  const db = database({ url: owner });
  await db.connect();
  expect((await db.pool.query('SELECT current_user AS who')).rows).toEqual([{ who: 'wl_routing' }]);
  await db.pool.query('INSERT INTO old VALUES (1)');
  expect(await stateOf(db.pool.query('DROP TABLE old'))).toBe('42501');
});

test('while Postgres has no free connection the reason says so, and the service works again afterwards', async () => {
  const db = withOwner();
  await db.connect();
  await asSuperuser(`ALTER ROLE ${user} CONNECTION LIMIT 0`);
  await endSessions();
  expect(await faultOf(db, /53300/)).toMatch(
    /^Postgres has no free connection \(53300\): raise its max_connections, or lower/,
  );
  const error = await db.pool.query('SELECT 1').catch((failed: unknown) => failed);
  expect([sqlState(error), isTransient(error)]).toEqual(['53300', true]);
  await asSuperuser(`ALTER ROLE ${user} CONNECTION LIMIT -1`);
  expect(await db.findFault()).toBeUndefined();
});

test('while all connections of the pool are busy the reason says so, and the service works again afterwards', async () => {
  const db = withOwner();
  await db.connect();
  const held = await Promise.all([1, 2, 3, 4].map(() => db.pool.connect()));
  expect(await db.findFault()).toBe(
    'all 4 connections of the service are busy (requests that wait: 1): see DATABASE_POOL_SIZE',
  );
  for (const client of held) client.release();
  expect(await db.findFault()).toBeUndefined();
});

test('a statement that takes too long is cancelled, and may be tried again', async () => {
  const db = withOwner({ statementTimeoutMs: 200 });
  await db.connect();
  const error = await db.pool.query('SELECT pg_sleep(10)').catch((failed: unknown) => failed);
  expect([sqlState(error), isTransient(error)]).toEqual(['57014', true]);
});

test('a database that hangs is an error that may pass, not a wait without end', async () => {
  const db = withOwner({ statementTimeoutMs: 1_000, poolSize: 1 });
  await db.connect();
  const { rows } = await db.pool.query<{ pid: number }>('SELECT pg_backend_pid() AS pid');
  const pid = rows[0]?.pid ?? 0;
  process.kill(pid, 'SIGSTOP');
  try {
    const error = await db.pool.query('SELECT 1').catch((failed: unknown) => failed);
    expect([String(error), isTransient(error)]).toEqual(['Error: Query read timeout', true]);
  } finally {
    process.kill(pid, 'SIGCONT');
  }
  expect((await db.pool.query('SELECT 1 AS one')).rows).toEqual([{ one: 1 }]);
}, 20_000);

test.each([
  ['3D000', (address: URL) => Object.assign(address, { pathname: '/nowhere' }), /^the database nowhere does not exist/],
  ['28000', (address: URL) => Object.assign(address, { username: 'nobody_here' }), /^Postgres refuses/],
])('a service that is refused with %s waits and says why', async (_state, change, expected) => {
  const leave = new AbortController();
  const reasons: string[] = [];
  const db = database({ url: () => change(new URL(url())).href });
  const connecting = db.connect(leave.signal, (reason) => {
    reasons.push(reason);
    leave.abort();
  });
  await expect(connecting).rejects.toThrow();
  expect(reasons[0]).toMatch(expected);
});
