import { afterEach, beforeEach, expect, test } from '@jest/globals';
import {
  CommandTables1760000000100,
  OpenDeadLetters1760000000200,
  PostgresExecutorStore,
  RuntimeTables1760000000000,
} from '@warmline/messaging';
import { Database } from '@warmline/persistence';
import { logger } from '@warmline/telemetry';
import { testDatabase } from '@warmline/testing/postgres';

let database: Database;
let store: PostgresExecutorStore;

beforeEach(async () => {
  database = new Database({
    url: await testDatabase(),
    service: 'gateway',
    logger: logger('test', { level: 'silent' }),
    migrations: [RuntimeTables1760000000000, CommandTables1760000000100, OpenDeadLetters1760000000200],
  });
  await database.connect();
  store = new PostgresExecutorStore(database, 'gateway');
}, 60_000);
afterEach(() => database.close());

const place = { stage: 'conversation', key: 'c-1' };
const becomes = (state: unknown, seqs: readonly number[]) =>
  store.transact({ keys: [place], ids: [], guards: [] }, () => ({
    states: [{ ...place, schema: 1, state, due: null }],
    answers: [],
    timeline: seqs.map((seq) => ({ ...place, seq, type: 'MessagePosted', at: seq, data: { seq } })),
    evidence: [],
    outputs: [],
  }));
const timelineSequences = async (): Promise<number[]> => {
  const { rows } = await database.pool.query('SELECT seq FROM timeline WHERE key = $1 ORDER BY seq', [place.key]);
  return rows.map((row) => Number(row.seq));
};

test('a deleted key that starts again at sequence 1 meets no row of its first life', async () => {
  await becomes({ seq: 2 }, [1, 2]);
  await becomes(null, []);
  expect(await timelineSequences()).toEqual([]);
  await becomes({ seq: 1 }, [1]);
  expect(await timelineSequences()).toEqual([1]);
});

test('deleting one key leaves the timeline of another key of the same group', async () => {
  await becomes({ seq: 1 }, [1]);
  const other = { stage: 'conversation', key: 'c-2' };
  await store.transact({ keys: [place, other], ids: [], guards: [] }, () => ({
    states: [
      { ...place, schema: 1, state: { seq: 1 }, due: null },
      { ...other, schema: 1, state: null, due: null },
    ],
    answers: [],
    timeline: [],
    evidence: [],
    outputs: [],
  }));
  expect(await timelineSequences()).toEqual([1]);
});
