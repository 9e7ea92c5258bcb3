const scripts: readonly (readonly [string, RegExp])[] = [
  ['ja', /[\p{Script=Hiragana}\p{Script=Katakana}]/gu],
  ['zh', /\p{Script=Han}/gu],
  ['ko', /\p{Script=Hangul}/gu],
  ['cyrillic', /\p{Script=Cyrillic}/gu],
  ['arabic', /\p{Script=Arabic}/gu],
  ['el', /\p{Script=Greek}/gu],
  ['he', /\p{Script=Hebrew}/gu],
  ['th', /\p{Script=Thai}/gu],
];
const LETTER = /\p{L}/gu;
const LATIN = /[a-z\u00c0-\u024f]/gi;
const ONLY_LATIN = /^[\0-\u024f\u2000-\u206f]*$/;
const count = (text: string, pattern: RegExp): number => text.match(pattern)?.length ?? 0;

/**
 * The language of a text that is not mostly in Latin letters, `und` where its script is of several; null for Latin letters.
 * Cyrillic needs letters that only Russian or only Ukrainian has. Letters that Arabic lacks are Persian's or Urdu's where they are many.
 */
export const byScript = (text: string): string | null => {
  if (ONLY_LATIN.test(text)) return null;
  const letters = count(text, LETTER);
  const latin = count(text, LATIN);
  if (latin * 2 >= letters) return letters === 0 ? 'und' : null;
  const found = new Map(scripts.map(([name, pattern]) => [name, count(text, pattern)]));
  if ((found.get('ja') ?? 0) > 0) return 'ja';
  const [name, most] = [...found].sort(([, a], [, b]) => b - a)[0] ?? ['und', 0];
  if (most === 0) return 'und';
  if (name === 'arabic') return arabic(text, most);
  if (name !== 'cyrillic') return name;
  if (/[іїєґ]/i.test(text)) return 'uk';
  return /[ыэё]/i.test(text) ? 'ru' : 'und';
};

const arabic = (text: string, letters: number): string => {
  if (count(text, /[ٹڈڑںےھ]/g) > 0) return 'ur';
  return count(text, /[پچژگکی]/g) * 8 > letters ? 'fa' : 'ar';
};
