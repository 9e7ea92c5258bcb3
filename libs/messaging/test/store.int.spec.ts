import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import type { Database } from '@warmline/persistence';
import { asOwner } from '@warmline/testing/postgres';
import { PostgresStore } from '../src/postgres/postgres-store.ts';
import { batch, row, state, storeSuite, task } from '../src/store.suite.ts';
import { createDatabase } from './commands.fixtures.ts';

let database: Database;
const empty = async () => {
  await asOwner(database, 'TRUNCATE task, dedupe, state, entity, journal, outbox');
  return new PostgresStore(database);
};
const open = async () => {
  database = await createDatabase('store');
};
const close = () => database.close();

storeSuite('Postgres', empty, open, close);

describe('a database between a commit and a take-over', () => {
  beforeAll(open, 60_000);
  afterAll(close);
  let store: PostgresStore;
  beforeEach(async () => {
    store = await empty();
  });
  const happened = [{ stage: 'a', key: 'k', at: 1, input: { type: 'X', id: '1', at: 1 }, outputs: [] }];
  /** A store whose commits stay open before their COMMIT until the test releases them. */
  const slow = () => {
    const reached = Promise.withResolvers<void>();
    const gate = Promise.withResolvers<void>();
    const held = new PostgresStore(database, async () => {
      reached.resolve();
      await gate.promise;
    });
    return { held, reached: reached.promise, release: gate.resolve, fail: () => gate.reject(new Error('no')) };
  };

  test('2: a take-over requested while a commit is in flight waits for it and sees all it wrote', async () => {
    await store.takeOver(1);
    const { held, reached, release } = slow();
    const dedupe = [{ topic: 't', shard: 's', seq: 4 }];
    const commit = held.commit(
      batch([task(1, 1, { offsets: { t: 5 }, dedupe, outbox: row(1, 1, 'x') })], { processed: happened }),
    );
    await reached;
    let over = false;
    const takeOver = store.takeOver(1).finally(() => {
      over = true;
    });
    await new Promise((resolve) => setTimeout(resolve, 100));
    expect(over).toBe(false);
    release();
    expect(await commit).toBe('committed');
    expect(await takeOver).toMatchObject({ version: 3, seq: 1, offsets: { t: 5 }, dedupe: new Map([['t|s', 4]]) });
    expect(await store.unpublishedRows(1)).toHaveLength(1);
  });

  test('1: a commit that reaches the database after a take-over is refused, although it was sent before', async () => {
    await store.takeOver(1);
    const other = await database.pool.connect();
    await other.query('BEGIN');
    await other.query('UPDATE task SET version = version + 1');
    const commit = store.commit(batch([task(1, 1, { outbox: row(1, 1, 'x') })], { states: [state('k', 1, {})] }));
    await new Promise((resolve) => setTimeout(resolve, 100));
    await other.query('COMMIT');
    other.release();
    expect(await commit).toBe('stale');
    expect(await store.unpublishedRows(1)).toEqual([]);
  });

  test('12: a stale owner that writes the same states in opposite order is refused at once, without a deadlock', async () => {
    await store.takeOver(1);
    await store.takeOver(2);
    const { held, reached, release } = slow();
    const states = [state('a', 1, { by: 'owner' }), state('b', 2, { by: 'owner' })];
    const owner = held.commit(batch([task(1, 1), task(2, 1)], { states, processed: happened }));
    await reached;
    const staleCommit = store.commit(batch([task(2, 1)], { states: [...states].reverse() }));
    release();
    expect(await Promise.all([owner, staleCommit])).toEqual(['committed', 'stale']);
  });

  test('a failing projection rolls the whole batch back', async () => {
    await store.takeOver(1);
    const { held, reached, fail } = slow();
    const commit = held.commit(batch([task(1, 1, { outbox: row(1, 1, 'x') })], { processed: happened }));
    await reached;
    fail();
    await expect(commit).rejects.toThrow('no');
    expect(await store.takeOver(1)).toMatchObject({ version: 2, seq: 0 });
    expect(await store.unpublishedRows(1)).toEqual([]);
  });

  test.each([
    ['a key with U+0000', state('k\u0000', 1, {})],
    ['an instant that is not an integer', state('k', 1, {}, { due: 0.5 })],
    ['an instant out of range', state('k', 1, {}, { due: 1e30 })],
  ])('%s is refused as data, and nothing of the batch stays', async (_what, bad) => {
    await store.takeOver(1);
    const error = await store.commit(batch([task(1, 1)], { states: [state('good', 1, {}), bad] })).catch((e) => e);
    expect(store.isDataError(error)).toBe(true);
    expect(await store.load('a', ['good'], false)).toEqual(new Map());
    expect(await store.takeOver(1)).toMatchObject({ version: 2 });
  });

  test('a query for a key with U+0000 fails as invalid data', async () => {
    expect(store.isDataError(await store.load('a', ['k\u0000'], false).catch((e) => e))).toBe(true);
  });

  test('a lost connection is not a data error', async () => {
    await store.takeOver(1);
    const { held, reached, release } = slow();
    const commit = held.commit(batch([task(1, 1)], { processed: happened })).catch((e) => e);
    await reached;
    await database.pool.query(
      "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE state = 'idle in transaction'",
    );
    release();
    expect(store.isDataError(await commit)).toBe(false);
    expect(await store.takeOver(1)).toMatchObject({ version: 2 });
  });
});
