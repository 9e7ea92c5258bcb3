import { extractFeatures } from './features.ts';
import { languageOf } from './language.ts';
import { labelOf, probabilitiesOf } from './model.ts';

export interface Score {
  /** -1 (angry) .. 1 (glad): the probability of positive less that of negative. */
  readonly score: number;
  /** Probability that a reader would call it negative; how well it is kept: docs/sentiment.md. */
  readonly pNegative: number;
  readonly label: 'negative' | 'neutral' | 'positive' | 'unknown';
  /** ISO 639-1 where it is told by the text, else `und` (ISO 639-2: undetermined). */
  readonly language: string;
  /** The words that made the score, strongest first, 20 at most. */
  readonly words: readonly string[];
}

/** What is not understood says nothing: the score is neutral and no threshold is ever reached by it. */
const unknown = (language: string): Score => ({ score: 0, pNegative: 0, label: 'unknown', language, words: [] });

/** Longer texts are judged by their beginning and their end, each half of this many UTF-16 units. */
const MAX_LENGTH = 2_000;

/** Pure and total: every string has a score. Only English is scored: no lexicon here knows another language. */
export const score = (text: string): Score => {
  const within = text.length <= MAX_LENGTH ? text : `${text.slice(0, MAX_LENGTH / 2)} ${text.slice(-MAX_LENGTH / 2)}`;
  const reading = extractFeatures(within);
  const language = languageOf(within, reading.words, reading.englishWords);
  const onlySigns = reading.emoticons > 0 && reading.words.length === 0;
  if (language !== 'en' && !onlySigns) return unknown(language);
  const probabilities = probabilitiesOf(reading.features, reading.words);
  return {
    score: round(probabilities.positive - probabilities.negative),
    pNegative: round(probabilities.negative),
    label: labelOf(probabilities),
    language,
    words: strongest(reading.contributions),
  };
};

const strongest = (contributions: readonly { readonly word: string; readonly weight: number }[]): string[] => {
  const sorted = [...contributions].sort((a, b) => Math.abs(b.weight) - Math.abs(a.weight));
  return [...new Set(sorted.map(({ word }) => word.slice(0, 60)))].slice(0, 20);
};

const round = (x: number): number => Math.round(x * 10_000) / 10_000;
