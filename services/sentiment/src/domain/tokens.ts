/** The parts of a text, in order. */
export type Token =
  | {
      readonly is: 'word';
      readonly word: string;
      readonly written: string;
      /** Place of its first UTF-16 unit. */
      readonly at: number;
      readonly isUpperCase: boolean;
      readonly isElongated: boolean;
    }
  /** An emoji or emoticon. */
  | { readonly is: 'emoticon'; readonly written: string }
  /** A run of punctuation marks. */
  | { readonly is: 'mark'; readonly written: string }
  | { readonly is: 'mention' }
  | { readonly is: 'link' };

const emoticons = [
  "[:;=8x][-'^o]?[)\\]}DPp3>*]+(?![\\p{L}\\p{N}])",
  "[:;=]['-]?[(\\[{/\\\\|@cS]+(?![\\p{L}\\p{N}/])",
  '>:[(\\[]+',
  '<\\/?3',
  '(?<![\\p{L}\\p{N}])\\(-?[:;]',
  '(?<![\\p{L}\\p{N}])[xX]D+(?![\\p{L}\\p{N}])',
  '\\^[_.]?\\^|-[_.]{1,3}-|[oO][_.][oO]',
].join('|');
const TOKEN = new RegExp(
  [
    '(?<link>(?:https?:\\/\\/|www\\.)[^\\s]{1,200})',
    '(?<mention>(?<![\\p{L}\\p{N}])@\\w{1,40})',
    `(?<emoticon>${emoticons}|\\p{Extended_Pictographic})`,
    "(?<word>[\\p{L}\\p{N}]+(?:['*][\\p{L}\\p{N}*]+)*)",
    '(?<mark>[.!?;,:…"]+)',
  ].join('|'),
  'gu',
);
const ELONGATION = /([a-z])\1{2,}/;
const EVERY_ELONGATION = /([a-z])\1{2,}/g;
const LETTERS = /^\p{L}{3,}$/u;

/** Undoes elongation: `sooo` -> `so`, `baaad` -> `bad`; a doubled letter stays where that gives a known word. */
const collapseElongation = (word: string, known: (word: string) => boolean): string => {
  const doubled = word.replace(EVERY_ELONGATION, '$1$1');
  return known(doubled) ? doubled : word.replace(EVERY_ELONGATION, '$1');
};

/** Expects straight apostrophes (`normaliseCharacters`). Cost: linear in the length of the text. */
export const tokensOf = (text: string, known: (word: string) => boolean): Token[] => {
  const tokens: Token[] = [];
  for (const match of text.matchAll(TOKEN)) {
    const [written] = match;
    const groups = match.groups ?? {};
    if (groups.word !== undefined) {
      const plain = written.toLowerCase();
      const isElongated = ELONGATION.test(plain);
      const isUpperCase = plain !== written && written === written.toUpperCase() && LETTERS.test(written);
      tokens.push({
        is: 'word',
        word: isElongated ? collapseElongation(plain, known) : plain,
        written,
        at: match.index,
        isUpperCase,
        isElongated,
      });
    } else if (groups.mark !== undefined) tokens.push({ is: 'mark', written });
    else if (groups.emoticon !== undefined) tokens.push({ is: 'emoticon', written });
    else tokens.push({ is: groups.mention === undefined ? 'link' : 'mention' });
  }
  return tokens;
};

/** Straight apostrophes; variation selectors and skin tones are removed, since no valence depends on them. */
export const normaliseCharacters = (raw: string): string =>
  raw.replaceAll(/[’‘`´]/g, "'").replaceAll(/[\u{fe0f}\u{1f3fb}-\u{1f3ff}]/gu, '');
