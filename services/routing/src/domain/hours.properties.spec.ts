import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { DateTime } from 'luxon';
import { type Hours, isOpenAt, nextChange, nextOpening } from './hours.ts';

const QUARTER = 900_000;
const zones = [
  ...['America/New_York', 'Europe/Berlin', 'Australia/Lord_Howe', 'America/Santiago'],
  ...['Asia/Kathmandu', 'Africa/Casablanca', 'Pacific/Auckland', 'Asia/Kolkata', 'UTC'],
];
/** The days of clock changes in these zones in 2026 and 2027, and days that calendars treat apart. */
const dates = [
  ...['2026-03-08', '2026-03-29', '2026-04-04', '2026-04-05', '2026-09-06', '2026-09-27', '2026-10-04'],
  ...['2026-10-25', '2026-11-01', '2026-12-24', '2026-12-25', '2027-01-01', '2027-02-07', '2027-03-14'],
];
/** Quarters of an hour, an end on the next day included. */
const span = fc
  .tuple(fc.nat(95), fc.integer({ min: 1, max: 96 }))
  .map(([from, length]) => ({ from: from * 15, to: (from + length) * 15 }));
const onDate = fc.oneof(fc.constantFrom(...dates), fc.constantFrom('12-24', '04-05', '11-01'));
const dated = fc.tuple(span, onDate).map(([of, date]) => ({ ...of, date }));
const shift = fc
  .tuple(span, fc.subarray([1, 2, 3, 4, 5, 6, 7], { minLength: 1 }))
  .map(([of, days]) => ({ ...of, days }));
const calendar: fc.Arbitrary<Hours> = fc.record({
  timeZone: fc.constantFrom(...zones),
  week: fc.array(shift, { maxLength: 3 }),
  holidays: fc.subarray(['04-05', '2026-11-01', '12-25']),
  closed: fc.array(dated, { maxLength: 2 }),
  open: fc.array(dated, { maxLength: 2 }),
});
const start = fc
  .tuple(fc.constantFrom(...dates), fc.integer({ min: -144, max: 144 }))
  .map(([date, quarters]) => DateTime.fromISO(date, { zone: 'utc' }).toMillis() + quarters * QUARTER);

describe('for any calendar, zone and clock change', () => {
  test('the next change equals that of a search by quarters of an hour', () =>
    fc.assert(
      fc.property(calendar, start, (hours, from) => {
        const found = nextChange(hours, from);
        const open = isOpenAt(hours, from);
        for (let instant = from + QUARTER; instant <= from + 24 * QUARTER; instant += QUARTER) {
          if (found !== null && found <= instant) {
            expect((found - from) % QUARTER).toBe(0);
            return;
          }
          expect(isOpenAt(hours, instant)).toBe(open);
        }
      }),
      { numRuns: 200 },
    ));

  test('a closed team is open at its next opening and closed in the minute before', () =>
    fc.assert(
      fc.property(calendar, start, (hours, from) => {
        fc.pre(!isOpenAt(hours, from));
        const opening = nextOpening(hours, from);
        if (opening === null) return;
        expect([isOpenAt(hours, opening), isOpenAt(hours, opening - 1), isOpenAt(hours, opening - 60_000)]).toEqual([
          ...[true, false],
          false,
        ]);
      }),
      { numRuns: 200 },
    ));

  test('a special day is open exactly in its own hours, or in those that began the day before', () =>
    fc.assert(
      fc.property(calendar, fc.constantFrom(...dates), fc.nat(95), span, (hours, date, quarter, own) => {
        const { timeZone } = hours;
        const noon = DateTime.fromISO(date, { zone: timeZone }).set({ hour: 12 });
        const special = { ...hours, open: [{ ...own, date }] };
        const wall = noon.startOf('day').plus({ minutes: quarter * 15 });
        fc.pre(wall.hasSame(noon, 'day'));
        const minute = wall.hour * 60 + wall.minute;
        expect(isOpenAt(special, wall.toMillis())).toBe(own.from <= minute && minute < own.to);
      }),
      { numRuns: 200 },
    ));

  test('a shift over midnight is the same as its two halves on days that nothing treats apart', () =>
    fc.assert(
      fc.property(fc.constantFrom(...zones), shift, start, (timeZone, over, from) => {
        const plain = { timeZone, holidays: [], closed: [], open: [] };
        const halves = [
          { days: over.days, from: over.from, to: Math.min(1440, over.to) },
          ...(over.to > 1440 ? [{ days: over.days.map((day) => (day % 7) + 1), from: 0, to: over.to - 1440 }] : []),
        ];
        const whole = { ...plain, week: [over] };
        expect(isOpenAt(whole, from)).toBe(isOpenAt({ ...plain, week: halves }, from));
        expect(nextChange(whole, from)).toBe(nextChange({ ...plain, week: halves }, from));
      }),
      { numRuns: 100 },
    ));
});
