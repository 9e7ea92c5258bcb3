import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { Database } from '@warmline/persistence';
import { logger } from '@warmline/telemetry';
import { createRole, hasPgbouncer, startPgbouncer } from '@warmline/testing/pgbouncer';
import { asOwner, testDatabase } from '@warmline/testing/postgres';
import { executorStoreSuite } from '../src/commands/executor-store.suite.ts';
import { OpenDeadLetters1760000000200 } from '../src/dead-letters/open-dead-letters.ts';
import { CommandTables1760000000100 } from '../src/postgres/command-migration.ts';
import { PostgresExecutorStore } from '../src/postgres/postgres-executor-store.ts';
import { PostgresStore } from '../src/postgres/postgres-store.ts';
import { RuntimeTables1760000000000 } from '../src/postgres/runtime-migration.ts';
import { storeSuite } from '../src/store.suite.ts';

const USER = 'wl_pooled';
const lines: string[] = [];
const log = logger('test', { stream: { write: (line: string) => lines.push(line) } });
let owner: string;
let bouncer: Awaited<ReturnType<typeof startPgbouncer>>;
let database: Database;

const behind = (hasPooler: boolean): Database =>
  new Database({
    url: bouncer.urlOf(USER, new URL(owner).pathname.slice(1)),
    ownerUrl: () => owner,
    service: 'pooled',
    logger: log,
    hasPooler,
    poolSize: 8,
    migrations: [RuntimeTables1760000000000, CommandTables1760000000100, OpenDeadLetters1760000000200],
  });

const open = async (): Promise<void> => {
  if (database !== undefined) return;
  owner = await testDatabase();
  await createRole(owner, USER, 'secret');
  bouncer = await startPgbouncer(owner, { [USER]: 'secret' });
  database = behind(true);
  await database.connect();
};
const empty = async (): Promise<void> => {
  await asOwner(
    database,
    'TRUNCATE task, dedupe, state, entity, journal, outbox, command_answer, timeline, evidence, dead_letter; UPDATE shard SET seq = 0',
  );
};

if (!hasPgbouncer)
  test.skip('PgBouncer is not installed here: the tests of transaction pooling are left out', () => {});
else
  describe('behind PgBouncer with transaction pooling', () => {
    beforeAll(open, 60_000);
    afterAll(async () => {
      await database?.close();
      await bouncer?.stop();
    }, 30_000);

    storeSuite('Postgres behind PgBouncer', async () => {
      await empty();
      return new PostgresStore(database);
    });
    executorStoreSuite('Postgres behind PgBouncer', async () => {
      await empty();
      const tables = new PostgresStore(database);
      const everything = new Map((await database.pool.query('SELECT n FROM shard')).rows.map((r) => [Number(r.n), 0]));
      return {
        store: new PostgresExecutorStore(database, 'gateway'),
        takeOver: (n) => tables.takeOver(n),
        outbox: () => tables.outboxAfter(everything),
        timeline: async (key) => {
          const { rows } = await database.pool.query('SELECT seq FROM timeline WHERE key = $1 ORDER BY seq', [key]);
          return rows.map((r) => Number(r.seq));
        },
      };
    });

    test('eight connections share two, and each statement finds its schema, its limits and its statement', async () => {
      const asked = Array.from({ length: 64 }, async (_, n) => {
        const { rows } = await database.transaction(async (client) => {
          await client.query({ name: 'count-tasks', text: 'SELECT count(*) FROM task WHERE n = $1', values: [n] });
          return client.query(
            `SELECT current_schema AS at, current_setting('statement_timeout') AS most, pg_backend_pid() AS pid`,
          );
        });
        return rows[0] as { at: string; most: string; pid: number };
      });
      const answers = await Promise.all(asked);
      expect(new Set(answers.map(({ at, most }) => `${at} ${most}`))).toEqual(new Set(['wl_pooled 20s']));
      expect(new Set(answers.map(({ pid }) => pid)).size).toBeLessThanOrEqual(2);
    });

    test('a service that is not told of PgBouncer waits, and says which setting is missing', async () => {
      const unaware = behind(false);
      const leave = new AbortController();
      const reasons: string[] = [];
      const connecting = unaware.connect(leave.signal, (reason) => {
        reasons.push(reason);
        leave.abort();
      });
      await expect(connecting).rejects.toThrow();
      await unaware.close();
      expect(reasons[0]).toMatch(
        /^Postgres refuses a parameter of the connection \(08P01: unsupported startup parameter: options\): .*DATABASE_POOLER=transaction$/,
      );
    });
  });
