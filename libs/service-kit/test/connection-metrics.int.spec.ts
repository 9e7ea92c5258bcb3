import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { Database } from '@warmline/persistence';
import { exposition, logger, metricsFor } from '@warmline/telemetry';
import { testDatabase } from '@warmline/testing/postgres';
import { eventually } from '@warmline/testing/processes';
import { reportConnections } from '../src/connection-metrics.ts';

const metrics = metricsFor('routing');
const faults: string[] = [];
let database: Database;
beforeAll(async () => {
  database = new Database({
    url: await testDatabase(),
    service: 'routing',
    logger: logger('test', { level: 'silent' }),
    poolSize: 2,
    onFault: (operation) => void faults.push(operation),
  });
  reportConnections(database, metrics);
}, 60_000);
afterAll(() => database?.close());

/** Values by name and state, as a scraper reads them. */
const scraped = async () =>
  Object.fromEntries(
    (await exposition([metrics.registry])).split('\n').flatMap((line) => {
      const [, name, state = '', value] =
        /^warmline_database_(connections|connections_max|requests_waiting)\{(?:state="(\w+)",)?service="routing"\} (\d+)$/.exec(
          line,
        ) ?? [];
      return name === undefined ? [] : [[`${name} ${state}`.trim(), Number(value)]];
    }),
  );

test('before the database answers there is no connection', async () => {
  expect(await scraped()).toEqual({
    'connections idle': 0,
    'connections used': 0,
    connections_max: 0,
    requests_waiting: 0,
  });
});

test('while all connections are used, they and the requests that wait are counted', async () => {
  await database.connect();
  const held = [await database.pool.connect(), await database.pool.connect()];
  const waiting = database.pool.query('SELECT 1');
  expect(await scraped()).toEqual({
    'connections idle': 0,
    'connections used': 2,
    connections_max: 2,
    requests_waiting: 1,
  });
  for (const client of held) client.release();
  await waiting;
  expect(await scraped()).toMatchObject({ 'connections idle': 2, 'connections used': 0, requests_waiting: 0 });
});

test('a query that loses its connection and an idle connection that is lost are faults; a mistake in a query is none', async () => {
  await expect(database.pool.query('SELECT nonsense')).rejects.toThrow('nonsense');
  expect(faults).toEqual([]);
  await expect(database.pool.query('SELECT pg_terminate_backend(pg_backend_pid())')).rejects.toThrow();
  expect(faults).toEqual(['query']);
  const [killer, idle] = [await database.pool.connect(), await database.pool.connect()];
  idle.release();
  await killer.query(
    "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE pid <> pg_backend_pid() AND datname = current_database() AND application_name = 'warmline routing'",
  );
  killer.release();
  await eventually(() => expect(faults).toEqual(['query', 'connection']));
});
