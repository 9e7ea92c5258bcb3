import type { Logger } from '@warmline/telemetry';
import type { Pool } from 'pg';
import { DataSource, type MigrationInterface } from 'typeorm';
import { connectClient, driverWith, poolOf } from './connections.ts';
import type { SchemaAccess } from './schema-access.ts';
import { isTransient, sqlState } from './transient-errors.ts';
import { typeormLogger } from './typeorm-logger.ts';

/** Migration classes. Each runs once, in its own transaction, in the order of the timestamp at the end of its name. */
export type Migrations = readonly (new (...args: never[]) => MigrationInterface)[];

/** First key of the advisory lock of a schema's migrations. The second key is the hash of the schema name. */
const MIGRATION_LOCK = 5_705_002;

/** A migration cannot succeed as it is. */
export class MigrationError extends Error {}

/** The schema is older than this version of the service needs. */
export class SchemaOutdatedError extends Error {}

/** Runs missing migrations as the owner, under a lock of the schema: of instances that start together one migrates and the others wait. */
export const migrate = async (access: SchemaAccess, migrations: Migrations, logger: Logger): Promise<string[]> => {
  const { owner, schema } = access;
  if (owner === undefined || migrations.length === 0) return [];
  const source = new DataSource({
    type: 'postgres',
    driver: driverWith(() =>
      poolOf(owner, {
        schema,
        statementTimeoutMs: 0,
        query_timeout: 0,
        max: 2,
        application_name: 'warmline migrations',
      }),
    ),
    schema,
    installExtensions: false,
    migrations: [...migrations],
    migrationsTransactionMode: 'each',
    logger: typeormLogger(logger),
    poolErrorHandler: () => undefined,
  });
  await source.initialize();
  const lock = await connectClient(owner, `warmline migrations ${schema}`);
  try {
    await lock.query('SELECT pg_advisory_lock($1, hashtext($2))', [MIGRATION_LOCK, schema]);
    const done = await source.runMigrations({ transaction: 'each' });
    return done.map(({ name }) => name);
  } catch (error) {
    if (isTransient(error) || sqlState(error) === '42501') throw error;
    throw new MigrationError(`a migration of ${schema} failed: ${String(error)}`, { cause: error });
  } finally {
    await lock.end();
    await source.destroy();
  }
};

/** Throws if a migration is missing that the user of the pool may not run. */
export const assertMigrated = async (
  pool: Pool,
  schema: string,
  user: string,
  migrations: Migrations,
): Promise<void> => {
  if (migrations.length === 0) return;
  const found = await pool.query<{ there: boolean }>('SELECT to_regclass($1) IS NOT NULL AS there', [
    `${schema}.migrations`,
  ]);
  const { rows } =
    found.rows[0]?.there === true
      ? await pool.query<{ name: string }>(`SELECT name FROM ${schema}.migrations`)
      : { rows: [] };
  const done = new Set(rows.map(({ name }) => name));
  const missing = migrations.map(({ name }) => name).filter((name) => !done.has(name));
  if (missing.length === 0) return;
  throw new SchemaOutdatedError(
    `the schema ${schema} is older than this version: it lacks ${missing.join(', ')}, and user ${user} may not change it; run \`warmline migrate\` with DATABASE_OWNER_URL`,
  );
};

/** With synchronous_commit off a crash can lose a confirmed commit, and so events. */
export const assertSynchronousCommit = async (source: DataSource): Promise<void> => {
  const rows = await source.query<{ synchronous_commit: string }[]>('SHOW synchronous_commit');
  if (rows[0]?.synchronous_commit === 'off')
    throw new Error('synchronous_commit is off in this database: confirmed events could be lost');
};
