import { describe, expect, test } from '@jest/globals';
import { momentText, openingHoursText, periodText } from './times.ts';

const office = {
  timeZone: 'America/New_York',
  week: [
    { days: [1, 2, 3, 4, 5], from: 540, to: 1_080 },
    { days: [6], from: 0, to: 1_440 },
  ],
};
/** Monday 12 January 2026, 9:00 in New York, 15:00 in Berlin. */
const opensAt = Date.UTC(2026, 0, 12, 14);
const plain = (text: string): string => text.replace(/[\u2009\u202f\u00a0]/g, ' ');
const hoursIn = (language: string, readerZone?: string): string =>
  plain(openingHoursText(language, office, opensAt, readerZone));

describe('the opening hours of a team', () => {
  test('are said in its own zone where the reader’s is unknown', () =>
    expect(hoursIn('en')).toBe(
      'Mon – Fri 9:00 AM – 6:00 PM; Sat all day (Eastern Time); next open Monday, January 12 at 9:00 AM',
    ));

  test('name the next opening in the reader’s zone first', () =>
    expect(hoursIn('en-GB', 'Europe/Berlin')).toBe(
      'Mon – Fri 9:00 – 18:00; Sat all day (Eastern Time); next open Monday 12 January at 15:00 your time (Monday 12 January at 9:00, Eastern Time)',
    ));

  test('name the next opening once for a reader in the zone of the team', () =>
    expect(hoursIn('en', 'America/Toronto')).toBe(hoursIn('en')));

  test.each([
    ['de', /^Mo – Fr 9:00 – 18:00 Uhr|^Mo – Fr 0?9:00 – 18:00/, /Montag, 12\. Januar um 15:00 Ihrer Zeit/],
    ['es', /^lun – vie 9:00 – 18:00/, /lunes, 12 de enero,? .*15:00, hora suya/],
    ['fr', /^lun\. – ven\. 0?9:00 – 18:00/, /lundi 12 janvier à 15:00, heure de chez vous/],
    ['ar', /^الاثنين – الجمعة 9:00 ص – 6:00 م/, /الاثنين، 12 يناير .*3:00 م بتوقيتك/],
  ])('are said in %s', (language, week, opening) => {
    const text = hoursIn(language, 'Europe/Berlin');
    expect(text).toMatch(week);
    expect(text).toMatch(opening);
    expect(text).not.toMatch(/next open|your time|all day|Eastern/);
  });

  test('say so where a team is open on single days only, or does not open again', () =>
    expect(openingHoursText('en', { timeZone: 'Etc/UTC', week: [] }, undefined, undefined)).toBe(
      'single days only (GMT+00:00)',
    ));

  test('of a night shift end on the clock of the next day', () =>
    expect(
      plain(
        openingHoursText(
          'en-GB',
          { timeZone: 'Europe/Berlin', week: [{ days: [5, 7], from: 1_320, to: 1_800 }] },
          undefined,
          undefined,
        ),
      ),
    ).toBe('Fri, Sun 22:00 – 6:00 (Central European Time)'));
});

const own = (timeZone: string) => ({ timeZone, isOwn: true });

test('a moment is said in the zone of the reader', () => {
  expect(plain(momentText('en', opensAt, own('Asia/Dubai')))).toBe('Monday, January 12 at 6:00 PM');
  expect(plain(momentText('ar', opensAt, own('Asia/Dubai')))).toMatch(/الاثنين، 12 يناير .*6:00 م/);
});

test('a zone that is not the reader’s is named', () => {
  const team = { timeZone: 'America/New_York', isOwn: false };
  expect(plain(momentText('en', opensAt, team))).toBe('Monday, January 12 at 9:00 AM EST');
  expect(plain(periodText('en', opensAt, opensAt + 1_800_000, team))).toBe('Mon, Jan 12, 9:00 – 9:30 AM EST');
});

test('a period names its day once, and both days over midnight', () => {
  const half = 30 * 60_000;
  expect(plain(periodText('en-GB', opensAt, opensAt + half, own('Europe/Berlin')))).toBe('Mon 12 Jan, 15:00–15:30');
  expect(plain(periodText('en-GB', opensAt + 30 * half, opensAt + 34 * half, own('Asia/Tokyo')))).toBe(
    'Tue 13 Jan, 14:00–16:00',
  );
  expect(plain(periodText('en-GB', opensAt, opensAt + 4 * half, own('Asia/Tokyo')))).toBe(
    'Mon 12 Jan, 23:00 – Tue 13 Jan, 01:00',
  );
});
