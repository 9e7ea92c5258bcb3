import { read } from './features.ts';
import { isEnglish } from './language.ts';
import { labelFrom, negative, positive } from './weights.ts';

export interface Score {
  /** -1 (angry) .. 1 (glad). */
  readonly score: number;
  /** Probability that a reader would call it negative; calibrated, see `weights.ts`. */
  readonly pNegative: number;
  readonly label: 'negative' | 'neutral' | 'positive' | 'unknown';
  /** `en`, or `und` (ISO 639-2: undetermined). */
  readonly language: string;
  /** The words that made the score, strongest first, 20 at most. */
  readonly words: readonly string[];
}

/** What is not understood says nothing: the score is neutral and no threshold is ever reached by it. */
const unknown: Score = { score: 0, pNegative: 0, label: 'unknown', language: 'und', words: [] };

/** Half of the scale: a balance of sqrt(15) words-worth of valence scores 0.71. The normalisation is VADER's. */
const ALPHA = 15;

/** Pure and total: every string has a score. Linear in the length of the text. */
export const score = (text: string): Score => {
  const reading = read(text);
  const english = isEnglish(text, reading.words, reading.valued);
  const onlySigns = reading.signs > 0 && reading.words.length === 0;
  if (!english && !onlySigns) return unknown;
  const pNegative = logistic(reading.features, negative);
  const pPositive = logistic(reading.features, positive);
  return {
    score: round(reading.balance / Math.sqrt(reading.balance ** 2 + ALPHA)),
    pNegative: round(pNegative),
    label: labelOf(pNegative, pPositive),
    language: english ? 'en' : 'und',
    words: strongest(reading.contributions),
  };
};

const labelOf = (pNegative: number, pPositive: number): Score['label'] => {
  if (pNegative >= labelFrom.negative && pNegative >= pPositive) return 'negative';
  return pPositive >= labelFrom.positive ? 'positive' : 'neutral';
};

const logistic = (features: readonly number[], weights: readonly number[]): number => {
  let z = 0;
  for (let i = 0; i < features.length; i++) z += (features[i] ?? 0) * (weights[i] ?? 0);
  return 1 / (1 + Math.exp(-z));
};

const strongest = (contributions: readonly { readonly word: string; readonly weight: number }[]): string[] => {
  const sorted = [...contributions].sort((a, b) => Math.abs(b.weight) - Math.abs(a.weight));
  return [...new Set(sorted.map(({ word }) => word.slice(0, 60)))].slice(0, 20);
};

const round = (x: number): number => Math.round(x * 10_000) / 10_000;
