import { describe, expect, test } from '@jest/globals';
import { DateTime } from 'luxon';
import { formatHours, type Hours, isOpenAt, nextChange, nextOpening } from './hours.ts';
import { createOpeningSchedule } from './opening-schedule.ts';

const h = (hour: number, minute = 0): number => hour * 60 + minute;
const at = (iso: string): number => DateTime.fromISO(iso, { setZone: true }).toMillis();
const none = { holidays: [], closed: [], open: [] };
const weekdays = [1, 2, 3, 4, 5];
const demo: Hours = {
  ...none,
  timeZone: 'America/New_York',
  week: [{ days: weekdays, from: h(9), to: h(18) }],
};

describe('the demo hours, Mon-Fri 9-18 in New York,', () => {
  test.each([
    ['a Friday at 17:59 in winter', '2026-01-09T22:59:59.999Z', true],
    ['a Friday at 18:00 in winter', '2026-01-09T23:00:00Z', false],
    ['a Saturday at noon', '2026-01-10T17:00:00Z', false],
    ['a Monday at 9:00 in winter', '2026-01-12T14:00:00Z', true],
    ['a Monday at 9:00 in summer', '2026-07-13T13:00:00Z', true],
    ['a Monday at 8:59 in summer', '2026-07-13T12:59:59.999Z', false],
  ])('are, on %s (%s), open: %s', (_, iso, open) => expect(isOpenAt(demo, at(iso))).toBe(open));

  test('open again on Monday, an hour earlier in UTC after the clocks went forward', () => {
    const friday = at('2026-03-06T23:30:00Z');
    expect(nextOpening(demo, friday)).toBe(at('2026-03-09T13:00:00Z'));
    expect(nextOpening(demo, at('2026-10-31T12:00:00Z'))).toBe(at('2026-11-02T14:00:00Z'));
  });

  test('are formatted for a reader', () => expect(formatHours(demo)).toBe('Mon-Fri 9:00-18:00 (America/New_York)'));
});

describe('holidays and split shifts are supported:', () => {
  const clinic: Hours = {
    timeZone: 'Europe/Berlin',
    week: [
      { days: weekdays, from: h(8), to: h(12) },
      { days: [1, 2, 4], from: h(14), to: h(17, 30) },
    ],
    holidays: ['12-25', '2026-04-03'],
    closed: [{ date: '2026-05-07', from: h(14), to: h(24) }],
    open: [
      { date: '2026-05-09', from: h(10), to: h(12) },
      { date: '2026-12-25', from: h(9), to: h(10) },
    ],
  };
  test.each([
    ['the lunch break ends', '2026-05-04T12:00:00+02:00', '2026-05-04T14:00:00+02:00'],
    ['Wednesday has no afternoon', '2026-05-06T13:00:00+02:00', '2026-05-07T08:00:00+02:00'],
    ['a single afternoon is closed', '2026-05-07T12:30:00+02:00', '2026-05-08T08:00:00+02:00'],
    ['a single Saturday is open', '2026-05-08T12:30:00+02:00', '2026-05-09T10:00:00+02:00'],
    ['Good Friday is a holiday of one year', '2026-04-02T17:30:00+02:00', '2026-04-06T08:00:00+02:00'],
    ['and was none in another', '2025-04-02T17:30:00+02:00', '2025-04-03T08:00:00+02:00'],
    ['Christmas has an hour for emergencies', '2026-12-24T17:30:00+01:00', '2026-12-25T09:00:00+01:00'],
    ['and is closed after it, until Monday', '2026-12-25T10:00:00+01:00', '2026-12-28T08:00:00+01:00'],
  ])('%s', (_, from, to) => expect(nextOpening(clinic, at(from))).toBe(at(to)));

  test('the next opening of an open team is now', () => {
    const now = at('2026-05-04T09:00:00+02:00');
    expect(nextOpening(clinic, now)).toBe(now);
    expect(nextChange(clinic, now)).toBe(at('2026-05-04T12:00:00+02:00'));
  });

  test('and are formatted in words', () =>
    expect(formatHours(clinic)).toBe('Mon-Fri 8:00-12:00; Mon-Tue, Thu 14:00-17:30 (Europe/Berlin)'));

  test('a team that never opens has no next opening', () => {
    const never = { ...demo, week: [] };
    expect(nextOpening(never, at('2026-05-04T09:00:00Z'))).toBeNull();
    expect(nextChange({ ...never, week: [{ days: [1, 2, 3, 4, 5, 6, 7], from: 0, to: 1440 }] }, 0)).toBeNull();
  });
});

describe('when the clocks change', () => {
  const nights = (from: number, to: number): Hours => ({ ...demo, week: [{ days: [7], from, to }] });

  test('a shift that begins in the skipped hour begins at the change', () =>
    expect(nextOpening(nights(h(2, 30), h(5)), at('2026-03-08T00:00:00-05:00'))).toBe(at('2026-03-08T03:00:00-04:00')));

  test('a shift within the skipped hour does not happen', () =>
    expect(nextOpening(nights(h(2, 15), h(2, 45)), at('2026-03-08T00:00:00-05:00'))).toBe(
      at('2026-03-15T02:15:00-04:00'),
    ));

  test('a repeated hour is open twice', () => {
    const first = at('2026-11-01T01:15:00-04:00');
    const hours = nights(h(1, 15), h(1, 45));
    const changes = [first];
    for (let n = 0; n < 3; n++) changes.push(nextChange(hours, changes.at(-1) ?? 0) ?? 0);
    const minutes = changes.map((change) => (change - first) / 60_000);
    expect(minutes).toEqual([0, 30, 60, 90]);
  });
});

describe('a night shift, 22:00 to 6:00 on Fridays,', () => {
  const week = [{ days: [5], from: h(22), to: h(30) }];
  const night: Hours = { ...none, timeZone: 'Europe/Berlin', week };
  test.each([
    ['on Friday at 21:59', '2026-06-05T21:59:59.999+02:00', false],
    ['on Friday at 22:00', '2026-06-05T22:00:00+02:00', true],
    ['on Saturday at midnight', '2026-06-06T00:00:00+02:00', true],
    ['on Saturday at 5:59', '2026-06-06T05:59:59.999+02:00', true],
    ['on Saturday at 6:00', '2026-06-06T06:00:00+02:00', false],
    ['on Saturday at 22:00', '2026-06-06T22:00:00+02:00', false],
    ['on Friday at 5:00', '2026-06-05T05:00:00+02:00', false],
  ])('is, %s (%s), open: %s', (_, iso, open) => expect(isOpenAt(night, at(iso))).toBe(open));

  test('is one opening: nothing changes at midnight', () =>
    expect(nextChange(night, at('2026-06-05T22:00:00+02:00'))).toBe(at('2026-06-06T06:00:00+02:00')));

  test.each([
    [8, 'the night before the clocks go forward', '2026-03-27T22:00:00+01:00', '2026-03-28T06:00:00+01:00'],
    [7, 'the night the clocks go forward', '2026-03-28T22:00:00+01:00', '2026-03-29T06:00:00+02:00'],
    [9, 'the night the clocks go back', '2026-10-24T22:00:00+02:00', '2026-10-25T06:00:00+01:00'],
  ])('lasts %s hours in %s', (hours, _, from, to) => {
    const every = { ...night, week: [{ days: [5, 6], from: h(22), to: h(30) }] };
    expect(nextChange(every, at(from))).toBe(at(to));
    expect(at(to) - at(from)).toBe(hours * 3_600_000);
  });

  test('does not begin on a holiday, and does not reach into one', () => {
    const onHoliday = { ...night, holidays: ['2026-06-05'] };
    expect(nextOpening(onHoliday, at('2026-06-05T12:00:00+02:00'))).toBe(at('2026-06-12T22:00:00+02:00'));
    const before = { ...night, holidays: ['06-06'] };
    expect(nextChange(before, at('2026-06-05T23:00:00+02:00'))).toBe(at('2026-06-06T00:00:00+02:00'));
  });

  test('is the same as two shifts that meet at midnight', () => {
    const split = [
      { days: [5], from: h(22), to: h(24) },
      { days: [6], from: 0, to: h(6) },
    ];
    for (let now = at('2026-06-05T12:00:00Z'); now < at('2026-06-07T00:00:00Z'); now += 900_000)
      expect(nextChange({ ...night, week: split }, now)).toBe(nextChange(night, now));
  });

  test('is formatted with the hour at which it ends', () =>
    expect(formatHours(night)).toBe('Fri 22:00-6:00 (Europe/Berlin)'));
});

describe('a special day replaces the hours of the week:', () => {
  const shop: Hours = {
    ...none,
    timeZone: 'Europe/Berlin',
    week: [{ days: weekdays, from: h(9), to: h(18) }],
    open: [
      { date: '12-24', from: h(9), to: h(13) },
      { date: '2026-11-29', from: h(12), to: h(16) },
      { date: '2026-12-31', from: h(20), to: h(26) },
    ],
    holidays: ['01-01'],
  };
  test.each([
    ['a short day on 24 December is open in the morning', '2026-12-24T12:59:59+01:00', true],
    ['and closed at 15:00', '2026-12-24T15:00:00+01:00', false],
    ['every year', '2027-12-24T15:00:00+01:00', false],
    ['an extra Sunday is open', '2026-11-29T12:00:00+01:00', true],
    ['for as long as it says', '2026-11-29T16:00:00+01:00', false],
    ['a special night begins in the evening only', '2026-12-31T12:00:00+01:00', false],
    ['and reaches into the holiday after it', '2027-01-01T01:59:00+01:00', true],
    ['which is then closed', '2027-01-01T02:00:00+01:00', false],
  ])('%s (%s): %s', (_, iso, open) => expect(isOpenAt(shop, at(iso))).toBe(open));

  test('a night shift of the week does not reach into it', () => {
    const night = { ...shop, week: [{ days: [3], from: h(22), to: h(30) }] };
    expect(isOpenAt(night, at('2026-12-23T23:59:00+01:00'))).toBe(true);
    expect(isOpenAt(night, at('2026-12-24T00:00:00+01:00'))).toBe(false);
  });

  test('hours closed on a day are taken out of its shifts, over midnight too', () => {
    const night = { ...shop, week: [{ days: [5], from: h(22), to: h(30) }] };
    const training = { ...night, closed: [{ date: '2026-06-05', from: h(23), to: h(25) }] };
    const friday = at('2026-06-05T22:00:00+02:00');
    expect(nextChange(training, friday)).toBe(friday + 3_600_000);
    expect(nextChange(training, friday + 3_600_000)).toBe(friday + 3 * 3_600_000);
  });
});

describe('the opening schedule', () => {
  const doors = createOpeningSchedule({ late: { ...demo, timeZone: 'America/Los_Angeles' }, early: demo });
  const morning = at('2026-01-12T09:30:00-05:00');

  test('names closed teams, and keeps the array until a team opens or closes', () => {
    expect(doors.closedTeamsAt(morning)).toEqual(['late']);
    expect(doors.closedTeamsAt(morning + 60_000)).toBe(doors.closedTeamsAt(morning));
    expect(doors.closedTeamsAt(at('2026-01-12T21:30:00-05:00'))).toEqual(['early', 'late']);
    expect(doors.closedTeamsAt(morning)).toEqual(['late']);
  });

  test('changes with the first team that opens or closes, and never without hours', () => {
    expect(doors.nextChangeAfter(morning)).toBe(at('2026-01-12T12:00:00-05:00'));
    expect(createOpeningSchedule({}).nextChangeAfter(morning)).toBeNull();
    expect(createOpeningSchedule({}).closedTeamsAt(morning)).toEqual([]);
  });

  test('finds the team that opens first', () => {
    const night = at('2026-01-12T21:30:00-05:00');
    expect(doors.nextToOpen(['late', 'early'], night)).toEqual({
      team: 'early',
      opensAt: at('2026-01-13T09:00:00-05:00'),
    });
    expect(doors.nextToOpen(['late', 'always'], night)).toEqual({ team: 'always', opensAt: night });
  });
});
