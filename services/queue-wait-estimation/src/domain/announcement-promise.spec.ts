import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { announcementRecordOf, nextAnnouncement } from './announcement-promise.ts';
import { testSettings } from './wait-estimation.fixtures.ts';
import type { Quantiles } from './wait-quantiles.ts';

const AT = 1_760_000_000_000;
const identity = { poolId: 'acme', tenantId: 'acme', handoffId: 'a', conversationId: 'c-a', position: 6 };
const waits = (p50: number, p80: number): Quantiles => ({ p50, p80, p90: p80 * 1.3, estimator: 'digital-twin' });

/** The announcement record after each estimate in turn; `seconds` after the start. */
const announced = (...estimates: readonly (readonly [seconds: number, p50: number, p80: number])[]) =>
  estimates.reduce<ReturnType<typeof announcementRecordOf> | null>((before, [seconds, p50, p80]) => {
    const at = AT + seconds * 1000;
    const announcement = nextAnnouncement(before, waits(p50, p80), at, testSettings);
    if (announcement === null) return before;
    const data = { ...identity, announcement, p50Seconds: p50, p80Seconds: p80, estimator: 'digital-twin' };
    return announcementRecordOf(before, at, data, testSettings);
  }, null);
const next = (before: ReturnType<typeof announced>, seconds: number, p50: number, p80: number) =>
  nextAnnouncement(before, waits(p50, p80), AT + seconds * 1000, testSettings);

test('given 5 to 8 minutes announced, when half of such waits still end within them, then no longer wait is announced', () => {
  expect(next(announced([0, 250, 450]), 60, 400, 700)).toEqual({
    underOneMinute: false,
    lowMinutes: 5,
    highMinutes: 8,
  });
});

test('given 5 to 8 minutes announced, when half of such waits end after them, then the longer wait is announced', () => {
  expect(next(announced([0, 250, 450]), 60, 430, 700)).toEqual({
    underOneMinute: false,
    lowMinutes: 8,
    highMinutes: 15,
  });
});

test('given 5 to 8 minutes announced, when the wait falls, then the shorter wait is announced', () => {
  expect(next(announced([0, 250, 450]), 60, 100, 170)).toEqual({
    underOneMinute: false,
    lowMinutes: 2,
    highMinutes: 3,
  });
});

test('given under 1 minute announced, then a longer wait is announced only once half of such waits exceed it', () => {
  expect(next(announced([0, 10, 50]), 20, 30, 90)).toBeNull();
  expect(next(announced([0, 10, 50]), 50, 30, 90)).toEqual({ underOneMinute: false, lowMinutes: 1, highMinutes: 2 });
});

test('under 1 minute is announced only where four of five wait less', () => {
  expect(next(announced([0, 250, 450]), 60, 20, 61)).toMatchObject({ underOneMinute: false });
});

test('repeating a promise does not postpone it, and the earliest promise is kept', () => {
  expect(announced([0, 250, 450], [60, 260, 470])?.promisedUntil).toBe(AT + 480_000);
  expect(announced([0, 250, 450], [60, 430, 700])).toMatchObject({
    promisedUntil: AT + 960_000,
    earliestPromise: AT + 480_000,
  });
});

test('neither end exceeds the announced one while the median keeps the promise', () => {
  const seconds = fc.integer({ min: 0, max: 1_700 });
  fc.assert(
    fc.property(seconds, seconds, seconds, seconds, fc.integer({ min: 0, max: 600 }), (a, b, c, d, later) => {
      const before = announced([0, a, a + b]);
      const until = before?.promisedUntil ?? null;
      if (until === null || AT + (later + c) * 1000 > until) return;
      const { underOneMinute, lowMinutes = 0, highMinutes = 0 } = next(before, later, c, c + d) ?? {};
      expect(lowMinutes).toBeLessThanOrEqual(before?.lowMinutes ?? 1);
      expect(highMinutes).toBeLessThanOrEqual(before?.highMinutes ?? 1);
      if (underOneMinute) expect(c + d).toBeLessThan(60);
    }),
  );
});
