import { expect, test } from '@jest/globals';
import { fetchPacing } from './fetch-pacing.ts';

test('batches of a steady flow start at a fixed interval', () => {
  const pace = fetchPacing(25);
  const starts: number[] = [];
  for (let now = 0; starts.length < 10; ) {
    starts.push(now);
    const took = 7;
    now += Math.max(took, pace(now, false));
  }
  expect(starts.slice(0, 4)).toEqual([0, 25, 50, 75]);
});

test('slow batches and a backlog wait for nothing', () => {
  const slow = fetchPacing(25);
  for (let now = 0; now < 500; now += 40) expect(slow(now, false)).toBeLessThan(40);
  const full = fetchPacing(25);
  for (let now = 0; now < 100; now += 5) expect(full(now, true)).toBe(0);
});

test('all batches of one fetch wait for the same instant', () => {
  const pace = fetchPacing(25);
  expect([0, 1, 2].map((later) => pace(5_000 + later, false))).toEqual([25, 24, 23]);
});
