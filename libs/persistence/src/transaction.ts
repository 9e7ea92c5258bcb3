import type { PoolClient } from 'pg';

/** Runs `work` between BEGIN and COMMIT of a pipelined connection, and rolls back if it fails. Rejects if the commit was refused. */
export const inTransaction = async <T>(
  client: PoolClient,
  work: (client: PoolClient) => Promise<T>,
  finalQuery?: (client: PoolClient, result: T) => Promise<unknown>,
): Promise<T> => {
  const beginning = client.query('BEGIN');
  beginning.catch(() => undefined);
  try {
    const result = await work(client);
    await beginning;
    const written = finalQuery?.(client, result);
    const committed = client.query('COMMIT');
    committed.catch(() => undefined);
    await written;
    const { command } = await committed;
    // COMMIT answers ROLLBACK when a query before it failed.
    if (command !== 'COMMIT') throw new Error(`the transaction ended with ${command}`);
    return result;
  } catch (error) {
    await client.query('ROLLBACK').catch(() => undefined);
    throw error;
  }
};
