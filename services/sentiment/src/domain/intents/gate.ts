import { bucketOf, hash, normaliseWord } from '../ngrams.ts';
import type { IntentInput } from './intent-input.ts';

/** Output of `npm run train:intents -- --gate`. */
export interface GateWeights {
  readonly bias: number;
  /** The encoder reads what is at least as suspect. */
  readonly threshold: number;
  /** Size of one step of a weight. */
  readonly step: number;
  /** Steps of the weight of each bucket, as signed bytes in base64. */
  readonly weights: string;
}

/** The gate hashes words, so it knows those of one language. ISO 639-1. */
export const GATE_LANGUAGE = 'en';
/** Number of hash buckets; a power of two. */
export const GATE_BUCKETS = 1 << 15;
/** Words read of the message and of the end of the bot turn. */
const MAX_WORDS = 120;
const MAX_BEFORE = 12;
const PREFIX = 5;

/** One seed for each kind of feature, so that a word and a prefix of the same letters differ. */
const [WORD, PAIR, START, BEFORE, SHORT] = [0x811c9dc5, 0x5bd1e995, 0x27d4eb2f, 0x165667b1, 0x9e3779b1];

const bucket = (h: number): number => bucketOf(h, GATE_BUCKETS);
const wordsOf = (text: string): string[] =>
  text.toLowerCase().match(/[\p{L}\p{M}]+(?:['’][\p{L}]+)*|\d+|[!?]+/gu) ?? [];

/** Distinct buckets: words, pairs of words, beginnings of words, words of the bot turn, and whether the message is short. */
export const gateBuckets = ({ text, before }: IntentInput): number[] => {
  const found = new Set<number>();
  const words = wordsOf(text);
  let last = '^';
  for (let i = 0; i < words.length && i < MAX_WORDS; i++) {
    const word = normaliseWord(words[i] ?? '');
    found.add(bucket(hash(word, WORD)));
    found.add(bucket(hash(word, hash(last, PAIR))));
    if (word.length > PREFIX) found.add(bucket(hash(word.slice(0, PREFIX), START)));
    last = word;
  }
  for (const word of wordsOf(before).slice(-MAX_BEFORE)) found.add(bucket(hash(normaliseWord(word), BEFORE)));
  found.add(bucket(hash(String(Math.min(words.length, 6)), SHORT)));
  return [...found];
};

export interface Gate {
  readonly threshold: number;
  /** How likely the encoder raises something of the input, 0..1. Logistic regression on the buckets, which count equally. */
  readonly suspicion: (input: IntentInput) => number;
}

export const gateOf = ({ bias, threshold, step, weights }: GateWeights): Gate => {
  const steps = new Int8Array(Buffer.from(weights, 'base64'));
  return {
    threshold,
    suspicion: (input) => {
      const buckets = gateBuckets(input);
      let sum = 0;
      for (const at of buckets) sum += steps[at] ?? 0;
      const odds = bias + (sum * step) / Math.sqrt(buckets.length);
      return Math.round(10_000 / (1 + Math.exp(-odds))) / 10_000;
    },
  };
};
