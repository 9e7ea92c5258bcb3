import { randomBytes } from 'node:crypto';
import { chmodSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll } from '@jest/globals';
import { type Database, type EmbeddedPostgres, poolOf, startEmbeddedPostgres } from '@warmline/persistence';

export interface TestPostgres {
  /** Creates an empty database and returns its URL, with the superuser. */
  create(): Promise<string>;
  readonly server: EmbeddedPostgres;
}

/**
 * Starts Postgres in a temporary folder on a free port; `stop` removes the folder. It runs without fsync: killing a process still
 * loses nothing, only a power failure would.
 */
export const startTestPostgres = async (): Promise<TestPostgres & { stop(): Promise<void> }> => {
  const home = mkdtempSync(join(tmpdir(), 'warmline-postgres-'));
  chmodSync(home, 0o755);
  const server = await startEmbeddedPostgres({
    dataDir: join(home, 'data'),
    settings: { fsync: 'off', full_page_writes: 'off' },
  });
  const killOnExit = () => {
    try {
      process.kill(server.pid(), 'SIGQUIT');
    } catch {
      // It has exited already.
    }
  };
  process.once('exit', killOnExit);
  return {
    server,
    create: () => server.createDatabase(`test_${randomBytes(6).toString('hex')}`),
    stop: async () => {
      process.removeListener('exit', killOnExit);
      await server.stop();
      rmSync(home, { recursive: true, force: true });
    },
  };
};

let sharedServer: Promise<TestPostgres & { stop(): Promise<void> }> | undefined;

/** Creates an empty database and returns its URL. All databases of a test file are on one server, which stops after the file. */
export const testDatabase = async (): Promise<string> => {
  sharedServer ??= startTestPostgres();
  return (await sharedServer).create();
};

/** The server of `testDatabase`, for tests that kill it. */
export const testPostgresServer = async (): Promise<EmbeddedPostgres> => {
  sharedServer ??= startTestPostgres();
  return (await sharedServer).server;
};

/** Runs statements that the role of a service may not run, in its schema. It may use tables they create. The database is one of `testDatabase`. */
export const asOwner = async (database: Database, statements: string): Promise<void> => {
  const { rows } = await database.pool.query<{ name: string }>('SELECT current_database() AS name');
  const url = new URL((await testPostgresServer()).url);
  url.pathname = rows[0]?.name ?? '';
  const owner = poolOf(() => url.href, { schema: database.schema, max: 1 });
  try {
    await owner.query(statements);
    await owner.query(
      `GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA ${database.schema} TO ${database.schema}`,
    );
  } finally {
    await owner.end();
  }
};

// Each test file has its own copy of this module, so this runs after each test file that imports it.
afterAll(async () => {
  await (await sharedServer)?.stop();
  sharedServer = undefined;
});
