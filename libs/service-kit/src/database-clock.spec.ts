import { beforeEach, expect, test } from '@jest/globals';
import { DatabaseClock } from './database-clock.ts';

const HOUR = 3_600_000;
const NOON = 1_760_000_000_000;
let machine: number;
let monotonic: number;
let clock: DatabaseClock;
beforeEach(() => {
  machine = NOON;
  monotonic = 0;
  clock = new DatabaseClock(
    () => machine,
    () => monotonic,
  );
});
const pass = (ms: number): void => {
  machine += ms;
  monotonic += ms;
};
const follow = () => clock.follow({ databaseTime: NOON + monotonic, monotonicTime: monotonic });

test('before the first reading the time is that of the machine', () => {
  expect(clock.now()).toBe(NOON);
  expect(clock.secondsAhead()).toBe(0);
});

test('a machine that agrees with its database keeps its own time', () => {
  follow();
  pass(60_000);
  expect(clock.now()).toBe(NOON + 60_000);
});

test.each([
  ['ahead', HOUR, 1_000],
  ['behind', -HOUR, -1_000],
])('a clock that jumps an hour %s moves the time by one second', (_direction, step, moved) => {
  follow();
  machine += step;
  pass(5_000);
  expect(clock.now()).toBe(NOON + 5_000 + moved);
  expect(clock.secondsAhead()).toBeCloseTo(step / 1_000);
  machine -= step;
  expect(clock.now()).toBe(NOON + 5_000);
});

test('after the machine slept, the next reading gives the time again', () => {
  follow();
  machine += HOUR;
  expect(clock.now()).toBe(NOON + 1_000);
  clock.follow({ databaseTime: NOON + HOUR, monotonicTime: monotonic });
  expect(clock.now()).toBe(NOON + HOUR);
});
