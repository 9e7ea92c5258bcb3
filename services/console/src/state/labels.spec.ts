import { expect, test } from '@jest/globals';
import type { WaitNotice } from './conversation-view.ts';
import { durationText, fieldLabel, humanise, initials, teamName, waitText } from './labels.ts';

const wait = (known: Partial<WaitNotice>): WaitNotice => ({
  kind: 'wait',
  handoffId: 'h-1',
  position: 2,
  underOneMinute: false,
  ...known,
});

test('given a range, the text widens it to whole minutes', () => {
  expect(waitText(wait({ lowMinutes: 2.4, highMinutes: 4.1 }))).toBe('about 2–5 minutes');
  expect(waitText(wait({ lowMinutes: 0.2, highMinutes: 1.6 }))).toBe('about 1–2 minutes');
});
test('given a range within one minute, the text has one number', () => {
  expect(waitText(wait({ lowMinutes: 3, highMinutes: 3 }))).toBe('about 3 minutes');
  expect(waitText(wait({ lowMinutes: 0.4, highMinutes: 1 }))).toBe('about 1 minute');
});
test('given a wait below one minute, the text says so', () => {
  expect(waitText(wait({ underOneMinute: true, lowMinutes: 0.1, highMinutes: 0.8 }))).toBe('under 1 minute');
});
test('given no limit or only one limit, there is no text', () => {
  expect(waitText(wait({}))).toBeUndefined();
  expect(waitText(wait({ lowMinutes: 2 }))).toBeUndefined();
  expect(waitText(wait({ highMinutes: 2 }))).toBeUndefined();
});
test('given the identifier of a team, its label and its name in a sentence are readable', () => {
  expect(humanise('retention_team')).toBe('Retention team');
  expect(teamName('retention_team')).toBe('retention team');
});
test('given a missing field, its label does not show the path of the field', () => {
  expect(fieldLabel('summary.bot_confidence')).toBe('Bot confidence');
  expect(fieldLabel('customer.lifetimeValue')).toBe('Lifetime value');
  expect(fieldLabel('language')).toBe('Language');
});
test('given a duration, the text has its two largest units', () => {
  expect(durationText(4_200)).toBe('4 s');
  expect(durationText(134_000)).toBe('2 min 14 s');
  expect(durationText(3_900_000)).toBe('1 h 5 min');
  expect(durationText(-5)).toBe('0 s');
});
test('given a name, there are at most two initials', () => {
  expect(initials('Ada King Byron')).toBe('AK');
  expect(initials('mia')).toBe('M');
});
