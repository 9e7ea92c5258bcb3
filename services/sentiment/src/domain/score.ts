import { extractFeatures } from './features.ts';
import { languageOf } from './language.ts';
import { labelOf, probabilitiesOf } from './model.ts';

export interface Score {
  /** -1 (negative) .. 1 (positive): the probability of positive minus that of negative. */
  readonly score: number;
  /** Probability that a reader would call the text negative; calibration: docs/sentiment.md. */
  readonly pNegative: number;
  readonly label: 'negative' | 'neutral' | 'positive' | 'unknown';
  /** ISO 639-1 where the text identifies it, else `und` (ISO 639-2: undetermined). */
  readonly language: string;
  /** The words behind the score, strongest first, 20 at most. */
  readonly words: readonly string[];
}

/** The score of a text that cannot be read: neutral, so that it never reaches a threshold. */
const unknown = (language: string): Score => ({ score: 0, pNegative: 0, label: 'unknown', language, words: [] });

/** Of longer texts the start and the end are read, each half of this many UTF-16 units. */
const MAX_LENGTH = 2_000;

/** Pure and total: each string has a score. Only English is scored, since the lexicons are English. */
export const score = (text: string): Score => {
  const within = text.length <= MAX_LENGTH ? text : `${text.slice(0, MAX_LENGTH / 2)} ${text.slice(-MAX_LENGTH / 2)}`;
  const extracted = extractFeatures(within);
  const language = languageOf(within, extracted.words, extracted.englishWords);
  const onlyEmoticons = extracted.emoticons > 0 && extracted.words.length === 0;
  if (language !== 'en' && !onlyEmoticons) return unknown(language);
  const probabilities = probabilitiesOf(extracted.features, extracted.words);
  return {
    score: round(probabilities.positive - probabilities.negative),
    pNegative: round(probabilities.negative),
    label: labelOf(probabilities),
    language,
    words: strongest(extracted.contributions),
  };
};

const strongest = (contributions: readonly { readonly word: string; readonly weight: number }[]): string[] => {
  const sorted = [...contributions].sort((a, b) => Math.abs(b.weight) - Math.abs(a.weight));
  return [...new Set(sorted.map(({ word }) => word.slice(0, 60)))].slice(0, 20);
};

const round = (x: number): number => Math.round(x * 10_000) / 10_000;
