import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { type Clock, RuntimeTables1760000000000 } from '@warmline/messaging';
import { Database } from '@warmline/persistence';
import { logger, metricsFor } from '@warmline/telemetry';
import { testDatabase } from '@warmline/testing/postgres';
import { eventually } from '@warmline/testing/processes';
import type { HandoffState } from '../src/domain/pool.ts';
import { queueMetrics } from '../src/queue-metrics.ts';

const NOW = 1_760_000_000_000;
let database: Database;
beforeAll(async () => {
  database = new Database({
    url: await testDatabase(),
    service: 'routing',
    logger: logger('test', { level: 'silent' }),
    migrations: [RuntimeTables1760000000000],
  });
  await database.connect();
}, 60_000);
afterAll(() => database?.close());

const save = (pool: string, handoffId: string, is: HandoffState['is'], team: string, requestedAt: number) => {
  const steps = [{ team }, { team: 'general_team' }];
  return database.pool.query("INSERT INTO entity VALUES ('pool', $1, 'handoffs', $2, $3)", [
    pool,
    handoffId,
    JSON.stringify({ is, request: { handoffId, requestedAt, steps } }),
  ]);
};

test('the queue of a team is its hand-offs without an agent, over all pools, and a team that nobody named is not a series', async () => {
  await save('p-1', 'h-1', 'waiting', 'billing_team', NOW - 40_000);
  await save('p-2', 'h-2', 'offered', 'billing_team', NOW - 90_000);
  await save('p-1', 'h-3', 'assigned', 'billing_team', NOW - 500_000);
  await save('p-1', 'h-4', 'waiting', 'made-up-1', NOW - 5_000);
  await save('p-1', 'h-5', 'waiting', 'made-up-2', NOW - 7_000);
  const clock: Clock = { now: () => NOW, after: () => () => {} };
  const metrics = metricsFor('routing');
  const teams = {
    routes: { billing: [{ team: 'billing_team', afterSeconds: 0 }] },
    agents: [{ teams: ['tech_team'] }],
  } as unknown as ReturnType<Parameters<typeof queueMetrics>[1]>;
  const runner = queueMetrics(database, () => teams, metrics, clock);
  await runner.start();
  const read = async (metric: { get(): Promise<{ values: { labels: object; value: number }[] }> }) =>
    (await metric.get()).values.map(({ labels, value }) => [(labels as { team: string }).team, value]);
  await eventually(async () =>
    expect(await read(metrics.queueHandoffs)).toEqual([
      ['billing_team', 2],
      ['tech_team', 0],
      ['other', 2],
    ]),
  );
  expect(await read(metrics.queueOldestWait)).toEqual([
    ['billing_team', 90],
    ['tech_team', 0],
    ['other', 7],
  ]);
  await runner.stop();
});
