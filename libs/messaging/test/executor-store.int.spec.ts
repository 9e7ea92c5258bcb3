import type { Database } from '@warmline/persistence';
import { asOwner } from '@warmline/testing/postgres';
import { executorStoreSuite } from '../src/commands/executor-store.suite.ts';
import { PostgresExecutorStore } from '../src/postgres/postgres-executor-store.ts';
import { PostgresStore } from '../src/postgres/postgres-store.ts';
import { createDatabase } from './commands.fixtures.ts';

let database: Database;

executorStoreSuite(
  'Postgres',
  async () => {
    await asOwner(
      database,
      'TRUNCATE task, dedupe, state, entity, journal, outbox, command_answer, timeline, evidence',
    );
    await database.pool.query('UPDATE shard SET seq = 0');
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
  },
  async () => {
    database = await createDatabase('gateway');
  },
  () => database.close(),
);
