import { expect, test } from '@jest/globals';
import { foldedWords } from './folded-words.ts';

const folded = (message: string): string => foldedWords(message).text.trim();

test.each([
  ['case and accents', 'KÜNDIGUNG für Mélanie, ¿dónde?', 'kundigung fur melanie , donde ?'],
  ['sharp s and ligatures', 'Scheiße, cœur', 'scheisse , coeur'],
  ['apostrophes and hyphens', "J'ai perdu, rappelez-moi", 'j ai perdu , rappelez moi'],
  ['alef forms, ya, ta marbuta, tatweel and vowel signs', 'أُريدُ إلغــاء البطاقة على', 'اريد الغاء البطاقه علي'],
  ['Arabic digits', '١٢٣', '123'],
  ['elongation', 'schaaaaß', 'schass'],
  ['digits that stand for letters', 'm1erda g1l1p0ll4s', 'mierda gilipollas'],
  ['no digits of codes and amounts', 'KS-0MK77 2x 14.99 n26', 'ks 0mk77 2x 14,99 n26'],
  ['no end of a sentence in a date', 'zum 1.1. weg. Am 3. geht es', 'zum 1,1 weg . am 3 geht es'],
  ['stars in words', 'sch***e p*ta', 'sch***e p*ta'],
  ['ends of sentences of all scripts', 'Nein! Was؟ ok؛ gut…', 'nein . was ? ok , gut .'],
])('folds %s', (_, message, text) => {
  expect(folded(message)).toBe(text);
});

test('the place of each word in the message is kept', () => {
  const message = 'Ich möchte, äh, kündigen!!';
  const { text, words } = foldedWords(message);
  const last = words.findLast(({ at }) => text.startsWith('kundigen', at));
  expect(message.slice(last?.start, last?.end)).toBe('kündigen');
});
