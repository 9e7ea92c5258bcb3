import { expect, test } from '@jest/globals';
import { parseInstant } from './instant.ts';

const now = Date.parse('2026-11-22T12:00:00Z');

test.each([
  ['2h', '2026-11-22T10:00:00Z'],
  ['90s', '2026-11-22T11:58:30Z'],
  ['7d', '2026-11-15T12:00:00Z'],
  ['P1DT12H', '2026-11-21T00:00:00Z'],
  ['2026-11-20', '2026-11-20T00:00:00Z'],
  ['2026-11-20T08:30', '2026-11-20T08:30:00Z'],
  ['2026-11-20T08:30:00+02:00', '2026-11-20T06:30:00Z'],
])('%s is %s', (text, iso) =>
  expect(new Date(parseInstant(text, now) ?? 0).toISOString()).toBe(`${iso.slice(0, -1)}.000Z`),
);

test.each(['', 'yesterday', '2', '-2h', '2026-13-01', '12/11/2026'])('%j is not an instant', (text) =>
  expect(parseInstant(text, now)).toBeUndefined(),
);
