import { expect, test } from '@jest/globals';
import { listText } from './topics.ts';

test('every topic is listed once: existing ones with their partitions, missing and wrong ones by name', () => {
  const there = new Map([
    ['b', 6],
    ['c', 3],
    ['other', 1],
  ]);
  const declared = ['a', 'b', 'c'].map((name) => ({ name, partitions: 6 }));
  expect(listText(there, declared)).toBe(
    [
      'TOPIC  PARTITIONS',
      'a      -           missing',
      'b      6',
      'c      3           wrong: 6 are declared, and a count never changes',
      'other  1           not declared',
      '3 topics; 1 of 3 declared are missing: run warmline topics apply',
    ].join('\n'),
  );
});
