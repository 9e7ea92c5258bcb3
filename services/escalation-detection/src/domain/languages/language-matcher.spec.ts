import { expect, test } from '@jest/globals';
import { foldedWords } from './folded-words.ts';
import { type LanguagePatterns, languageMatcher, sourceLength } from './language-matcher.ts';

const patterns: LanguagePatterns = {
  negation: 'nicht|kein',
  classes: { thing: 'vertrag|*abo', who: '{thing}|ich' },
  intents: {
    'emotional.human-request': { says: ['mensch*'] },
    'stakes.security': { says: ['^hilfe$', '+بطاقة'] },
    'stakes.cancellation': {
      says: ['{thing}~ kundig*', 'weg~~ damit'],
      unless: ['gestern', 'für meinen (chef|freund)'],
    },
    'stakes.billing-dispute': { says: ['rechnung & (falsch|doppelt)'] },
    'emotional.profanity': { says: ['mist[a-z]*'] },
  },
  plainRequests: ['mit~ mensch sprechen'],
};
const matcher = languageMatcher(patterns);
const found = (message: string) => matcher(foldedWords(message), message).map(({ rule, match }) => [rule, match.text]);

test('a class, its stems and up to four words between them match', () => {
  expect(found('Das Zeitungsabo würde ich gern jetzt kündigen.')).toEqual([
    ['stakes.cancellation', 'Zeitungsabo würde ich gern jetzt kündigen'],
  ]);
  expect(found('Vertrag eins zwei drei vier fünf kündigen')).toEqual([]);
});

test('both sides of a pair match in any order, with up to ten words between', () => {
  expect(found('falsch ist hier die Rechnung')).toHaveLength(1);
  expect(found('die Rechnung von gestern ist doppelt gekommen')).toHaveLength(1);
  expect(found('Rechnung. Falsch!')).toEqual([]);
});

test('a pattern does not go over the end of a sentence', () => {
  expect(found('Mein Vertrag. Kündigen?')).toEqual([]);
  expect(found('weg, ja, weg mit dem ganzen Zeug, weg damit')).toHaveLength(1);
});

test('what is negated, or in a sentence that says otherwise, does not match', () => {
  expect(found('bitte nicht den Vertrag kündigen')).toEqual([]);
  expect(found('Vertrag kündigen? Das war gestern')).toHaveLength(1);
  expect(found('ich wollte gestern den Vertrag kündigen')).toEqual([]);
  expect(found('Vertrag kündigen, für meinen Freund')).toEqual([]);
});

test('a plain request for a person is told from a loose one', () => {
  const isPlain = (message: string) => matcher(foldedWords(message), message).map(({ isPlain }) => isPlain);
  expect(isPlain('Ich will mit einem Mensch sprechen')).toEqual([true]);
  expect(isPlain('Gibt es hier Menschen?')).toEqual([false]);
  expect(isPlain('Mit wem sprechen? Ein Mensch!')).toEqual([false]);
});

test('a second place is looked at where the first is negated', () => {
  expect(found('nicht den Vertrag kündigen, das Sportabo kündigen')).toEqual([
    ['stakes.cancellation', 'Sportabo kündigen'],
  ]);
});

test('a pattern may ask for a whole sentence', () => {
  expect(found('Na so was. Hilfe!')).toEqual([['stakes.security', 'Hilfe']]);
  expect(found('Hilfe zum Router')).toEqual([]);
});

test('the prefixes of Arabic words are optional', () => {
  for (const word of ['بطاقة', 'البطاقة', 'بالبطاقة', 'وبطاقة', 'للبطاقة'])
    expect(found(word)).toEqual([['stakes.security', word]]);
});

test('the length of the source counts each class once, with those that it names', () => {
  expect(sourceLength(patterns, 'stakes.cancellation')).toBe(
    '{thing}~ kundig*weg~~ damitgesternfür meinen (chef|freund)vertrag|*abo'.length,
  );
});

test('a pattern that names a class its language lacks is an error', () => {
  const wrong = { ...patterns, intents: { ...patterns.intents, 'emotional.profanity': { says: ['{swear}'] } } };
  expect(() => languageMatcher(wrong)).toThrow('{swear}');
});
