import { expect, test } from '@jest/globals';
import { durationText, fieldLabel, humanise, initials, teamName } from './labels.ts';

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
