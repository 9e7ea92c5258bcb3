/** Number of hash buckets for words and word pairs; a power of two. */
export const BUCKETS = 1 << 14;

/** FNV-1a, 32 bits, over UTF-16 units. */
export const hash = (text: string, seed: number): number => {
  let h = seed;
  for (let i = 0; i < text.length; i++) h = Math.imul(h ^ text.charCodeAt(i), 0x01000193);
  return h >>> 0;
};
const SEED = 0x811c9dc5;
/** The bucket of a hash among a power of two of them. */
export const bucketOf = (h: number, buckets: number): number => (h ^ (h >>> 15)) & (buckets - 1);
/** Words read of a text. Bounds the cost of a long one. */
const MAX_WORDS = 400;

/** Distinct buckets of the words and word pairs of a text, in order of occurrence. */
export const bucketsOf = (words: readonly string[]): number[] => {
  const found = new Set<number>();
  let before = '^';
  for (let i = 0; i < words.length && i < MAX_WORDS; i++) {
    const word = normaliseWord(words[i] ?? '');
    const one = hash(word, SEED);
    found.add(bucketOf(one, BUCKETS));
    const two = hash(word, hash(before, SEED ^ 0x5bd1e995));
    found.add(bucketOf(two, BUCKETS));
    before = word;
  }
  return [...found];
};

/** A number counts as 0, a long word by its beginning. */
export const normaliseWord = (word: string): string => (/^\d/.test(word) ? '0' : word.slice(0, 24));
