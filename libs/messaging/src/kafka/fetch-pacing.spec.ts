import { expect, test } from '@jest/globals';
import { fetchPacing } from './fetch-pacing.ts';

test('given a steady flow, then the starts of batches keep the distance', () => {
  const pace = fetchPacing(25);
  const starts: number[] = [];
  for (let now = 0; starts.length < 10; ) {
    starts.push(now);
    const took = 7;
    now += Math.max(took, pace(now, false));
  }
  expect(starts.slice(0, 4)).toEqual([0, 25, 50, 75]);
});

test('given batches that take longer than the distance, or a backlog, then nothing is waited for', () => {
  const slow = fetchPacing(25);
  for (let now = 0; now < 500; now += 40) expect(slow(now, false)).toBeLessThan(40);
  const full = fetchPacing(25);
  for (let now = 0; now < 100; now += 5) expect(full(now, true)).toBe(0);
});

test('given several batches of one fetch, then all of them wait for the same moment', () => {
  const pace = fetchPacing(25);
  expect([0, 1, 2].map((later) => pace(5_000 + later, false))).toEqual([25, 24, 23]);
});
