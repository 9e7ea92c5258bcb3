import { foldDigits, foldLetters } from '../fold-letters.ts';

/** One unit of a text: a folded word, a number, an emoji, a question mark, or a mark that separates parts of a sentence. */
export interface Token {
  readonly kind: 'word' | 'emoji' | 'question' | 'separator';
  readonly value: string;
  /** Where it begins and ends in the text that `tokensOf` returns. */
  readonly from: number;
  readonly to: number;
}

const INVISIBLE = /\p{Cf}|\p{Emoji_Modifier}|\uFE0E|\uFE0F|\u20E3|\u0640|[♀♂]/gu;
const APOSTROPHES = /['’‘`´]/g;
const TOKEN =
  /(?<word>[\p{L}\p{N}][\p{L}\p{N}\p{M}]*(?:['’‘`´]\p{L}[\p{L}\p{N}\p{M}]*)*)|(?<emoji>\p{Extended_Pictographic}|☆)|(?<question>[?؟])|(?<separator>[,;.!:()،؛\n…。，、！]|\s[-–—]\s)/gu;
const MAX_READ = 1_000;

/** A word without case, apostrophes, accents, Arabic hamza and vowel signs, and repeated letters ("Síiii" is "si", "أيوه" is "ايوه"). */
export const foldWord = (word: string): string =>
  foldLetters(foldDigits(word).replace(APOSTROPHES, '').toLowerCase()).replace(/(\p{L})\1+/gu, '$1');

/** The text without invisible characters and skin tones, and its tokens. At most 1,000 characters are read. */
export const tokensOf = (text: string): { readonly text: string; readonly tokens: readonly Token[] } => {
  const read = text.slice(0, MAX_READ).normalize('NFKC').replace(INVISIBLE, '').trim();
  const tokens = [...read.matchAll(TOKEN)].map((match): Token => {
    const { word, emoji, question } = match.groups ?? {};
    const place = { from: match.index, to: match.index + match[0].length };
    if (word !== undefined) return { kind: 'word', value: foldWord(word), ...place };
    if (emoji !== undefined) return { kind: 'emoji', value: emoji, ...place };
    return { kind: question === undefined ? 'separator' : 'question', value: match[0], ...place };
  });
  return { text: read, tokens };
};

/** A phrase as its folded words, joined by spaces. */
export const foldPhrase = (phrase: string): string =>
  tokensOf(phrase)
    .tokens.map(({ value }) => value)
    .join(' ');
