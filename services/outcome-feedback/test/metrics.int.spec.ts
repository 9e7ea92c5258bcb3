import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { RuntimeTables1760000000000 } from '@warmline/messaging';
import { Database } from '@warmline/persistence';
import { logger } from '@warmline/telemetry';
import { testDatabase } from '@warmline/testing/postgres';
import { ConversationRow, HandoffRow } from '../src/persistence/entities.ts';
import { OutcomeRetention1760000000300, Outcomes1760000000200 } from '../src/persistence/migration.ts';
import { OutcomeQueries } from '../src/persistence/outcomes.ts';

let database: Database;
let outcomes: OutcomeQueries;

beforeAll(async () => {
  database = new Database({
    url: await testDatabase(),
    service: 'outcome-feedback',
    logger: logger('test', { level: 'silent' }),
    entities: [HandoffRow, ConversationRow],
    migrations: [RuntimeTables1760000000000, Outcomes1760000000200, OutcomeRetention1760000000300],
  });
  await database.connect();
  outcomes = new OutcomeQueries(database);
  const { dataSource } = database;
  const row = (n: number, facts: Partial<HandoffRow>) => ({
    handoffId: `h-${n}`,
    tenantId: 'acme',
    conversationId: `c-${n}`,
    end: 'closed' as const,
    ...facts,
  });
  await dataSource.getRepository(HandoffRow).insert([
    row(1, { resolved: true, stars: 5, explainedAgain: false, completeness: 1, quality: 0.9, reasons: ['refund'] }),
    row(2, {
      resolved: false,
      stars: 4,
      explainedAgain: true,
      completeness: 0.5,
      quality: 0.5,
      reasons: ['low_confidence'],
    }),
    row(3, { resolved: true, completeness: 0.9, quality: 0.7, reasons: ['human_request'] }),
    row(4, { end: 'abandoned', reasons: ['human_request'] }),
    // A survey whose hand-off has no outcome yet.
    row(5, { end: null, stars: 1, explainedAgain: true }),
    row(6, { tenantId: 'other', resolved: true, stars: 1 }),
  ]);
  await database.pool.query("INSERT INTO conversation SELECT 'c-' || n, 'acme', 0 FROM generate_series(1, 20) n");
}, 60_000);

afterAll(() => database?.close());

test('each metric counts the hand-offs of the tenant that have its value and an end', async () => {
  const metrics = await outcomes.metrics('acme');
  expect(metrics).toMatchObject({ handoffs: 4, conversations: 20, handoffRate: 0.2, repeatRate: 0.5, csat: 4.5 });
  expect(metrics.contextTransferScore).toBeCloseTo(0.8);
  expect(metrics.resolutionRate).toBeCloseTo(2 / 3);
  expect(metrics.quality).toBeCloseTo(0.7);
  expect(metrics.categories).toMatchObject({ 'customer preference': 0.5, 'high stakes': 0.25, 'bot confusion': 0.25 });
});

test('without a tenant the metrics are those of all tenants', async () => {
  expect(await outcomes.metrics()).toMatchObject({ handoffs: 5, conversations: 20 });
});

test('a tenant without data has no metrics', async () => {
  expect(await outcomes.metrics('nobody')).toMatchObject({
    handoffs: 0,
    conversations: 0,
    csat: null,
    categories: null,
  });
});

test('the metrics of 400,000 hand-offs are counted without loading them', async () => {
  await database.pool.query(`INSERT INTO handoff (handoff_id, tenant_id, conversation_id, end_kind, resolved, stars, completeness, quality, reasons)
    SELECT 'many-' || n, 'large', 'c-' || n, 'closed', n % 2 = 0, 1 + n % 5, 0.5, 0.5, '["refund"]' FROM generate_series(1, 400000) n`);
  const before = process.memoryUsage().heapUsed;
  const metrics = await outcomes.metrics('large');
  expect(metrics).toMatchObject({ handoffs: 400_000, resolutionRate: 0.5, csat: 3 });
  expect(process.memoryUsage().heapUsed - before).toBeLessThan(20 * 1_024 * 1_024);
}, 60_000);
