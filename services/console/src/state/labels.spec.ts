import { expect, test } from '@jest/globals';
import type { WaitNotice } from './conversation-view.ts';
import { durationText, humanise, initials, waitText } from './labels.ts';

const wait = (known: Partial<WaitNotice>): WaitNotice => ({
  kind: 'wait',
  handoffId: 'h-1',
  position: 2,
  underOneMinute: false,
  ...known,
});

test('given a range, it is told outwards in whole minutes', () => {
  expect(waitText(wait({ lowMinutes: 2.4, highMinutes: 4.1 }))).toBe('about 2–5 minutes');
  expect(waitText(wait({ lowMinutes: 0.2, highMinutes: 1.6 }))).toBe('about 1–2 minutes');
});
test('given a range within one whole number, one number is told', () => {
  expect(waitText(wait({ lowMinutes: 3, highMinutes: 3 }))).toBe('about 3 minutes');
  expect(waitText(wait({ lowMinutes: 0.4, highMinutes: 1 }))).toBe('about 1 minute');
});
test('given less than a minute, it is said so', () => {
  expect(waitText(wait({ underOneMinute: true, lowMinutes: 0.1, highMinutes: 0.8 }))).toBe('under 1 minute');
});
test('given no range, or half of one, nothing is told', () => {
  expect(waitText(wait({}))).toBeUndefined();
  expect(waitText(wait({ lowMinutes: 2 }))).toBeUndefined();
  expect(waitText(wait({ highMinutes: 2 }))).toBeUndefined();
});
test('given a name of a field or a team, a person can read it', () => {
  expect(humanise('retention_team')).toBe('Retention team');
  expect(humanise('customer.lifetimeValue')).toBe('Customer lifetime value');
});
test('given a duration, it is told in its two largest units', () => {
  expect(durationText(4_200)).toBe('4 s');
  expect(durationText(134_000)).toBe('2 min 14 s');
  expect(durationText(3_900_000)).toBe('1 h 5 min');
  expect(durationText(-5)).toBe('0 s');
});
test('given a name, its initials are at most two', () => {
  expect(initials('Ada King Byron')).toBe('AK');
  expect(initials('mia')).toBe('M');
});
