import { afterAll, beforeAll, beforeEach, expect, test } from '@jest/globals';
import { type Retention, retentionOf, retentionSchema } from '@warmline/contracts';
import {
  CommandTables1760000000100,
  EvidenceTime1760000000300,
  RuntimeTables1760000000000,
  systemClock,
} from '@warmline/messaging';
import { Database } from '@warmline/persistence';
import { RetentionSweep } from '@warmline/service-kit';
import { logger, metricsFor } from '@warmline/telemetry';
import { asOwner, testDatabase } from '@warmline/testing/postgres';
import { expiredRows } from '../src/persistence/expired-rows.ts';

const DAY = 24 * 3_600_000;
const silent = logger('test', { level: 'silent' });
let database: Database;
beforeAll(async () => {
  database = new Database({
    url: await testDatabase(),
    service: 'gateway',
    logger: silent,
    migrations: [RuntimeTables1760000000000, CommandTables1760000000100, EvidenceTime1760000000300],
  });
  await database.connect();
}, 60_000);
afterAll(() => database?.close());
beforeEach(async () => {
  await asOwner(database, 'TRUNCATE state, timeline, evidence, command_answer');
});

const ago = (days: number): number => Date.now() - days * DAY;
const state = (stage: string, key: string, data: object) =>
  database.pool.query('INSERT INTO state (stage, key, task, schema, data) VALUES ($1, $2, 0, 1, $3)', [
    stage,
    key,
    data,
  ]);
/** Rows of a stream, one for each number of days, in sequence. */
const rows = (stage: string, key: string, ...daysAgo: readonly number[]) =>
  database.pool.query(
    "INSERT INTO timeline SELECT $1, $2, n, 'MessagePosted', at, '{}' FROM unnest($3::bigint[]) WITH ORDINALITY AS x(at, n)",
    [stage, key, daysAgo.map(ago)],
  );
const kept = async (): Promise<string[]> =>
  (await database.pool.query("SELECT key || '/' || seq AS row FROM timeline ORDER BY key, seq")).rows.map((r) => r.row);
const sweep = async (retention: Retention, batchRows = 500): Promise<void> => {
  const sweeping = new RetentionSweep(database, metricsFor('gateway'), systemClock, silent, batchRows);
  sweeping.add(...expiredRows(retention));
  await sweeping.sweep();
};
const retention = retentionOf(
  retentionSchema.parse({ default: { conversations: 30 }, tenants: { bank: { conversations: 90, desks: 90 } } }),
);

test('turns of earlier visits are deleted after the retention of their tenant; a living conversation keeps its own turns', async () => {
  await state('conversation', 'returned', { tenantId: 'acme', is: 'open', startedAt: ago(1) });
  await rows('conversation', 'returned', 40, 35, 20, 1, 0);
  await state('conversation', 'living', { tenantId: 'acme', is: 'open', startedAt: ago(40) });
  await rows('conversation', 'living', 40, 35, 1);
  await state('conversation', 'bank', { tenantId: 'bank', is: 'ended', startedAt: ago(1) });
  await rows('conversation', 'bank', 100, 40, 1);
  await sweep(retention, 1);
  expect(await kept()).toEqual([
    'bank/2',
    'bank/3',
    'living/1',
    'living/2',
    'living/3',
    'returned/3',
    'returned/4',
    'returned/5',
  ]);
});

test('rows of a desk are deleted after the retention of its tenant, those of decisions only with their hand-off', async () => {
  await state('desk', 'mia', { tenantId: 'acme' });
  await state('desk', 'ben', { tenantId: 'bank' });
  await state('routing-decisions', 'h-1', { seq: 1, lastEventAt: ago(1) });
  await rows('desk', 'mia', 40, 31, 2);
  await rows('desk', 'ben', 100, 40, 2);
  await rows('routing-decisions', 'h-1', 100);
  await sweep(retention);
  expect(await kept()).toEqual(['ben/2', 'ben/3', 'h-1/1', 'mia/3']);
});

test('every stream is looked at, however many there are', async () => {
  await database.pool.query(
    `INSERT INTO timeline SELECT 'conversation', 'c-' || n, 1, 'MessagePosted', $1::bigint, '{}' FROM generate_series(1, 1203) n`,
    [ago(31)],
  );
  await sweep(retention);
  expect(await kept()).toEqual([]);
});

test('evidence is deleted with the turns around it', async () => {
  const refused = (key: string, days: number) =>
    database.pool.query("INSERT INTO evidence (stage, key, at, data) VALUES ('conversation', $1, $2, '{}')", [
      key,
      ago(days),
    ]);
  await state('conversation', 'living', { tenantId: 'acme', is: 'open', startedAt: ago(33) });
  await state('conversation', 'bank', { tenantId: 'bank', is: 'ended', startedAt: ago(60) });
  for (const days of [35, 32, 1]) await refused('living', days);
  for (const days of [100, 65, 61]) await refused('bank', days);
  for (const days of [31, 29]) await refused('gone', days);
  await sweep(retention, 2);
  const left = await database.pool.query(
    "SELECT key || '/' || round(($1 - at) / 86400000.0) AS row FROM evidence ORDER BY key, at",
    [Date.now()],
  );
  expect(left.rows.map(({ row }) => row)).toEqual(['bank/65', 'bank/61', 'gone/29', 'living/32', 'living/1']);
});

test('a stored answer is deleted after seven days', async () => {
  for (const days of [8, 6])
    await database.pool.query("INSERT INTO command_answer VALUES ('conversation', 'c-1', $1, '{}', $2)", [
      `k-${days}`,
      ago(days),
    ]);
  await sweep(retention);
  expect((await database.pool.query('SELECT id FROM command_answer')).rows).toEqual([{ id: 'k-6' }]);
});
