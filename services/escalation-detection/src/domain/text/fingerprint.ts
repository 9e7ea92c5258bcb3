import { isAtALoss } from './at-a-loss.ts';

/**
 * Hashes of the meaningful words of a message: enough to recognise it, not to read it. Those that tell one thing from another of its kind
 * (numbers, ids, colours, sizes, days) are odd, the others even.
 */
export type Fingerprint = readonly number[];

const STOP_WORDS = new Set(
  'a an the i me my we our us you your it its is are am was were be been being do does did done have has had having to of in on at for from with by as and or but so if then than that this these those there here please pls just now still again really very also too yes no not yeah ok okay sure thanks thank hello hi hey dear sir madam well um uh will would can could should shall may might want need like get got tell know let say said already yet even only any some about into out up ask asked asking told question repeat answer answered until till same thing keep keeps giving isnt dont please'.split(
    ' ',
  ),
);
const QUESTION_WORDS = new Set('where when why how what who which'.split(' '));
const MAX_HASHES = 24;
const MIN_MEANINGFUL_WORDS = 3;

/** Synonyms, mapped to one word. */
const SYNONYMS: ReadonlyMap<string, string> = new Map([
  ['baggage', 'bag'],
  ['luggage', 'bag'],
  ['bags', 'bag'],
  ['suitcase', 'bag'],
  ['parcel', 'package'],
  ['parcels', 'package'],
  ['shipment', 'package'],
  ['cost', 'price'],
  ['costs', 'price'],
  ['shipping', 'delivery'],
  ['delivered', 'delivery'],
  ['deliver', 'delivery'],
  ['phone', 'mobile'],
  ['cellphone', 'mobile'],
  ['bill', 'invoice'],
  ['reimbursement', 'refund'],
  ['reimburse', 'refund'],
  ['purchase', 'order'],
  ['booking', 'reservation'],
  ['modify', 'change'],
  ['update', 'change'],
  ['edit', 'change'],
  ['broken', 'fault'],
  ['faulty', 'fault'],
  ['arrival', 'arrive'],
  ['arriving', 'arrive'],
  ['fix', 'repair'],
  ['start', 'begin'],
  ['buy', 'order'],
  ['much', 'price'],
  ...'two three four five six seven eight nine ten'.split(' ').map((word, n) => [word, String(n + 2)] as const),
]);

/** Besides numbers and ids, words of which a question names one among several. */
const WHICH_ONE = new Set(
  'one first second third fourth last next left right upper lower front rear small medium large big xs xl xxl red blue green yellow black white grey gray brown pink purple orange silver gold monday tuesday wednesday thursday friday saturday sunday january february march april may june july august september october november december am pm'.split(
    ' ',
  ),
);
const tellsApart = (word: string): boolean => /\p{N}|^size./u.test(word) || WHICH_ONE.has(word);

const stem = (word: string): string => {
  if (word.length <= 4 || /\d/.test(word)) return word;
  const bare = word.replace(/(?:ations?|ings?|ed|es|s|ly|e)$/, '');
  return (bare.length >= 3 ? bare : word).replace(/(.)\1$/, '$1');
};

/** FNV-1a, 32 bits. */
const hash = (word: string): number => {
  let value = 0x811c9dc5;
  for (let i = 0; i < word.length; i++) value = Math.imul(value ^ word.charCodeAt(i), 0x01000193);
  return value >>> 0;
};

const parityHash = (word: string, isOdd: boolean): number => ((hash(word) & ~1) | (isOdd ? 1 : 0)) >>> 0;

const wordsOf = (text: string): string[] =>
  text
    .toLowerCase()
    .normalize('NFKD')
    .replace(/\p{M}/gu, '')
    .replace(/['’](?:s|re|m|ve|ll|d)\b/g, ' ')
    .replace(/n['’]t\b/g, '')
    .replace(/\bsize ([sml])\b/g, 'size size$1')
    .replace(/(\p{L})\1{2,}/gu, '$1')
    .match(/[\p{L}\p{N}]+/gu) ?? [];

const hashOfMeant = (word: string): number => parityHash(stem(word), tellsApart(word));

const hashesOf = (words: readonly string[]): Fingerprint =>
  [...new Set(words.map((word) => hashOfMeant(SYNONYMS.get(word) ?? word)))].sort((a, b) => a - b).slice(0, MAX_HASHES);

const isContentWord = (word: string): boolean =>
  !STOP_WORDS.has(word) && !QUESTION_WORDS.has(word) && (word.length > 1 || /\p{N}/u.test(word));

/** The words of a text that carry meaning, in lower case and without accents. */
export const contentWords = (text: string): string[] => wordsOf(text).filter(isContentWord);

/** Ignores case, accents, elongation, word order and words without meaning. */
export const fingerprint = (text: string): Fingerprint => {
  const words = wordsOf(text);
  const meant = words.filter(isContentWord);
  // Question words distinguish messages only where there are few other words.
  const kept =
    [...new Set(meant)].length >= MIN_MEANINGFUL_WORDS
      ? meant
      : words.filter((word) => QUESTION_WORDS.has(word) || meant.includes(word));
  return hashesOf(kept);
};

/** Fingerprint of a bot answer. All answers of a bot that does not understand have the same one, whatever their words. */
export const answerFingerprint = (text: string, minWords: number): Fingerprint =>
  isAtALoss(text)
    ? Array.from({ length: minWords }, (_, n) => parityHash(`at a loss ${n}`, false)).sort((a, b) => a - b)
    : fingerprint(text);

const isOdd = (word: number): boolean => word % 2 === 1;

/** Share of words in common, 0..1 (Jaccard index); 0 where each names a thing that the other does not. */
export const similarity = (a: Fingerprint, b: Fingerprint): number => {
  const [inA, inB] = [new Set(a), new Set(b)];
  const [onlyA, onlyB] = [a.filter((word) => !inB.has(word)), b.filter((word) => !inA.has(word))];
  if (onlyA.some(isOdd) && onlyB.some(isOdd)) return 0;
  const all = a.length + onlyB.length;
  return all === 0 ? 0 : (a.length - onlyA.length) / all;
};

/** An earlier text, and how often similar ones occurred. */
export interface TextCount {
  readonly fingerprint: Fingerprint;
  readonly times: number;
}
