import { foldDigits, foldLetters } from '@warmline/text';

/** A message as folded words, each between blanks; ends of sentences are the words "." and "?", pauses are ","; no other word has a full stop in it. */
export interface FoldedWords {
  readonly text: string;
  /** For each word: where it begins in `text`, and its place in the message. */
  readonly words: readonly { readonly at: number; readonly start: number; readonly end: number }[];
}

/** A number with its decimals (a full stop behind it is that of a date), a word (swear words with stars), or a mark. Apostrophes and hyphens separate words. */
const TOKEN =
  /\p{N}+(?:[.,:٫]\p{N}+)+\.?|\p{N}+\.(?= )|[\p{L}\p{N}][\p{L}\p{M}\p{N}*@$]*|[.!;\n…]+|[?؟]+|[,،:؛()«»"]|\s[-–—]\s/gu;
/** What the digits and marks of "g1l1p0ll4s" stand for. */
const DIGIT_LETTERS: ReadonlyMap<string, string> = new Map(
  [...'0o1i3e4a5s7t@a$s'.matchAll(/(.)(.)/g)].map(([, digit = '', letter = '']) => [digit, letter]),
);
const PLAIN = /^[a-z]*$/;

/** A word without case, accents, Arabic hamza, vowel signs and tatweel, and elongation; digits inside of a word are the letters they look like. */
export const foldWord = (word: string): string => {
  const lower = word.toLowerCase();
  if (PLAIN.test(lower) && !/(.)\1\1/.test(lower)) return lower;
  return foldDigits(foldLetters(lower))
    .replace(/(?<=[a-z][a-z0-9@$]*)[013457@$](?=[a-z0-9@$]*[a-z])/g, (digit) => DIGIT_LETTERS.get(digit) ?? digit)
    .replace(/(\p{L})\1{2,}/gu, '$1');
};

export const foldedWords = (message: string): FoldedWords => {
  const words: { at: number; start: number; end: number }[] = [];
  let text = ' ';
  for (const { 0: token, index } of message.matchAll(TOKEN)) {
    const plain = /^[.!;\n…]/.test(token)
      ? '.'
      : /^[?؟]/.test(token)
        ? '?'
        : /^[,،:؛()«»"\s]/.test(token)
          ? ','
          : foldWord(token.replace(/\.$/, '').replaceAll('.', ','));
    if (plain === '') continue;
    words.push({ at: text.length, start: index, end: index + token.length });
    text += `${plain} `;
  }
  return { text, words };
};
