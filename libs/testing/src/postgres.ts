import { randomBytes } from 'node:crypto';
import { chmodSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll } from '@jest/globals';
import { type EmbeddedPostgres, startEmbeddedPostgres } from '@warmline/persistence';

export interface TestPostgres {
  /** A fresh, empty database; its URL is the superuser's. */
  create(): Promise<string>;
  readonly server: EmbeddedPostgres;
}

/**
 * A real Postgres in a temporary folder, on a free port; `stop` removes it all. It does not wait for the disk (fsync off): a kill of any
 * process loses nothing all the same, only a loss of power would.
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
      // Gone already.
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

/** The URL of a fresh, empty database, on one server for the whole test file; the server goes when the file is done. */
export const testDatabase = async (): Promise<string> => {
  sharedServer ??= startTestPostgres();
  return (await sharedServer).create();
};

/** The server behind `testDatabase`, to kill it. */
export const testPostgresServer = async (): Promise<EmbeddedPostgres> => {
  sharedServer ??= startTestPostgres();
  return (await sharedServer).server;
};

// Registered when the file is loaded, that is while a test file that imports it is: each has its own copy of this module.
afterAll(async () => {
  await (await sharedServer)?.stop();
  sharedServer = undefined;
});
