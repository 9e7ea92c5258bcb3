import { eld } from 'eld/extrasmall';
import { distinctiveEnglish, englishWords, sharedWords } from './language-words.ts';
import { byScript } from './scripts.ts';

/**
 * The language of a text as ISO 639-1, else `und` (ISO 639-2: undetermined). Scripts of one language name it; Latin letters are judged by
 * n-grams (eld, its smallest data: 60 languages). Short English is told by its words, since n-grams need some ten letters.
 * Cost: linear; of a long text the first 1,000 characters count.
 */
export const languageOf = (text: string): string => {
  const read = text.length > MAX_READ ? text.slice(0, MAX_READ) : text;
  const isAscii = !NOT_ASCII.test(read);
  if (isAscii && isPlainlyEnglish(read)) return 'en';
  const scripted = isAscii ? null : byScript(read);
  if (scripted !== null) return scripted;
  const words = wordsOf(read);
  if (words.length === 0) return 'und';
  let [english, shared] = [0, 0];
  for (const word of words) {
    if (sharedWords.has(word)) shared++;
    else if (englishWords.has(word)) english++;
  }
  if (words.length <= SHORT && english + shared === words.length) return 'en';
  const marked = words.length <= SHORT ? ownMarks.find(([, mark]) => mark.test(read)) : undefined;
  if (marked !== undefined) return marked[0];
  return byNgrams(words, english);
};

const ASCII_WORD = /[a-z]+(?:['’][a-z]+)*/g;
const isPlainlyEnglish = (text: string): boolean => {
  let distinctive = 0;
  const words = text.toLowerCase().match(ASCII_WORD) ?? [];
  for (const word of words) if (distinctiveEnglish.has(word)) distinctive++;
  return distinctive >= 2 && distinctive * 5 >= words.length;
};

const MAX_READ = 1_000;
/** Up to this many words a text is short: the library's choice is taken among common languages, and only where it is clear. */
const SHORT = 4;
const NOT_ASCII = /[^\0-\u007f’‘“”…–—]/;
const WORD = /[\p{L}\p{M}]+(?:['’`][\p{L}]+)*/gu;
/** An address, a link or a code says nothing about the language. */
const CODE = /[@/\d_]|\.\p{L}/u;

const wordsOf = (text: string): string[] => {
  const plain = CODE.test(text)
    ? text
        .split(/\s/)
        .filter((part) => !CODE.test(part))
        .join(' ')
    : text;
  return (plain.toLowerCase().match(WORD) ?? []).map((word) => word.replace(/[’`]/g, "'"));
};

/** Languages that customers of one company mix; a short text is one of them. */
const common: ReadonlySet<string> = new Set('en de es fr it pt nl pl sv tr'.split(' '));
/**
 * Scores of the library are 0..1; usual for the right language is .75. The best language must be ahead of the next by so much: names and
 * numbers of forms get any language by a little.
 */
const AHEAD = { long: 0.03, short: 0.04, many: 0.01, few: 0.1 };
const FEW_WORDS = 2;
const FEW_LETTERS = 10;
/** Two words of so many letters are as good as three. */
const MANY_LETTERS = 16;
/** Marks and letters of one of the common languages. */
const ownMarks: readonly (readonly [string, RegExp])[] = [
  ['es', /[¿¡ñ]/i],
  ['de', /ß/],
];
/** Of a short text with English words another language must be ahead of English by so much. */
const AHEAD_OF_ENGLISH = 0.2;
const LEAST = 0.5;

const byNgrams = (words: readonly string[], english: number): string => {
  const text = words.join(' ');
  const found = eld.detect(text);
  const isShort = words.length <= SHORT;
  if (!isShort && common.has(found.language)) return found.language;
  const scores = found.language === '' ? [] : Object.entries(found.getScores());
  const ranked = scores.filter(([language]) => common.has(language));
  const [best, next] = ranked;
  if (isShort && english > 0 && english * 2 >= words.length) {
    const ofEnglish = ranked.find(([language]) => language === 'en')?.[1] ?? LEAST;
    if ((best?.[1] ?? 0) - ofEnglish < AHEAD_OF_ENGLISH) return 'en';
  }
  if (!isShort && (best === undefined || (scores[0]?.[1] ?? 0) - best[1] > AHEAD.long)) return found.language || 'und';
  if (best === undefined || best[1] < LEAST) return 'und';
  const isFew = words.length <= FEW_WORDS;
  if (isFew && text.length < FEW_LETTERS) return 'und';
  const ahead = !isFew ? AHEAD.short : text.length < MANY_LETTERS ? AHEAD.few : AHEAD.many;
  return best[1] - (next?.[1] ?? 0) >= ahead ? best[0] : 'und';
};
