import { PARTITION_COUNT } from '@warmline/contracts';
import { partitionOf, RuntimeTables1760000000000 } from '@warmline/messaging';
import { Database, poolOf } from '@warmline/persistence';
import { logger } from '@warmline/telemetry';
import type { MessageCount } from './counting-decider.ts';
import { conversationKey } from './message-load.ts';

/** Rows of one statement. */
const CHUNK = 20_000;

/** A conversation at its third message: what the database stores for each conversation. */
const STORED_STATE: MessageCount = { messages: 3, characters: 330 };

/**
 * Fills a database with the states of the first `count` conversations, as durable-state would have stored them, in tables made by
 * the service's own migration. Then vacuums and checkpoints, as a database in use would have.
 */
export const fillStates = async (url: string, logFile: string, count: number): Promise<void> => {
  const database = new Database({
    url,
    service: 'sentiment',
    logger: logger('bench', { level: 'warn', file: logFile }),
    migrations: [RuntimeTables1760000000000],
  });
  await database.connect();
  try {
    for (let from = 0; from < count; from += CHUNK) {
      const keys = Array.from({ length: Math.min(CHUNK, count - from) }, (_, i) => conversationKey(from + i));
      await database.pool.query(
        `INSERT INTO state (stage, key, task, schema, due, data)
         SELECT 'count', key, task, 1, NULL, $3::json FROM unnest($1::text[], $2::int[]) AS x(key, task)`,
        [keys, keys.map((key) => partitionOf(key, PARTITION_COUNT)), JSON.stringify(STORED_STATE)],
      );
    }
    const owner = poolOf(() => url, { schema: database.schema, statementTimeoutMs: 0, query_timeout: 0, max: 1 });
    await owner.query('VACUUM (ANALYZE) state');
    await owner.end();
  } finally {
    await database.close();
  }
};
