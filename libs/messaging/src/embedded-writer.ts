import type { PoolClient } from 'pg';
import { packed, type Waiting } from './embedded-batch.ts';
import { APPEND } from './embedded-schema.ts';
import type { Incoming, Outgoing, Statement } from './transport.ts';

/** Records of one transaction, unless a single append has more. */
const GATHER = 5_000;

export interface Written {
  readonly topic: string;
  readonly partition: number;
  readonly records: readonly Incoming[];
}

/** Everything that waits in one transaction; a single statement, which is one by itself, where nothing else is to run in it. */
const write = async (client: PoolClient, waiting: readonly Waiting[]): Promise<Written[]> => {
  const { values, placed } = packed(waiting, Date.now());
  const insert = async () =>
    placed((await client.query<{ slot: number; base: number }>({ name: 'log-append', text: APPEND, values })).rows);
  const statements = waiting.flatMap(({ also }) => (also === undefined ? [] : [also]));
  if (statements.length === 0) return insert();
  try {
    await client.query('BEGIN');
    const written = await insert();
    for (const { text, values: own } of statements) await client.query(text, [...own]);
    await client.query('COMMIT');
    return written;
  } catch (error) {
    await client.query('ROLLBACK').catch(() => {});
    throw error;
  }
};

/**
 * Appends that arrive while a transaction commits share the next one, in the order they came. A failure is found out one by one, so that
 * nobody pays for another's statement. `written` is called in the order of the commits, before the appends resolve.
 */
export const groupCommit = (
  alone: <T>(act: (client: PoolClient) => Promise<T>) => Promise<T>,
  written: (partitions: readonly Written[]) => void,
) => {
  let queue: Waiting[] = [];
  let committing = false;

  const commit = async (some: readonly Waiting[]): Promise<void> => {
    await alone(async (client) => written(await write(client, some)));
    for (const { resolve } of some) resolve();
  };

  const gather = (): Waiting[] => {
    let size = 0;
    let fit = 0;
    for (const { records } of queue) {
      size += records.length;
      if (fit > 0 && size > GATHER) break;
      fit += 1;
    }
    const batch = queue.slice(0, fit);
    queue = queue.slice(fit);
    return batch;
  };

  const drain = async (): Promise<void> => {
    if (committing) return;
    committing = true;
    while (queue.length > 0) {
      const batch = gather();
      try {
        await commit(batch);
      } catch (error) {
        if (batch.length === 1) batch[0]?.reject(error);
        else for (const one of batch) await commit([one]).catch(one.reject);
      }
    }
    committing = false;
  };

  return (records: readonly Outgoing[], also: Statement | undefined): Promise<void> =>
    new Promise((resolve, reject) => {
      queue.push({ records, also, resolve, reject });
      void drain();
    });
};
