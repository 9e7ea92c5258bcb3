import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { type Clock, OpenDeadLetters1760000000200, RuntimeTables1760000000000 } from '@warmline/messaging';
import { Database } from '@warmline/persistence';
import { logger, metricsFor } from '@warmline/telemetry';
import { testDatabase } from '@warmline/testing/postgres';
import { eventually } from '@warmline/testing/processes';
import { databaseMetrics } from '../src/database-metrics.ts';

let database: Database;
beforeAll(async () => {
  database = new Database({
    url: await testDatabase(),
    service: 'routing',
    logger: logger('test', { level: 'silent' }),
    migrations: [RuntimeTables1760000000000, OpenDeadLetters1760000000200],
  });
  await database.connect();
}, 60_000);
afterAll(() => database?.close());

/** A clock that is moved by hand; `tick` runs what is due and waits for it. */
const handClock = () => {
  let now = 1_000_000;
  let next: (() => unknown) | undefined;
  const clock: Clock = {
    now: () => now,
    after: (_ms, call) => {
      next = call;
      return () => {};
    },
  };
  const tick = async (ms: number): Promise<void> => {
    now += ms;
    await next?.();
  };
  return { clock, tick };
};
const value = async (metric: { get(): Promise<{ values: { value: number }[] }> }) =>
  (await metric.get()).values[0]?.value;

test('rows that wait in the outbox are counted in the database, with the age of the oldest since it was first seen', async () => {
  const metrics = metricsFor('routing');
  const { clock, tick } = handClock();
  const insert = (task: number, first: number) =>
    database.pool.query("INSERT INTO outbox VALUES (gen_random_uuid(), $1, 's', $2, '')", [task, first]);
  await insert(0, 1);
  await insert(0, 2);
  await insert(3, 7);
  const runner = databaseMetrics(database, [], metrics, clock);
  await runner.start();
  await eventually(async () => expect(await value(metrics.outboxRows)).toBe(3));
  expect(await value(metrics.oldestOutboxRow)).toBe(0);
  await tick(40_000);
  expect(await value(metrics.oldestOutboxRow)).toBe(40);
  // The oldest rows are published; a younger one takes their place.
  await database.pool.query('DELETE FROM outbox WHERE first_seq IN (1, 7)');
  await tick(5_000);
  expect([await value(metrics.outboxRows), await value(metrics.oldestOutboxRow)]).toEqual([1, 0]);
  await database.pool.query('DELETE FROM outbox');
  await tick(5_000);
  expect([await value(metrics.outboxRows), await value(metrics.oldestOutboxRow)]).toEqual([0, 0]);
  await runner.stop();
});
