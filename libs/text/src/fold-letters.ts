/** Letters that are written for one another. */
const SAME_LETTERS: ReadonlyMap<string, string> = new Map([
  ['ى', 'ي'],
  ['ة', 'ه'],
  ['ٱ', 'ا'],
  ['ی', 'ي'],
  ['ک', 'ك'],
  ['ß', 'ss'],
  ['œ', 'oe'],
  ['æ', 'ae'],
]);

/** Letters without accents, Arabic hamza, vowel signs and tatweel. */
export const foldLetters = (text: string): string =>
  text
    .normalize('NFD')
    .replace(/[\p{M}\u0640]/gu, '')
    .replace(/[ىةٱیکßœæ]/g, (letter) => SAME_LETTERS.get(letter) ?? letter);

/** Arabic and Persian digits as 0-9. */
export const foldDigits = (text: string): string =>
  text.replace(/[٠-٩۰-۹]/g, (digit) => String((digit.codePointAt(0) ?? 0) & 0xf));
