import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { defaultRetention, retentionOf, retentionSchema } from '@warmline/contracts';
import { RuntimeTables1760000000000, systemClock } from '@warmline/messaging';
import { Database } from '@warmline/persistence';
import { RetentionSweep } from '@warmline/service-kit';
import { logger, metricsFor } from '@warmline/telemetry';
import { testDatabase } from '@warmline/testing/postgres';
import { OutcomeRetention1760000000300, Outcomes1760000000200 } from '../src/persistence/migration.ts';
import { expiredOutcomes } from '../src/persistence/retention.ts';

const DAY = 24 * 3_600_000;
const silent = logger('test', { level: 'silent' });
let database: Database;
beforeAll(async () => {
  database = new Database({
    url: await testDatabase(),
    service: 'outcome-feedback',
    logger: silent,
    migrations: [RuntimeTables1760000000000, Outcomes1760000000200, OutcomeRetention1760000000300],
  });
  await database.connect();
}, 60_000);
afterAll(() => database?.close());

const insert = async (id: string, tenant: string, daysAgo: number): Promise<void> => {
  const at = Date.now() - daysAgo * DAY;
  await database.pool.query('INSERT INTO conversation VALUES ($1, $2, $3)', [`c-${id}`, tenant, at]);
  await database.pool.query(
    "INSERT INTO handoff (handoff_id, tenant_id, conversation_id, end_kind, first_at) VALUES ($1, $2, $3, 'closed', $4)",
    [`h-${id}`, tenant, `c-${id}`, at],
  );
};
const ids = async (): Promise<string[]> => {
  const { rows } = await database.pool.query(
    'SELECT handoff_id AS id FROM handoff UNION ALL SELECT conversation_id FROM conversation ORDER BY 1',
  );
  return rows.map(({ id }) => id);
};
const sweep = async (retention = defaultRetention): Promise<void> => {
  const sweeping = new RetentionSweep(database, metricsFor('outcome-feedback'), systemClock, silent);
  sweeping.add(...expiredOutcomes(retention));
  await sweeping.sweep();
};

test('rows for analysts are kept for 400 days, longer for a tenant that says so, and while their conversation is followed', async () => {
  await insert('young', 'acme', 399);
  await insert('old', 'acme', 401);
  await insert('living', 'acme', 401);
  await database.pool.query(
    `INSERT INTO state (stage, key, task, schema, data) VALUES ('outcome', 'c-living', 0, 1, '{"is":"listening","lastEventAt":1}')`,
  );
  await insert('long', 'bank', 401);
  await insert('longest', 'bank', 801);
  await sweep(retentionOf(retentionSchema.parse({ tenants: { bank: { outcomes: 800 } } })));
  expect(await ids()).toEqual(['c-living', 'c-long', 'c-young', 'h-living', 'h-long', 'h-young']);
  await sweep();
  expect(await ids()).toEqual(['c-living', 'c-young', 'h-living', 'h-young']);
});
