import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { atWordStarts } from './word-starts.ts';

const alternatives = [
  { pattern: 'no(?:t| one)? (?:at )?all|all', meaning: 'none' },
  { pattern: "(?<word>can)'?t|'s gone|a|\\d+ days?", meaning: 'some' },
  { pattern: '(?:not |never )?again', meaning: 'repeated' },
];
const around = ["(?<!')", '(?!\\w)'] as const;
const matches = atWordStarts(alternatives, around);
const plain = new RegExp(`\\b${around[0]}(?:${alternatives.map(({ pattern }) => pattern).join('|')})${around[1]}`, 'g');

test('it finds what one regular expression of all patterns finds, at the same places', () => {
  const pieces = [
    'no',
    'not',
    'all',
    'again',
    "can't",
    'cant',
    "it's gone",
    'a',
    '3 day',
    'days',
    "'",
    ' ',
    ' ',
    '.',
    'at',
    '_',
    'é',
  ];
  fc.assert(
    fc.property(fc.array(fc.constantFrom(...pieces), { maxLength: 30 }), (list) => {
      const text = list.join('');
      const found = matches(text).map(({ match }) => [match.index, match[0]]);
      expect(found).toEqual([...text.matchAll(plain)].map((match) => [match.index, match[0]]));
    }),
  );
});

test('each match comes with what its pattern means and with its groups', () => {
  const [first, second] = matches("not at all, can't");
  expect(first?.meaning).toBe('none');
  expect(second).toMatchObject({ meaning: 'some', match: { groups: { word: 'can' } } });
});
