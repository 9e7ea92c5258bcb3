import { expect, test } from '@jest/globals';
import { topics } from '@warmline/contracts';
import { decode } from '@warmline/messaging';
import { BODY_BYTES, KEYS, messages } from './message-load.ts';
import { sampleProgress, steadyRate } from './steady-rate.ts';
import { throughputRows, throughputTable } from './throughput-table.ts';

test('every event of the load is valid, has 300 bytes and is numbered as a gateway does', () => {
  const load = [...messages(20_000)];
  expect(new Set(load.map(({ value }) => Buffer.byteLength(value)))).toEqual(new Set([BODY_BYTES]));
  const next = new Map<number, number>();
  const wrong: unknown[] = [];
  for (const [offset, record] of load.entries()) {
    const read = { ...record, offset, value: Buffer.from(record.value), timestamp: 0 };
    const decoded = decode(read, topics.conversation);
    const sequence = next.get(record.partition) ?? 1;
    if (decoded.is !== 'event' || decoded.event.key !== record.key || record.headers.ce_sequence !== String(sequence))
      wrong.push(decoded);
    next.set(record.partition, sequence + 1);
  }
  expect(wrong).toEqual([]);
  expect(next.size).toBe(6);
  const keys = new Set(load.map(({ key }) => key));
  expect(keys.size).toBeGreaterThan(KEYS * 0.95);
  expect(keys.size).toBeLessThanOrEqual(KEYS);
});

test('the rate and the cost of an event leave out a slow start and a slow end', () => {
  const samples = [0, 100, 200, 1_200, 2_200, 3_200, 4_200, 4_800, 4_900, 5_000].map((done, second) => ({
    at: second * 1_000,
    done,
    // A costly start, then 0.2 ms an event.
    cpuSeconds: 3 + done * 0.0002 - (second < 3 ? 2 : 0),
  }));
  const { perSecond, cpuMicros } = steadyRate(samples, 5_000);
  expect(perSecond).toBe(1_000);
  expect(cpuMicros).toBeCloseTo(200, 6);
});

test('a run too short for a steady part has no rate', () => {
  const samples = [
    { at: 0, done: 0, cpuSeconds: 0 },
    { at: 100, done: 5_000, cpuSeconds: 0.1 },
  ];
  expect(steadyRate(samples, 5_000)).toEqual({ perSecond: Number.NaN, cpuMicros: Number.NaN });
});

test('a contender that ends early or stalls is an error, not a rate', async () => {
  await expect(
    sampleProgress(
      async () => ({ done: 3, cpuSeconds: 0 }),
      10,
      () => true,
    ),
  ).rejects.toThrow('ended after 3 of 10');
  await expect(
    sampleProgress(
      async () => ({ done: 3, cpuSeconds: 0 }),
      10,
      () => false,
      1,
    ),
  ).rejects.toThrow('stands still at 3 of 10');
});

test('each row of the table has its ratio to both references', () => {
  const rows = throughputRows(
    new Map([
      ['bare-echo', { perSecond: 30_000, cpuMicros: 20 }],
      ['stock-nest', { perSecond: 500, cpuMicros: 900 }],
      ['durable-state', { perSecond: 20_001.4, cpuMicros: 34.049 }],
    ]),
  );
  expect(rows[2]).toEqual({ name: 'durable-state', perSecond: 20_001, ratioEcho: 0.667, ratioNest: 40, cpuMicros: 34 });
  expect(throughputTable(rows)).toContain('| durable-state | 20,001 | 0.667 | 40 | 34 |');
});
