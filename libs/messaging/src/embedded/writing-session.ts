import { setTimeout as sleep } from 'node:timers/promises';
import type { Pool, PoolClient } from 'pg';
import { backOffMs } from '../back-off.ts';
import type { Log } from '../intake.ts';
import { LOG_LOCK, SCHEMA } from './log-schema.ts';

const LOCK_WAIT_MS = 15_000;

/** Another process has the log: waiting longer does not help. */
export class LogHeldError extends Error {
  constructor() {
    super('the embedded log is held by another process: only one may run on a database (use Kafka for more)');
  }
}

/**
 * The one session that holds the lock and writes: when it is gone, so is the right to write, and nothing can be committed without it.
 * `opened` runs on every new session before anyone uses it; after a loss a new one is made by itself, and for ever.
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
    /** The session; waits for the first one, but while a lost session is made anew nobody waits, an append that fails is sent again by who made it. */
    ready,
    /** Waits for the database as long as it takes, but not for another process to let go. */
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
    /** Runs alone on the writing session. */
    exclusively: async <T>(act: (session: PoolClient) => Promise<T>): Promise<T> => {
      const mine = lastTurn.then(async () => {
        return act(await ready());
      });
      lastTurn = mine.catch(() => {});
      return mine;
    },
    close: async (): Promise<void> => {
      closed = true;
      await lastTurn;
      client?.release(true);
      client = null;
    },
  };
};
