/** Signs that stand for letters. The digit one is an i or an l. */
const SIGNS: ReadonlyMap<string, string> = new Map(
  Object.entries({
    '0': 'o',
    '1': 'i',
    '3': 'e',
    '4': 'a',
    '5': 's',
    '7': 't',
    $: 's',
    '@': 'a',
    '!': 'i',
    '¡': 'i',
    '|': 'i',
    '+': 't',
    '¢': 'c',
    '€': 'e',
    ф: 'f',
    у: 'u',
    с: 'c',
    к: 'k',
    а: 'a',
    о: 'o',
    і: 'i',
  }),
);
const SIGN = /[013457$@!¡|+¢€фускаоі]/gu;
const HAS_LATIN = /[a-z\u00df-\u00ff]/u;
/** Two letters or fewer, hidden by digits alone, are codes ("A55"). */
const MIN_BY_DIGITS = 4;
const ELONGATED = /(\p{L})\1{2,}/u;
const COVER = /[*#•_]/;
const COVERED = /^(?=.*\p{L})[\p{L}*#•_]+$/u;

/** How a word may be meant: as written, with signs read as letters, with letters written three times or more as one or two. */
export const readings = (token: string): string[] => {
  const word = token.toLowerCase();
  if (word.search(SIGN) < 0 && !ELONGATED.test(word)) return [word];
  const all = [word];
  const plain = word.replace(SIGN, (sign) => SIGNS.get(sign) ?? sign);
  if (plain !== word && /\p{L}/u.test(word)) {
    const byDigits = /^[\p{L}\d]+$/u.test(word);
    if ((HAS_LATIN.test(plain) && !byDigits) || plain.length >= MIN_BY_DIGITS) {
      all.push(plain);
      if (word.includes('1')) all.push(word.replaceAll('1', 'l').replace(SIGN, (sign) => SIGNS.get(sign) ?? sign));
    }
  }
  for (const each of all.slice())
    if (ELONGATED.test(each)) all.push(each.replace(/(\p{L})\1{2,}/gu, '$1'), each.replace(/(\p{L})\1{2,}/gu, '$1$1'));
  return all;
};

/** "f*ck", "s***": letters covered by marks, each mark for one letter. Null for other tokens. */
export const coveredWord = (token: string): RegExp | null =>
  COVER.test(token) && COVERED.test(token)
    ? new RegExp(`^${[...token.toLowerCase()].map((sign) => (COVER.test(sign) ? '\\p{L}' : sign)).join('')}$`, 'u')
    : null;
