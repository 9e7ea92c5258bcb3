import { readFileSync } from 'node:fs';
import { expect, test } from '@jest/globals';
import { score } from './score.ts';

/** Rows of a list in `test/data`: kind, what is right, text. */
const rowsOf = (file: string): [kind: string, right: string, text: string][] =>
  readFileSync(new URL(`../../test/data/${file}`, import.meta.url), 'utf8')
    .split('\n')
    .filter((line) => line !== '' && !line.startsWith('#'))
    .map((line) => {
      const [kind = '', right = '', text = ''] = line.split('\t');
      return [kind, right, text];
    });

const THRESHOLD = 0.7;
const isRight = (right: string, text: string): boolean => {
  const { label, pNegative } = score(text);
  return right === 'calm' ? pNegative < THRESHOLD : right.split('|').includes(label);
};

test.each(rowsOf('mood-dev.tsv'))('%s is read as %s: "%s"', (_, right, text) => {
  expect(isRight(right, text)).toBe(true);
});

test('of 77 messages kept aside while the rules were made, at least 75 are read right', () => {
  const rows = rowsOf('mood-kept.tsv');
  expect(rows).toHaveLength(77);
  expect(rows.filter(([, right, text]) => isRight(right, text)).length).toBeGreaterThanOrEqual(75);
});

test.each([
  ['No problems at all, everything has been smooth', 'positive|neutral'],
  ['I am dying to get my hands on this! Killer product', 'positive'],
  ['This is sick, the bass is insane', 'positive|neutral'],
  ['Thank you so much 😭😭😭', 'positive'],
  ['😭😭😭 you saved my wedding', 'positive|neutral'],
  ["couldn't be happier", 'positive'],
  ["It doesn't get any better than this", 'positive|neutral'],
  ['I no longer have any issues', 'positive|neutral'],
  ['my problem is solved, the error is gone', 'positive|neutral'],
  ['The app crashed but it is fine now', 'positive|neutral'],
  ["I'd give zero stars if I could", 'negative'],
  ['ｔｅｒｒｉｂｌｅ ｓｅｒｖｉｃｅ', 'negative'],
  ['Ter­ri­ble service, ab­so­lute­ly use­less', 'negative'],
  ['t​e​r​r​i​b​l​e', 'negative'],
  ['Is the War and Peace / Crime and Punishment / Murder on the Orient Express set available?', 'positive|neutral'],
  ['I have ordered the Bad Seed Hot Sauce, Killer Instinct game and Hell on Wheels DVD, where are they?', 'neutral'],
])('"%s" is %s', (text, right) => {
  expect(right.split('|')).toContain(score(text).label);
});

test('a phrase is one of the words behind the score', () => {
  expect(score("I couldn't be happier").words).toEqual(["couldn't be happier"]);
});

test('a negation beside a phrase does not reach into it', () => {
  expect(score('it is not fixed and never was, I had no problem before').label).toBe('negative');
});
