import { numberIn } from './menu.ts';
import { lexiconsFor, phraseAt, type ReadLexicon } from './read-answer.ts';
import { type Token, tokensOf } from './words-of-text.ts';

/** `stars` = 1 to 5. `details` = what else is said about it, in the customer's words. */
export type Rating =
  | { readonly is: 'rating'; readonly stars: number; readonly details?: string }
  | { readonly is: 'ambiguous'; readonly details?: string }
  | { readonly is: 'other' };

const AMBIGUOUS = { is: 'ambiguous' } as const;
const OTHER = { is: 'other' } as const;
const STAR = /[⭐★🌟]/u;
const MOODS: ReadonlyMap<string, number> = new Map(
  ['😡🤬😠👎😤💩', '🙁☹😕😒😞😟', '😐😑😶', '🙂👌😌', '😍🤩🥰😊😃😄😁💯👏🎉👍❤😀'].flatMap((emojis, index) =>
    [...emojis].map((emoji): [string, number] => [emoji, index + 1]),
  ),
);
/** "4/5", "4 out of 5", "8/10". */
const OUT_OF = /^\D{0,20}(\d{1,2})\s*(?:\/|out of|of|von|de|sobre|sur|من)\s*(5|10)(?!\d)/iu;
const DECIMAL_OR_RANGE = /^\D{0,20}\d\s*(?:[.,]\d|[-–]\s*\d|\s(?:or|oder|o|ou|او|أو)\s+\d)/iu;
const MAX_WORDS = 4;

/** Reads an answer to "how many stars from 1 to 5?": a number, stars, an emoji, or words of satisfaction. */
export const readRating = (text: string, language: string): Rating => {
  const { text: read, tokens } = tokensOf(text);
  if (tokens.some(({ kind }) => kind === 'question')) return OTHER;
  const outOf = OUT_OF.exec(read);
  if (outOf !== null) return starsOutOf(Number(outOf[1]), Number(outOf[2]), read.slice(outOf[0].length));
  if (DECIMAL_OR_RANGE.test(read)) return AMBIGUOUS;
  const emojis = tokens.filter(({ kind }) => kind === 'emoji');
  const stars = emojis.filter(({ value }) => STAR.test(value)).length;
  for (const lexicon of lexiconsFor(language)) {
    const rating = readIn(lexicon, read, tokens);
    if (rating.is !== 'other') return rating;
  }
  if (stars > 0) return stars <= 5 ? withDetails(stars, wordsAfter(read, tokens)) : AMBIGUOUS;
  const mood = MOODS.get(emojis[0]?.value ?? '');
  return mood === undefined || tokens.some(({ kind }) => kind === 'word') ? OTHER : { is: 'rating', stars: mood };
};

const withDetails = (stars: number, details: string): Rating => ({
  is: 'rating',
  stars,
  ...(details === '' ? {} : { details }),
});

/** Ten points are five stars; no points is one star. */
const starsOutOf = (points: number, most: number, rest: string): Rating =>
  points > most ? AMBIGUOUS : withDetails(Math.max(1, Math.round((points * 5) / most)), trimmed(rest));

const trimmed = (text: string): string => text.replace(/^[^\p{L}\p{N}]+/u, '').trim();

const wordsAfter = (text: string, tokens: readonly Token[]): string => {
  const word = tokens.find(({ kind }) => kind === 'word');
  return word === undefined ? '' : text.slice(word.from).trim();
};

const readIn = (lexicon: ReadLexicon, text: string, tokens: readonly Token[]): Rating => {
  const numbered = numberIn(lexicon, tokens, 'none');
  if (numbered !== null) {
    const { number, rest } = numbered;
    const next = restOf(lexicon, rest);
    const isWord = !tokens.some(({ value }) => value === String(number));
    const isSeparate = next.length === 0 || (!isWord && rest[0]?.kind === 'separator') || isBut(lexicon, rest);
    if (!isSeparate) return OTHER;
    if (number < 1 || number > 5) return next.length === 0 && number <= 10 ? AMBIGUOUS : OTHER;
    return withDetails(number, next.length === 0 ? '' : text.slice(rest.find(isSaid)?.from ?? 0).trim());
  }
  const from = tokens.length - restOf(lexicon, tokens).length;
  const begin = tokens.slice(from);
  for (let length = Math.min(MAX_WORDS, begin.length); length > 0; length -= 1) {
    const words = begin.slice(0, length);
    if (words.some(({ kind }) => kind !== 'word')) continue;
    const stars = lexicon.lexicon.ratings.get(words.map(({ value }) => value).join(' '));
    if (stars === undefined) continue;
    const after = begin.slice(length);
    const rest = restOf(lexicon, after);
    if (rest.length === 0) return { is: 'rating', stars };
    if (isBut(lexicon, rest)) return AMBIGUOUS;
    return OTHER;
  }
  return OTHER;
};

const isSaid = ({ kind }: Token): boolean => kind === 'word';
const isBut = (lexicon: ReadLexicon, tokens: readonly Token[]): boolean =>
  phraseAt(lexicon, tokens.slice(tokens.findIndex(isSaid)))?.role === 'but';

/** Tokens from the first that is more than politeness. */
const restOf = (lexicon: ReadLexicon, tokens: readonly Token[]): readonly Token[] => {
  for (let at = 0; at < tokens.length; ) {
    const phrase = phraseAt(lexicon, tokens.slice(at));
    if (phrase?.role === 'filler' || phrase?.role === 'please') at += phrase.length;
    else if (tokens[at]?.kind === 'separator' || tokens[at]?.kind === 'emoji') at += 1;
    else return tokens.slice(at);
  }
  return [];
};
