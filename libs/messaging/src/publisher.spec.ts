import { beforeEach, expect, test } from '@jest/globals';
import { fastClock, waitUntil } from './delivery.fixtures.ts';
import { memoryTransport } from './memory/memory-transport.ts';
import { Publisher, type ShardOwner } from './publisher.ts';
import type { OutboxRow } from './store.ts';
import type { ProducerRecord, SqlStatement, Transport } from './transport.ts';

const row = (firstSeq: number, count = 1, shard = 's/0'): OutboxRow => ({
  id: `${shard}#${firstSeq}`,
  task: 0,
  shard,
  firstSeq,
  records: Array.from({ length: count }, (_, i) => ({
    topic: 't',
    partition: (firstSeq + i) % 2,
    key: 'k',
    value: `${firstSeq + i}`,
    headers: { ce_id: `${shard}#${firstSeq + i}`, ce_shard: 'claimed', ce_sequence: '99' },
  })),
});
const placed = (records: readonly ProducerRecord[]) =>
  records.map((r) => `${r.headers.ce_shard}#${r.headers.ce_sequence}`);

/** A publisher over a log whose appends wait until the test releases them. */
const startPublisher = (executesStatement?: (statement: SqlStatement | undefined) => boolean) => {
  const log = memoryTransport({ partitions: 2 });
  const sent: (readonly ProducerRecord[])[] = [];
  const published: string[] = [];
  const failures: unknown[] = [];
  let inFlight = 0;
  let most = 0;
  let gate: PromiseWithResolvers<void> | undefined;
  const append: Transport['append'] = async (records, statement) => {
    sent.push(records);
    most = Math.max(most, ++inFlight);
    try {
      await gate?.promise;
      await log.append(records);
      return { statementExecuted: executesStatement?.(statement) ?? false };
    } finally {
      inFlight--;
    }
  };
  const publisher = new Publisher({
    transport: { ...log, append },
    clock: fastClock,
    deleteOutboxStatement: (ids) => ({ text: 'drop', values: ids }),
    onPublished: (_owner, rows, dropped) =>
      void published.push(...rows.map((r) => `${r.id}${dropped ? ' dropped' : ''}`)),
    onFailed: (error) => void failures.push(error),
    onAppended: () => {},
  });
  const hold = () => {
    gate = Promise.withResolvers();
    const { resolve } = gate;
    return () => {
      gate = undefined;
      resolve();
    };
  };
  return { log, publisher, sent, published, failures, hold, most: () => most };
};
let b: ReturnType<typeof startPublisher>;
const owner: { lost: boolean } = { lost: false };
beforeEach(() => {
  b = startPublisher();
  owner.lost = false;
});

test('rows are appended in the order they were queued, each record with its shard and sequence', async () => {
  b.publisher.enqueue(owner, [row(1, 2), row(3)]);
  b.publisher.enqueue(owner, [row(7, 1, 's/1')]);
  await b.publisher.drained();
  expect(b.sent.flatMap(placed)).toEqual(['s/0#1', 's/0#2', 's/0#3', 's/1#7']);
  expect(b.published).toEqual(['s/0#1', 's/0#3', 's/1#7']);
  expect(b.publisher.backlog).toBe(0);
});

test('one append is in flight at a time, and rows queued meanwhile go out together after it', async () => {
  const release = b.hold();
  for (let seq = 1; seq <= 5; seq++) b.publisher.enqueue(owner, [row(seq)]);
  await waitUntil('the first is sent', () => b.sent.length === 1);
  release();
  await b.publisher.drained();
  expect(b.sent.map(placed)).toEqual([['s/0#1'], ['s/0#2', 's/0#3', 's/0#4', 's/0#5']]);
  expect(b.most()).toBe(1);
});

test.each(['before', 'after'] as const)(
  'an append that fails %s it is written is sent again unchanged, before everything queued since',
  async (when) => {
    const release = b.hold();
    b.publisher.enqueue(owner, [row(1, 2)]);
    await waitUntil('it is sent', () => b.sent.length === 1);
    b.publisher.enqueue(owner, [row(3)]);
    b.log.failNextAppend(when);
    b.log.failNextAppend(when);
    release();
    await b.publisher.drained();
    expect(b.sent.map(placed)).toEqual([['s/0#1', 's/0#2'], ['s/0#1', 's/0#2'], ['s/0#1', 's/0#2'], ['s/0#3']]);
    expect(b.sent[1]).toEqual(b.sent[0]);
    expect(b.failures).toHaveLength(2);
    expect(b.published).toEqual(['s/0#1', 's/0#3']);
  },
);

test('rows of a lost owner are neither re-sent nor reported as published, and the rest of the append is', async () => {
  const other: ShardOwner = { lost: false };
  const release = b.hold();
  b.publisher.enqueue(other, [row(9, 1, 's/2')]);
  await waitUntil('an append in flight', () => b.sent.length === 1);
  b.publisher.enqueue(owner, [row(1)]);
  b.publisher.enqueue(other, [row(1, 1, 's/1')]);
  release();
  b.log.failNextAppend('before');
  owner.lost = true;
  await b.publisher.drained();
  expect(b.sent.at(-1)?.map((r) => r.headers.ce_shard)).toEqual(['s/1']);
  expect(b.published).toEqual(['s/2#9', 's/1#1']);
  expect(b.sent.flatMap(placed)).not.toContain('s/0#1');
});

test('an append holds at most five thousand records, and at least one row', async () => {
  const release = b.hold();
  b.publisher.enqueue(owner, [row(1)]);
  await waitUntil('an append in flight', () => b.sent.length === 1);
  b.publisher.enqueue(owner, [row(2, 3_000), row(3_002, 2_000), row(5_002, 7_000), row(12_002)]);
  release();
  await b.publisher.drained();
  expect(b.sent.map((s) => s.length)).toEqual([1, 5_000, 7_000, 1]);
});

test('a log in the same database deletes the rows with the append, and reports it', async () => {
  b = startPublisher((statement) => statement?.values[0] === 's/0#1');
  b.publisher.enqueue(owner, [row(1)]);
  await b.publisher.drained();
  expect(b.published).toEqual(['s/0#1 dropped']);
});

test('stopping waits for the append in flight, leaves queued rows, and accepts no more', async () => {
  const release = b.hold();
  b.publisher.enqueue(owner, [row(1)]);
  await waitUntil('it is sent', () => b.sent.length === 1);
  b.publisher.enqueue(owner, [row(2)]);
  const stopped = b.publisher.stop();
  release();
  await stopped;
  b.publisher.enqueue(owner, [row(3)]);
  await b.publisher.drained();
  expect(b.published).toEqual(['s/0#1']);
});

test('stopping does not wait for an unavailable log', async () => {
  b.log.down();
  b.publisher.enqueue(owner, [row(1)]);
  await waitUntil('it failed', () => b.failures.length > 0);
  await b.publisher.stop();
  expect(b.published).toEqual([]);
});
