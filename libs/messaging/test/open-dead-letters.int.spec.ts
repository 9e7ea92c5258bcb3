import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { deadLetterTopic, retryTopic, topics } from '@warmline/contracts';
import type { Database } from '@warmline/persistence';
import { eventually } from '@warmline/testing/processes';
import type { EncodedEvent } from '../src/codec.ts';
import { DISCARDED_HEADER } from '../src/dead-letters/dead-letter.ts';
import { findOpenDeadLetters } from '../src/dead-letters/open-dead-letters.ts';
import { PostgresStore } from '../src/postgres/postgres-store.ts';
import { batch, row, task } from '../src/store.suite.ts';
import type { ConsumerRecord } from '../src/transport.ts';
import { createDatabase, createLog, replica } from './commands.fixtures.ts';

let database: Database;
beforeEach(async () => {
  database = await createDatabase('gateway');
}, 60_000);
afterEach(() => database.close());

const HOME = topics.conversation.name;
const letter = (headers: Record<string, string> = {}): EncodedEvent => ({
  topic: deadLetterTopic(HOME, 'sentiment'),
  partition: 1,
  key: 'k',
  value: '{}',
  headers: { dlq_reason: 'x', ...headers },
});
const made = (firstSeq: number, ...letters: EncodedEvent[]) => {
  const outbox = row(1, firstSeq, 'a');
  return { outbox: { ...outbox, records: [...outbox.records, ...letters] } };
};
const settled = (shard: string) => ({ dedupe: [{ topic: retryTopic(HOME, 'sentiment'), shard, seq: 1 }] });
const open = async () => (await findOpenDeadLetters(database)).map(({ topic, count }) => [topic, count]);

describe('the open dead letters of a service of deciders', () => {
  test('a dead letter is open from the commit that writes it to the commit that handles its replay', async () => {
    const store = new PostgresStore(database);
    await store.takeOver(1);
    await store.commit(batch([task(1, 1, made(5, letter(), letter()))]));
    expect(await open()).toEqual([[HOME, 2]]);
    // Record 0 of the row is an event, so the dead letters have sequences 6 and 7.
    await store.commit(batch([task(1, 2, settled('dlq/s/1/7'))]));
    expect(await open()).toEqual([[HOME, 1]]);
    await store.commit(batch([task(1, 3, settled('dlq/s/1/6'))]));
    expect(await open()).toEqual([]);
  });

  test('a refused commit opens and closes no dead letter', async () => {
    const store = new PostgresStore(database);
    await store.takeOver(1);
    await store.commit(batch([task(1, 1, made(5, letter()))]));
    expect(await store.commit(batch([task(1, 1, { ...made(8, letter()), ...settled('dlq/s/1/6') })]))).toBe('stale');
    expect(await open()).toEqual([[HOME, 1]]);
  });

  test('a dead letter is as old as its first rejection, and never dated in the future', async () => {
    const store = new PostgresStore(database);
    await store.takeOver(1);
    const first = new Date(Date.now() - 3_600_000).toISOString();
    await store.commit(batch([task(1, 1, made(1, letter({ dlq_first_time: first }), letter()))]));
    expect((await findOpenDeadLetters(database))[0]?.oldestSeconds).toBeCloseTo(3_600, -1);
    const wrong = ['2999-01-01T00:00:00Z', 'soon'].map((time) => letter({ dlq_first_time: time }));
    await database.pool.query('DELETE FROM dead_letter');
    await store.commit(batch([task(1, 2, made(9, ...wrong))]));
    expect((await findOpenDeadLetters(database))[0]?.oldestSeconds).toBeLessThan(60);
  });
});

describe('the open dead letters of the gateway', () => {
  const INGRESS = topics.ingress.name;
  const RETRY = retryTopic(INGRESS, 'gateway');
  const bad = { ce_specversion: '1.0', ce_id: 'e-1', ce_type: 'MessageReceived' };

  test('a replay that is rejected again leaves only the new dead letter open, and discarding that leaves none', async () => {
    const { transport, published } = await createLog();
    const letters: ConsumerRecord[] = [];
    await transport.tail([deadLetterTopic(INGRESS, 'gateway')], (r) => void letters.push(r), true);
    const { processor } = replica(database, transport);
    await processor.start();
    const append = (topic: string, headers: Record<string, string>) =>
      transport.append([{ topic, partition: 2, key: 'k', value: '{', headers }]);
    const replayed = (of: ConsumerRecord | undefined, more: Record<string, string>) => {
      const { ce_shard, ce_sequence } = of?.headers ?? {};
      return append(RETRY, { ...more, ce_shard: `dlq/${ce_shard}/${ce_sequence}`, ce_sequence: '1' });
    };
    try {
      await append(INGRESS, bad);
      await eventually(async () => expect([await open(), letters.length]).toEqual([[[INGRESS, 1]], 1]));
      const first = { dlq_first_time: '2026-11-22T10:00:00.000Z', dlq_first_source: `${INGRESS}/2/0` };
      await replayed(letters[0], { ...bad, ...first, dlq_attempts: '1' });
      await eventually(async () => expect([await open(), letters.length]).toEqual([[[INGRESS, 1]], 2]));
      expect(letters[1]?.headers).toMatchObject({ ...first, dlq_attempts: '2', dlq_source: `${RETRY}/2/0` });
      await replayed(letters[1], { [DISCARDED_HEADER]: 'a test' });
      await eventually(async () => expect(await open()).toEqual([]));
      // An external record can neither discard a dead letter nor claim attempts.
      await append(INGRESS, {
        ...bad,
        [DISCARDED_HEADER]: 'mine',
        dlq_attempts: '9',
        ce_shard: 'dlq/x/1',
        ce_sequence: '1',
      });
      await eventually(async () => expect([await open(), letters.length]).toEqual([[[INGRESS, 1]], 3]));
      expect(letters[2]?.headers.dlq_attempts).toBe('1');
      expect(published).toEqual([]);
    } finally {
      await processor.stop();
    }
  });
});
