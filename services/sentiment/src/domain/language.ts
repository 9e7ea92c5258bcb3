import { languageOf as told } from '@warmline/text/language';
import { valenceOf } from './lexicon.ts';

/**
 * The language of a text. A short text is English too where rated words and complaints (`englishWords`), which are English only, are a third
 * of its words: n-grams tell little of "total bullshit". Words that other languages share do not count.
 */
export const languageOf = (text: string, words: readonly string[], englishWords: number): string => {
  const language = told(text);
  if (language === 'en' || words.length > SHORT || !/[a-z]/i.test(text)) return language;
  const shared = words.filter((word) => cognates.has(word) && (valenceOf(word) ?? 0) !== 0).length;
  const own = englishWords - shared;
  return own > 0 && own * 3 >= words.length ? 'en' : language;
};

const SHORT = 8;
/** Rated words that English shares with other languages. */
const cognates: ReadonlySet<string> = new Set(
  'terrible horrible excellent problem problems super impossible important bravo total normal urgent fatal no error'.split(
    ' ',
  ),
);
