import type { PoolClient } from 'pg';
import type { ConsumerRecord, ProducerRecord, SqlStatement } from '../transport.ts';
import { appendParameters, type PendingAppend } from './append-parameters.ts';
import { APPEND } from './log-schema.ts';

/** Most records of one transaction, unless a single append has more. */
const MAX_RECORDS = 5_000;

export interface AppendedRecords {
  readonly topic: string;
  readonly partition: number;
  readonly records: readonly ConsumerRecord[];
}

/** Writes all waiting appends in one transaction. Without SQL statements of the callers this is a single statement, which needs no BEGIN. */
const write = async (client: PoolClient, waiting: readonly PendingAppend[]): Promise<AppendedRecords[]> => {
  const { values, withOffsets } = appendParameters(waiting, Date.now());
  const insert = async () =>
    withOffsets(
      (await client.query<{ group: number; base: number }>({ name: 'log-append', text: APPEND, values })).rows,
    );
  const statements = waiting.flatMap(({ statement }) => (statement === undefined ? [] : [statement]));
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
 * Appends that arrive while a transaction commits share the next one, in order of arrival. After a failure they are committed one by one, so
 * that no append fails because of the statement of another. `written` is called in commit order, before the appends resolve.
 */
export const groupCommit = (
  exclusively: <T>(act: (client: PoolClient) => Promise<T>) => Promise<T>,
  written: (partitions: readonly AppendedRecords[]) => void,
) => {
  let queue: PendingAppend[] = [];
  let committing = false;

  const commit = async (batch: readonly PendingAppend[]): Promise<void> => {
    await exclusively(async (client) => written(await write(client, batch)));
    for (const { resolve } of batch) resolve();
  };

  const takeBatch = (): PendingAppend[] => {
    let size = 0;
    let fit = 0;
    for (const { records } of queue) {
      size += records.length;
      if (fit > 0 && size > MAX_RECORDS) break;
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
      const batch = takeBatch();
      try {
        await commit(batch);
      } catch (error) {
        if (batch.length === 1) batch[0]?.reject(error);
        else for (const one of batch) await commit([one]).catch(one.reject);
      }
    }
    committing = false;
  };

  return (records: readonly ProducerRecord[], statement: SqlStatement | undefined): Promise<void> =>
    new Promise((resolve, reject) => {
      queue.push({ records, statement, resolve, reject });
      void drain();
    });
};
