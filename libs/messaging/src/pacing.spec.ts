import { expect, test } from '@jest/globals';
import { pacing } from './pacing.ts';

/** What is waited in all, over seconds of a steady flow of `rate` records a second in fetches of `each`, by fetches. */
const steady = (rate: number, each: number, seconds: number): number[] => {
  const pace = pacing();
  const waits: number[] = [];
  for (let now = 0; now < seconds * 1_000; now += (each * 1_000) / rate) waits.push(pace(now, each));
  return waits;
};

test('given a quiet stream, then nothing is waited for', () => {
  expect(Math.max(...steady(10, 1, 20))).toBe(0);
  const pace = pacing();
  steady(1_000, 1, 5);
  expect(pace(60_000, 1)).toBe(0);
});

test('given a steady flow, then fetches keep a distance that grows with its rate, 25 ms at most', () => {
  expect(steady(200, 2, 10).at(-1)).toBe(5);
  expect(steady(1_000, 25, 10).at(-1)).toBe(25);
  expect(Math.max(...steady(5_000, 90, 10))).toBe(25);
});

test('given a backlog, then it is read at full speed', () => {
  expect(steady(20_000, 300, 5).every((wait) => wait === 0)).toBe(true);
});

test('given several batches of one fetch, then all of them wait for the same moment', () => {
  const pace = pacing();
  for (let now = 0; now < 5_000; now += 25) pace(now, 25);
  const waits = [0, 1, 2].map((later) => pace(5_000 + later, 4));
  expect(waits).toEqual([waits[0], (waits[0] ?? 0) - 1, (waits[0] ?? 0) - 2]);
});
