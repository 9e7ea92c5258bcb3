import { afterAll, beforeAll, beforeEach, expect, test } from '@jest/globals';
import { OpenDeadLetters1760000000200, RuntimeTables1760000000000, systemClock } from '@warmline/messaging';
import { Database } from '@warmline/persistence';
import { logger, metricsFor } from '@warmline/telemetry';
import { asOwner, testDatabase } from '@warmline/testing/postgres';
import { rowsOfTenantsOlderThan, rowsOlderThan } from '../src/retention/expired-rows.ts';
import { RetentionSweep } from '../src/retention/retention-sweep.ts';

const DAY = 24 * 3_600_000;
const silent = logger('test', { level: 'silent' });
let database: Database;
beforeAll(async () => {
  database = new Database({
    url: await testDatabase(),
    service: 'routing',
    logger: silent,
    migrations: [RuntimeTables1760000000000, OpenDeadLetters1760000000200],
  });
  await database.connect();
  for (const statement of [
    'CREATE TABLE visit (id int PRIMARY KEY, tenant_id text NOT NULL, at bigint NOT NULL, living boolean NOT NULL DEFAULT false)',
    'CREATE INDEX visit_tenant_time ON visit (tenant_id, at)',
    // What each statement deletes.
    'CREATE TABLE batch (n int NOT NULL)',
    `CREATE FUNCTION count_batch() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN INSERT INTO batch SELECT count(*) FROM gone; RETURN NULL; END $$`,
    `CREATE TRIGGER counted AFTER DELETE ON visit REFERENCING OLD TABLE AS gone FOR EACH STATEMENT EXECUTE FUNCTION count_batch()`,
  ])
    await asOwner(database, statement);
}, 60_000);
afterAll(() => database?.close());
beforeEach(async () => {
  await database.pool.query('DELETE FROM visit');
  await database.pool.query('DELETE FROM batch');
});

/** Visits of a tenant, one for each number of days. */
const visits = async (tenant: string, firstId: number, daysAgo: readonly number[]): Promise<void> => {
  await database.pool.query(
    'INSERT INTO visit SELECT $1::int + n - 1, $2, $3::bigint - days * $4::bigint FROM unnest($5::int[]) WITH ORDINALITY AS x(days, n)',
    [firstId, tenant, Date.now(), DAY, daysAgo],
  );
};
const visitIds = async (): Promise<number[]> =>
  (await database.pool.query('SELECT id FROM visit ORDER BY id')).rows.map((r) => r.id);
const metrics = metricsFor('routing');
const sweepOf = (batchRows: number, retentionMs: (tenantId: string) => number) => {
  const sweep = new RetentionSweep(database, metrics, systemClock, silent, batchRows);
  sweep.add(rowsOfTenantsOlderThan({ table: 'visit', at: 'at', neededIf: 'visit.living' }, retentionMs));
  return sweep;
};
const deletedVisits = async (): Promise<number> =>
  (await metrics.retentionDeletedRows.get()).values.find(({ labels }) => labels.table === 'visit')?.value ?? -1;

test('old rows of one tenant are deleted; a tenant with a longer retention keeps its own', async () => {
  await visits('acme', 1, [10, 31, 50]);
  await visits('bank', 11, [10, 31, 50]);
  const sweep = sweepOf(500, (tenant) => (tenant === 'bank' ? 45 : 30) * DAY);
  const before = await deletedVisits();
  await sweep.sweep();
  expect(await visitIds()).toEqual([1, 11, 12]);
  expect(await deletedVisits()).toBe(before + 3);
});

test('a row that is still needed is kept, and the ones behind it are deleted', async () => {
  await visits('acme', 1, [50, 49, 48, 47, 46]);
  await database.pool.query('UPDATE visit SET living = true WHERE id IN (1, 3)');
  await sweepOf(2, () => 30 * DAY).sweep();
  expect(await visitIds()).toEqual([1, 3]);
});

test('no statement deletes more rows than a batch holds', async () => {
  await visits(
    'acme',
    1,
    Array.from({ length: 23 }, () => 40),
  );
  await sweepOf(5, () => 30 * DAY).sweep();
  const { rows } = await database.pool.query<{ n: number }>('SELECT n FROM batch WHERE n > 0');
  expect(rows.map(({ n }) => n)).toEqual([5, 5, 5, 5, 3]);
  expect(await visitIds()).toEqual([]);
});

test('a row that a transaction holds is left for a later sweep, which waits for nobody', async () => {
  await visits('acme', 1, [40, 41]);
  const sweep = sweepOf(5, () => 30 * DAY);
  await database.transaction(async (client) => {
    await client.query('SELECT FROM visit WHERE id = 1 FOR UPDATE');
    await sweep.sweep();
  });
  expect(await visitIds()).toEqual([1]);
  await sweep.sweep();
  expect(await visitIds()).toEqual([]);
});

test('while one replica sweeps, another one deletes nothing', async () => {
  await visits('acme', 1, [40]);
  await database.transaction(async (client) => {
    await client.query('SELECT pg_try_advisory_xact_lock(5705005, hashtext($1))', [database.schema]);
    await sweepOf(5, () => 30 * DAY).sweep();
  });
  expect(await visitIds()).toEqual([1]);
});

test('a table that cannot be swept does not keep the others from it', async () => {
  await visits('acme', 1, [40]);
  const sweep = new RetentionSweep(database, metrics, systemClock, silent);
  sweep.add(rowsOlderThan({ table: 'missing', at: 'at' }, DAY), rowsOlderThan({ table: 'visit', at: 'at' }, 30 * DAY));
  await sweep.sweep();
  expect(await visitIds()).toEqual([]);
});

test('the expired rows of a tenant are found through the index, however many rows there are', async () => {
  await database.pool.query("INSERT INTO visit SELECT n, 'tenant-' || n % 50, 0 FROM generate_series(1, 20000) n");
  await asOwner(database, 'ANALYZE visit');
  const { rows } = await database.pool.query<Record<string, string>>(
    `EXPLAIN SELECT ctid FROM visit WHERE tenant_id = 'tenant-7' AND at < 9 AND at >= 0 AND NOT (living) ORDER BY at LIMIT 5 FOR UPDATE SKIP LOCKED`,
  );
  expect(rows.map((row) => row['QUERY PLAN']).join('\n')).toContain('visit_tenant_time');
});

test("a dead letter past its topic's retention is no longer open", async () => {
  const insert = (seq: number, days: number) =>
    database.pool.query("INSERT INTO dead_letter VALUES ('s', $1, 't', $2, $2)", [seq, Date.now() - days * DAY]);
  await insert(1, 31);
  await insert(2, 29);
  const sweep = new RetentionSweep(database, metrics, systemClock, silent);
  sweep.add(rowsOlderThan({ table: 'dead_letter', at: 'at' }, 30 * DAY));
  await sweep.sweep();
  expect((await database.pool.query('SELECT seq FROM dead_letter')).rows).toEqual([{ seq: '2' }]);
});
