import { expect, test } from '@jest/globals';
import type { Wait } from './conversation-view.ts';
import { durationWords, estimateWords, initials, plain } from './words.ts';

const wait = (known: Partial<Wait>): Wait => ({
  kind: 'wait',
  handoffId: 'h-1',
  position: 2,
  underOneMinute: false,
  ...known,
});

test('given a range, it is told outwards in whole minutes', () => {
  expect(estimateWords(wait({ lowMinutes: 2.4, highMinutes: 4.1 }))).toBe('about 2–5 minutes');
  expect(estimateWords(wait({ lowMinutes: 0.2, highMinutes: 1.6 }))).toBe('about 1–2 minutes');
});
test('given a range within one whole number, one number is told', () => {
  expect(estimateWords(wait({ lowMinutes: 3, highMinutes: 3 }))).toBe('about 3 minutes');
  expect(estimateWords(wait({ lowMinutes: 0.4, highMinutes: 1 }))).toBe('about 1 minute');
});
test('given less than a minute, it is said so', () => {
  expect(estimateWords(wait({ underOneMinute: true, lowMinutes: 0.1, highMinutes: 0.8 }))).toBe('under 1 minute');
});
test('given no range, or half of one, nothing is told', () => {
  expect(estimateWords(wait({}))).toBeUndefined();
  expect(estimateWords(wait({ lowMinutes: 2 }))).toBeUndefined();
  expect(estimateWords(wait({ highMinutes: 2 }))).toBeUndefined();
});
test('given a name of a field or a team, a person can read it', () => {
  expect(plain('retention_team')).toBe('Retention team');
  expect(plain('customer.lifetimeValue')).toBe('Customer lifetime value');
});
test('given a duration, it is told in its two largest units', () => {
  expect(durationWords(4_200)).toBe('4 s');
  expect(durationWords(134_000)).toBe('2 min 14 s');
  expect(durationWords(3_900_000)).toBe('1 h 5 min');
  expect(durationWords(-5)).toBe('0 s');
});
test('given a name, its initials are at most two', () => {
  expect(initials('Ada King Byron')).toBe('AK');
  expect(initials('mia')).toBe('M');
});
