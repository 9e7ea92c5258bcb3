import { lookAlikes } from './look-alikes.ts';

/** A text rewritten for reading. `offsets[n]` is where unit n stands in the original; null where nothing moved. */
export interface FoldedText {
  readonly text: string;
  readonly offsets: Uint32Array | null;
}

/** Soft hyphen, zero-width marks, tatweel, direction marks, and strokes that are laid over letters. */
const INVISIBLE =
  /[\u0334-\u0338\u034f\u20d0-\u20f0\u00ad\u061c\u0640\u180e\u200b-\u200f\u202a-\u202e\u2060-\u2064\u2066-\u2069\ufeff]/u;
/** Units that folding may change: anything outside of Latin letters, common punctuation and emoji planes is looked at. */
const MAY_FOLD =
  /[\u20d0-\u20f0\u0250-\u1fff\u00ad\u0131\u0180-\u024f\u200b-\u200f\u202a-\u202e\u2060-\u206f\u2100-\u214f\u2460-\u24ff\u2c00-\u2dff\u3000\ua000-\uabff\ufb00-\ufdff\ufe70-\uffef]|\ud801|\ud835|\ud83c[\udd30-\udd89]/;
/** Letters written apart: at least four single ones, with the same blank or mark between them. */
const SPACED = /(?<![\p{L}\p{N}])\p{L}([ .\-_*·])\p{L}(?:\1\p{L}){2,39}(?![\p{L}\p{N}])/u;
export const hasSpacedLetters = (text: string): boolean => SPACED.test(text);
const EVERY_SPACED = new RegExp(SPACED.source, 'gu');
const ENCLOSED = [0x1f130, 0x1f150, 0x1f170];

const plainOf = (symbol: string): string => {
  const point = symbol.codePointAt(0) ?? 0;
  const enclosed = ENCLOSED.find((first) => point >= first && point < first + 26);
  if (enclosed !== undefined) return String.fromCharCode(97 + point - enclosed);
  if (point < 0x2000 || (point >= 0x2010 && point < 0x2100)) return symbol;
  return symbol.normalize('NFKC');
};

/** Words of mixed scripts, and words of look-alikes only in a text that is otherwise Latin. */
const foldLookAlikes = (text: string): string => {
  const isLatin = /[a-z]{2}/i.test(text);
  return text.replace(/[\p{L}\p{M}]+/gu, (word) => {
    if (!/[^a-zÀ-ÖØ-öø-ÿ]/i.test(word)) return word;
    const letters = [...word];
    const isMixed = /[a-z]/i.test(word);
    if (!isMixed && !(isLatin && letters.length > 1 && letters.every((letter) => lookAlikes.has(letter)))) return word;
    // A letter of two units keeps both, so that offsets stay.
    return letters.map((letter) => (lookAlikes.get(letter) ?? letter).padEnd(letter.length, '\u200b')).join('');
  });
};

/** A writer with offsets. */
class Writer {
  private readonly parts: string[] = [];
  private readonly from: number[] = [];
  add(text: string, at: number): void {
    this.parts.push(text);
    for (let n = 0; n < text.length; n++) this.from.push(at);
  }
  done(): FoldedText {
    return { text: this.parts.join(''), offsets: Uint32Array.from(this.from) };
  }
}

const foldSymbols = (text: string): FoldedText => {
  const looked = foldLookAlikes(text);
  const writer = new Writer();
  let at = 0;
  let before = '';
  for (const symbol of looked) {
    // Between emoji a zero-width joiner has a meaning.
    const isInvisible = INVISIBLE.test(symbol) && !(symbol === '\u200d' && !/[\p{L}\p{M}]/u.test(before));
    if (!isInvisible) {
      writer.add(plainOf(symbol), at);
      before = symbol;
    }
    at += symbol.length;
  }
  return writer.done();
};

/** "h u m a n" becomes "human". A leading "a" or "i" stays a word of its own. */
const joinSpaced = ({ text, offsets }: FoldedText): FoldedText => {
  const writer = new Writer();
  const offsetOf = (n: number): number => offsets?.[n] ?? n;
  const copy = (from: number, to: number): void => {
    for (let n = from; n < to; n++) writer.add(text[n] ?? '', offsetOf(n));
  };
  let at = 0;
  for (const match of text.matchAll(EVERY_SPACED)) {
    let start = match.index;
    const letters = match[0].split(match[1] ?? ' ');
    const opensWithWord =
      letters.length > 4 &&
      match[1] === ' ' &&
      /^[ai]$/i.test(letters[0] ?? '') &&
      !/^a(?:ss|rs)/i.test(letters.join(''));
    if (opensWithWord) start += 2;
    copy(at, start);
    let from = start;
    for (const letter of opensWithWord ? letters.slice(1) : letters) {
      writer.add(letter, offsetOf(from));
      from += letter.length + 1;
    }
    at = match.index + match[0].length;
  }
  copy(at, text.length);
  return writer.done();
};

/**
 * Undoes what hides words from a reader by machine: zero-width marks, soft hyphens, full-width and mathematical letters, look-alike
 * letters of other scripts, strokes over letters, letters written apart. Accents and capitals stay. Linear in the length of the text.
 */
export const fold = (text: string): FoldedText => {
  const symbols: FoldedText = MAY_FOLD.test(text) ? foldSymbols(text) : { text, offsets: null };
  return hasSpacedLetters(symbols.text) ? joinSpaced(symbols) : symbols;
};
