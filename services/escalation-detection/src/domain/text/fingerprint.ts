/** Hashes of the meaningful words of a message: enough to recognise it, not to read it. */
export type Fingerprint = readonly number[];

const STOP_WORDS = new Set(
  'a an the i me my we our us you your it its is are am was were be been being do does did done have has had having to of in on at for from with by as and or but so if then than that this these those there here please pls just now still again really very also too yes no not yeah ok okay sure thanks thank hello hi hey dear sir madam well um uh will would can could should shall may might want need like get got tell know let say said already yet even only any some about into out up ask asked asking told question repeat answer answered same thing keep keeps giving isnt dont please'.split(
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
]);

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

const wordsOf = (text: string): string[] =>
  text
    .toLowerCase()
    .normalize('NFKD')
    .replace(/\p{M}/gu, '')
    .replace(/['’](?:s|re|m|ve|ll|d)\b/g, ' ')
    .replace(/n['’]t\b/g, '')
    .replace(/(\p{L})\1{2,}/gu, '$1')
    .match(/[\p{L}\p{N}]+/gu) ?? [];

const hashesOf = (words: readonly string[]): Fingerprint =>
  [...new Set(words.map((word) => hash(stem(SYNONYMS.get(word) ?? word))))].sort((a, b) => a - b).slice(0, MAX_HASHES);

const isContentWord = (word: string): boolean => !STOP_WORDS.has(word) && !QUESTION_WORDS.has(word) && word.length > 1;

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

const NOT_UNDERSTOOD = /sorry|rephrase|understand|get that|catch that|try again|not sure|don['’]t know|help with that/i;

/** Fingerprint of a bot answer. Where few words are meaningful, all words count if the bot did not understand ("Sorry, could you rephrase?"). */
export const answerFingerprint = (text: string, minWords: number): Fingerprint => {
  const meaningful = fingerprint(text);
  return meaningful.length >= minWords || !NOT_UNDERSTOOD.test(text) ? meaningful : hashesOf(wordsOf(text));
};

/** Share of words in common, 0..1 (Jaccard index). */
export const similarity = (a: Fingerprint, b: Fingerprint): number => {
  const other = new Set(b);
  const common = a.filter((word) => other.has(word)).length;
  const all = a.length + b.length - common;
  return all === 0 ? 0 : common / all;
};

/** An earlier text, and how often similar ones occurred. */
export interface TextCount {
  readonly fingerprint: Fingerprint;
  readonly times: number;
}
