import { setTimeout as sleep } from 'node:timers/promises';
import type { Logger } from '@warmline/telemetry';
import type { Pool, PoolClient } from 'pg';
import { DataSource, type EntitySchema } from 'typeorm';
import type { PostgresDriver } from 'typeorm/driver/postgres/PostgresDriver.js';
import { driverWith, poolOf, type UrlSource } from './connections.ts';
import {
  assertMigrated,
  assertSynchronousCommit,
  MigrationError,
  type Migrations,
  migrate,
  SchemaOutdatedError,
} from './migrations.ts';
import { explainRefusal, isRefusal, namesOf } from './refusals.ts';
import {
  createSchema,
  findAccess,
  grantAccess,
  ownerAccess,
  renewRolePassword,
  type SchemaAccess,
  schemaName,
  userOf,
} from './schema-access.ts';
import { inTransaction } from './transaction.ts';
import { isTransient, sqlState } from './transient-errors.ts';
import { typeormLogger } from './typeorm-logger.ts';

type Constructor<T = object> = new (...args: never[]) => T;

export interface DatabaseOptions {
  /** URL of the user of the service. Without `ownerUrl`, one who may create roles or schemas also sets them up. */
  readonly url: string | UrlSource;
  /** URL of the owner of the schema, who creates and migrates it. It must not lead through a pooler. */
  readonly ownerUrl?: UrlSource;
  readonly service: string;
  readonly logger: Logger;
  /** Most connections of this service. Default: 10. */
  readonly poolSize?: number;
  /** Most milliseconds of a statement. Default: 20,000. */
  readonly statementTimeoutMs?: number;
  /** A pooler with transaction pooling is between the service and Postgres. */
  readonly hasPooler?: boolean;
  readonly entities?: readonly (Constructor | EntitySchema)[];
  readonly migrations?: Migrations;
  /** Called for each fault of a connection: an idle one was lost, or a query failed for a reason that may pass. */
  readonly onFault?: (operation: 'connection' | 'query') => void;
}

const POOL_SIZE = 10;
const INITIAL_BACKOFF_MS = 100;
const MAX_BACKOFF_MS = 5_000;
const NOW = 'SELECT (extract(epoch FROM clock_timestamp()) * 1000)::float8 AS now';
/** The time in a later answer is too old to be used. */
const QUICK_PING_MS = 500;
/** Longest wait for the answer to a ping. */
const PING_MS = 2_000;

/** Postgres connection of one service: its own schema, role and pool. It cannot reach the tables of another service. */
export class Database {
  /** The time of the database, as the last quick ping told it, and when by the monotonic clock of this process. */
  clockReading: { readonly databaseTime: number; readonly monotonicTime: number } | undefined;
  private source: DataSource | undefined;
  private access: SchemaAccess | undefined;
  private readonly url: UrlSource;
  private readonly closing = new AbortController();

  constructor(private readonly options: DatabaseOptions) {
    const { url } = options;
    this.url = typeof url === 'string' ? () => url : url;
  }

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
   * Resolves once the database answers and the schema has all migrations. Retries without limit, with pauses of at most 5 s, while the
   * database is unavailable or refuses the service (login, rights, missing schema or database); `onWaiting` is told why. Throws any other
   * error, a failing migration included. Rejects with the reason of the signal once it aborts, or after `close`.
   */
  async connect(signal?: AbortSignal, onWaiting?: (reason: string) => void): Promise<void> {
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
        const reason = this.explain(error);
        this.options.logger.warn(
          { attempt, retryInMs: Math.round(pause), reason },
          'the database is unavailable, retrying',
        );
        onWaiting?.(reason);
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
    return this.withClient((client) => inTransaction(client, work, finalQuery));
  }

  /** Rejects if the database does not answer in time. A quick answer also tells its time. */
  async ping(): Promise<void> {
    const asked = performance.now();
    const late = Promise.withResolvers<never>();
    const timer = setTimeout(() => late.reject(new Error(`no answer within ${PING_MS / 1_000} s`)), PING_MS);
    try {
      const answer = await Promise.race([this.pool.query<{ now: number }>(NOW), late.promise]);
      const took = performance.now() - asked;
      const [row] = answer.rows;
      if (row !== undefined && took <= QUICK_PING_MS)
        this.clockReading = { databaseTime: row.now, monotonicTime: asked + took / 2 };
    } finally {
      clearTimeout(timer);
    }
  }

  /** Why the database cannot be used; undefined: it can. A password that follows from the owner's is renewed when it is refused. */
  async findFault(): Promise<string | undefined> {
    try {
      await this.ping();
      return undefined;
    } catch (error) {
      const { owner, role, hasDerivedPassword } = this.access ?? {};
      if (sqlState(error) !== '28P01' || hasDerivedPassword !== true || owner === undefined || role === undefined)
        return this.explain(error);
      try {
        await renewRolePassword(owner, role);
      } catch (refused) {
        return this.explain(refused, owner);
      }
      return this.ping().then(
        () => undefined,
        (again: unknown) => this.explain(again),
      );
    }
  }

  /** What an operator reads about an error of this database. */
  private explain(error: unknown, url = this.access?.url ?? this.url): string {
    const { poolSize = POOL_SIZE } = this.options;
    const pool = this.source === undefined ? undefined : this.pool;
    if (
      sqlState(error) === undefined &&
      pool !== undefined &&
      pool.waitingCount > 0 &&
      pool.totalCount >= poolSize &&
      pool.idleCount === 0
    )
      return `all ${poolSize} connections of the service are busy (requests that wait: ${pool.waitingCount}): see DATABASE_POOL_SIZE`;
    return explainRefusal(error, namesOf(url, this.schema));
  }

  /** Creates schema and role, runs missing migrations and grants the rights of the role, as the owner. Returns the migrations that ran. */
  async migrate(owner: UrlSource, user?: string): Promise<string[]> {
    return this.setUp(ownerAccess(owner, user, this.options.service));
  }

  /** Ends a waiting `connect` and every connection. Safe to call twice. */
  async close(): Promise<void> {
    this.closing.abort(new Error(`the database of ${this.options.service} was closed`));
    const source = this.source;
    this.source = undefined;
    await source?.destroy();
  }

  private async open(): Promise<void> {
    const { service, logger, ownerUrl, hasPooler = false, migrations = [] } = this.options;
    const access = await findAccess(
      { url: this.url, hasPooler, ...(ownerUrl === undefined ? {} : { ownerUrl }) },
      service,
    );
    this.access = access;
    if (access.owner !== undefined && access.role === undefined)
      logger.warn(
        { schema: access.schema },
        'the database user may not create roles: the service uses the owner of its schema and is not kept from changing tables',
      );
    await this.setUp(access);
    const source = this.sourceFor(access);
    await source.initialize();
    try {
      await assertSynchronousCommit(source);
      if (access.owner === undefined)
        await assertMigrated(
          (source.driver as PostgresDriver).master as Pool,
          access.schema,
          userOf(access.url()),
          migrations,
        );
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

  private async setUp(access: SchemaAccess): Promise<string[]> {
    await createSchema(access);
    const done = await migrate(access, this.options.migrations ?? [], this.options.logger);
    await grantAccess(access);
    return done;
  }

  private sourceFor({ url, schema }: SchemaAccess): DataSource {
    const {
      service,
      logger,
      poolSize = POOL_SIZE,
      statementTimeoutMs,
      hasPooler = false,
      entities,
      onFault,
    } = this.options;
    const limits = statementTimeoutMs === undefined ? {} : { statementTimeoutMs };
    return new DataSource({
      type: 'postgres',
      driver: driverWith(() =>
        poolOf(url, {
          schema,
          hasPooler,
          ...limits,
          max: poolSize,
          pipeline: true,
          application_name: `warmline ${service}`,
        }),
      ),
      schema,
      installExtensions: false,
      entities: [...(entities ?? [])],
      logger: typeormLogger(logger),
      poolErrorHandler: (error: Error) => {
        onFault?.('connection');
        logger.warn({ reason: this.explain(error) }, 'an idle database connection was lost');
      },
    });
  }
}

const isRetryableAtStart = (error: unknown): boolean =>
  !(error instanceof MigrationError) &&
  (error instanceof SchemaOutdatedError || isTransient(error) || isRefusal(error));
