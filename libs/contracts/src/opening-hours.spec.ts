import { describe, expect, test } from '@jest/globals';
import { calendarSchema } from './opening-hours.ts';

const calendar = (fields: object): unknown => ({ timeZone: 'Europe/Berlin', week: [], ...fields });
const parse = (fields: object) => calendarSchema.parse(calendar(fields));
const fault = (fields: object): string => calendarSchema.safeParse(calendar(fields)).error?.message ?? 'none';

describe('a calendar of the teams file', () => {
  test.each([
    ['09:00', '18:00', 540, 1080],
    ['22:00', '06:00', 1320, 1800],
    ['18:00', '24:00', 1080, 1440],
    ['18:00', '00:00', 1080, 1440],
    ['00:00', '24:00', 0, 1440],
  ])('reads a shift from %s to %s as minutes %s to %s', (from, to, start, end) => {
    expect(parse({ week: [{ days: ['fri'], from, to }] }).week).toEqual([{ days: [5], from: start, to: end }]);
    expect(parse({ open: [{ date: '12-31', from, to }] }).open).toEqual([{ date: '12-31', from: start, to: end }]);
  });

  test('reads a day without times as the whole day', () =>
    expect(parse({ closed: [{ date: '2026-12-24' }] }).closed).toEqual([{ date: '2026-12-24', from: 0, to: 1440 }]));

  test.each([
    ['a shift of no length', { week: [{ days: ['fri'], from: '09:00', to: '09:00' }] }, 'must differ from from'],
    [
      'a shift that begins at 24:00',
      { week: [{ days: ['fri'], from: '24:00', to: '06:00' }] },
      'must differ from from',
    ],
    ['a day that does not exist', { open: [{ date: '02-30' }] }, 'this day does not exist'],
    ['a time that does not exist', { open: [{ date: '02-29', from: '25:00' }] }, 'a time of day is HH:MM'],
  ])('refuses %s', (_, fields, message) => expect(fault(fields)).toContain(message));
});
