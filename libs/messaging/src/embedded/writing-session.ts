import { setTimeout as sleep } from 'node:timers/promises';
import type { Pool, PoolClient } from 'pg';
import { backOffMs } from '../back-off.ts';
import type { Log } from '../log.ts';
import { LOG_LOCK, SCHEMA } from './log-schema.ts';

const LOCK_WAIT_MS = 15_000;

/** Another process owns the log. Waiting does not help. */
export class LogHeldError extends Error {
  constructor() {
    super('the embedded log is held by another process: only one may run on a database (use Kafka for more)');
  }
}

/**
 * The session that holds the advisory lock and does all writes, so a process that loses the lock can commit nothing.
 * `opened` runs on every new session before its first use. A lost session is replaced, with retries without limit.
 */
export const writingSession = (options: {
  readonly pool: Pool;
  readonly logger: Log;
  readonly opened: (client: PoolClient) => Promise<void>;
  readonly lost: (cause: Error, fatal: boolean) => void;
  readonly recovered: () => void;
}) => {
  const { pool, logger } = options;
  let opening: Promise<PoolClient> | null = null;
  let client: PoolClient | null = null;
  let lastTurn: Promise<unknown> = Promise.resolve();
  let closed = false;
  let everOpen = false;

  const lockLog = async (taken: PoolClient): Promise<void> => {
    const deadline = Date.now() + LOCK_WAIT_MS;
    for (;;) {
      const { rows } = await taken.query<{ held: boolean }>('SELECT pg_try_advisory_lock($1) AS held', [LOG_LOCK]);
      if (rows[0]?.held === true) break;
      if (Date.now() > deadline || closed) throw new LogHeldError();
      await sleep(250);
    }
    await taken.query('SET synchronous_commit = on');
    await taken.query(SCHEMA);
    await options.opened(taken);
  };

  const connect = async (): Promise<PoolClient> => {
    const fresh = await pool.connect();
    const ended = (cause: Error = new Error('the session of the log ended')): void => {
      if (client === fresh) loseSession(fresh, cause);
    };
    fresh.on('error', ended);
    fresh.on('end', () => ended());
    try {
      await lockLog(fresh);
    } catch (error) {
      fresh.release(true);
      throw error;
    }
    client = fresh;
    everOpen = true;
    return fresh;
  };

  const loseSession = (old: PoolClient, cause: Error): void => {
    client = null;
    opening = null;
    old.release(true);
    if (closed) return;
    logger.warn({ err: cause }, 'the embedded log lost its session');
    options.lost(cause, false);
    void reopen();
  };

  const open = (): Promise<PoolClient> => {
    if (closed) return Promise.reject(new Error('the transport is closed'));
    if (opening !== null) return opening;
    const attempt = connect();
    opening = attempt;
    attempt.catch(() => {
      if (opening === attempt) opening = null;
    });
    return attempt;
  };

  const reopen = async (): Promise<void> => {
    for (let failures = 0; !closed; failures += 1) {
      try {
        await open();
        return options.recovered();
      } catch (error) {
        if (error instanceof LogHeldError) return options.lost(error, true);
        await sleep(Math.min(2_000, backOffMs(failures)), undefined, { ref: false });
      }
    }
  };

  const ready = async (): Promise<PoolClient> => {
    if (everOpen && client === null) throw new Error('the embedded log has no session');
    return open();
  };

  return {
    /** Waits for the first session only. While a lost session is replaced it rejects; callers send a failed append again. */
    ready,
    /** Waits for the database without limit, but not for another process to release the log. */
    waitUntilOpen: async (failed: (error: Error) => void): Promise<void> => {
      for (let failures = 0; ; failures += 1) {
        try {
          await open();
          return;
        } catch (error) {
          if (error instanceof LogHeldError || closed) throw error;
          failed(error as Error);
          await sleep(backOffMs(failures));
        }
      }
    },
    /** Runs on the writing session, one call at a time. */
    exclusively: async <T>(act: (session: PoolClient) => Promise<T>): Promise<T> => {
      const turn = lastTurn.then(async () => {
        return act(await ready());
      });
      lastTurn = turn.catch(() => {});
      return turn;
    },
    close: async (): Promise<void> => {
      closed = true;
      await lastTurn;
      client?.release(true);
      client = null;
    },
  };
};
