import { setTimeout as sleep } from 'node:timers/promises';
import type { Logger } from '@warmline/telemetry';
import { Client, type Pool, type PoolClient } from 'pg';
import { DataSource, type EntitySchema, type MigrationInterface } from 'typeorm';
import type { PostgresDriver } from 'typeorm/driver/postgres/PostgresDriver.js';
import { prepareAccess, type SchemaAccess, schemaName } from './schema-access.ts';
import { isTransient, sqlState } from './transient-errors.ts';
import { typeormLogger } from './typeorm-logger.ts';

type Constructor<T = object> = new (...args: never[]) => T;

export interface DatabaseOptions {
  /** URL of a user that may create roles and schemas. A user that may not is used directly, with a warning. */
  readonly url: string;
  readonly service: string;
  readonly logger: Logger;
  /** Most connections of this service. Default: 10. */
  readonly poolSize?: number;
  readonly entities?: readonly (Constructor | EntitySchema)[];
  /** Migration classes. Each runs once, in its own transaction, in the order of the timestamp at the end of its name. */
  readonly migrations?: readonly Constructor<MigrationInterface>[];
  /** Called for each fault of a connection: an idle one was lost, or a query failed for a reason that may pass. */
  readonly onFault?: (operation: 'connection' | 'query') => void;
}

const INITIAL_BACKOFF_MS = 100;
const MAX_BACKOFF_MS = 5_000;
/** Postgres ends the session of a process that hangs in a transaction for longer, which releases its locks. */
const IDLE_IN_TRANSACTION_MS = 30_000;
/** First key of the advisory lock of a schema's migrations. The second key is the hash of the schema name. */
const MIGRATION_LOCK = 5_705_002;

/** Postgres connection of one service: its own schema, role and pool. It cannot reach the tables of another service. */
export class Database {
  private source: DataSource | undefined;
  private readonly closing = new AbortController();

  constructor(private readonly options: DatabaseOptions) {}

  get schema(): string {
    return schemaName(this.options.service);
  }

  /** Throws before `connect` has resolved. */
  get dataSource(): DataSource {
    if (this.source === undefined) throw new Error(`the database of ${this.options.service} is not connected yet`);
    return this.source;
  }

  /** The pool of TypeORM's driver, so hand-written SQL and entities share connections. */
  get pool(): Pool {
    return (this.dataSource.driver as PostgresDriver).master as Pool;
  }

  /** For metrics: undefined before `connect` has resolved. */
  get poolIfConnected(): Pool | undefined {
    return this.source === undefined ? undefined : this.pool;
  }

  /**
   * Resolves once the database answers, the schema exists and all migrations have run. Retries without limit, with pauses of at most
   * 5 s, while the database is unavailable or not set up (login refused, no such database). Throws any other error, a failing migration
   * included. Rejects with the reason of the signal once it aborts, or after `close`.
   */
  async connect(signal?: AbortSignal): Promise<void> {
    const stopSignal = signal === undefined ? this.closing.signal : AbortSignal.any([signal, this.closing.signal]);
    for (let attempt = 0; ; attempt += 1) {
      stopSignal.throwIfAborted();
      try {
        await this.open();
        return;
      } catch (error) {
        if (!isRetryableAtStart(error)) throw error;
        const pause =
          Math.min(MAX_BACKOFF_MS, INITIAL_BACKOFF_MS * 2 ** Math.min(attempt, 10)) * (0.5 + Math.random() / 2);
        this.options.logger.warn(
          { attempt, retryInMs: Math.round(pause), reason: errorMessage(error) },
          'the database is unavailable, retrying',
        );
        await sleep(pause, undefined, { signal: stopSignal });
      }
    }
  }

  /** Runs `work` with one connection of the pool. A failed connection is closed, not returned to the pool. */
  async withClient<T>(work: (client: PoolClient) => Promise<T>): Promise<T> {
    const client = await this.pool.connect();
    let failed: Error | undefined;
    // A connection lost between two queries: the next query rejects with this error. Without a listener it would end the process.
    const onLost = (error: Error): void => {
      failed = error;
    };
    client.on('error', onLost);
    try {
      return await work(client);
    } catch (error) {
      if (sqlState(error) === undefined || isTransient(error))
        failed = error instanceof Error ? error : new Error(String(error));
      throw error;
    } finally {
      client.removeListener('error', onLost);
      client.release(failed);
    }
  }

  /**
   * Runs `work` in one READ COMMITTED transaction. After a transient error the outcome of the commit is unknown. Connections
   * are pipelined: BEGIN is sent with the first query of `work`, and COMMIT with `finalQuery`.
   */
  transaction<T>(
    work: (client: PoolClient) => Promise<T>,
    finalQuery?: (client: PoolClient, result: T) => Promise<unknown>,
  ): Promise<T> {
    return this.withClient(async (client) => {
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
    });
  }

  /** Rejects if the database does not answer. */
  async ping(): Promise<void> {
    await this.pool.query('SELECT 1');
  }

  /** Ends a waiting `connect` and every connection. Safe to call twice. */
  async close(): Promise<void> {
    this.closing.abort(new Error(`the database of ${this.options.service} was closed`));
    const source = this.source;
    this.source = undefined;
    await source?.destroy();
  }

  private async open(): Promise<void> {
    const { url, service, logger } = this.options;
    const access = await prepareAccess(url, service);
    if (!access.ownRole) {
      logger.warn(
        { schema: access.schema },
        'the database user may not create roles: the service uses this user directly',
      );
    }
    const source = this.sourceFor(access);
    await source.initialize();
    try {
      await assertSynchronousCommit(source);
      await migrate(source, access);
    } catch (error) {
      await source.destroy();
      throw error;
    }
    this.source = source;
    const { onFault } = this.options;
    const onRelease = (error: unknown): void => {
      if (error instanceof Error && (sqlState(error) === undefined || isTransient(error))) onFault?.('query');
    };
    this.pool.on('release', onRelease as never);
  }

  private sourceFor(access: SchemaAccess): DataSource {
    const { service, logger, poolSize, entities, migrations, onFault } = this.options;
    return new DataSource({
      type: 'postgres',
      url: access.url,
      schema: access.schema,
      applicationName: `warmline ${service}`,
      poolSize: poolSize ?? 10,
      connectTimeoutMS: 5_000,
      installExtensions: false,
      entities: [...(entities ?? [])],
      migrations: [...(migrations ?? [])],
      migrationsTransactionMode: 'each',
      logger: typeormLogger(logger),
      poolErrorHandler: (error: Error) => {
        onFault?.('connection');
        logger.warn({ reason: errorMessage(error) }, 'an idle database connection was lost');
      },
      extra: {
        keepAlive: true,
        pipeline: true,
        options: `-c search_path=${access.schema} -c idle_in_transaction_session_timeout=${IDLE_IN_TRANSACTION_MS}`,
      },
    });
  }
}

/** A wrong password and a missing database are retried too: a secret is rotated, a database is restored. */
const isRetryableAtStart = (error: unknown): boolean => isTransient(error) || /^(28|3D)/.test(sqlState(error) ?? '');

const errorMessage = (error: unknown): string => {
  const inner = error instanceof AggregateError ? error.errors[0] : error;
  return inner instanceof Error ? inner.message || inner.name : String(inner);
};

/** With synchronous_commit off a crash can lose a confirmed commit, and so events. */
const assertSynchronousCommit = async (source: DataSource): Promise<void> => {
  const rows = await source.query<{ synchronous_commit: string }[]>('SHOW synchronous_commit');
  if (rows[0]?.synchronous_commit === 'off')
    throw new Error('synchronous_commit is off in this database: confirmed events could be lost');
};

/** Takes a lock per schema on a separate connection: of instances that start together one migrates and the others wait. */
const migrate = async (source: DataSource, access: SchemaAccess): Promise<void> => {
  if (source.migrations.length === 0) return;
  const client = new Client({ connectionString: access.url, application_name: `warmline migrations ${access.schema}` });
  client.on('error', () => undefined);
  await client.connect();
  try {
    await client.query('SELECT pg_advisory_lock($1, hashtext($2))', [MIGRATION_LOCK, access.schema]);
    await source.runMigrations({ transaction: 'each' });
  } finally {
    await client.end();
  }
};
