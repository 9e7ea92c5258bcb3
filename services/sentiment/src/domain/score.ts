import { prepare } from '@warmline/text';
import { extractFeatures } from './features.ts';
import { languageOf } from './language.ts';
import { labelOf, probabilitiesOf } from './model.ts';
import { partsOf } from './parts.ts';

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

/** Longer texts are read in parts of at most this many UTF-16 units. */
const MAX_PART_LENGTH = 2_000;
/** A part ends at a line or sentence within its last units, else between words. */
const CUT_WITHIN = 400;
/** Units read of a text; more than a message can have. */
const MAX_LENGTH = 16_000;

/**
 * The score of the customer's own words. Pure and total: each string has one. Only English is scored, since the lexicons are English.
 * Of a text of several parts the most negative one counts, if it is negative, else the one with the strongest score.
 */
export const score = (text: string): Score => {
  const own = prepare(text).text.slice(0, MAX_LENGTH);
  if (own.length <= MAX_PART_LENGTH) return scorePart(own);
  const scores = partsOf(own, MAX_PART_LENGTH, CUT_WITHIN).map(scorePart);
  const read = scores.filter(({ label }) => label !== 'unknown');
  const negative = read.filter(({ label }) => label === 'negative');
  const strongest = (among: readonly Score[]): Score | undefined =>
    among.toSorted((a, b) => Math.abs(b.score) - Math.abs(a.score))[0];
  const worst = negative.toSorted((a, b) => b.pNegative - a.pNegative)[0];
  return worst ?? strongest(read) ?? scores[0] ?? unknown('und');
};

const scorePart = (within: string): Score => {
  const extracted = extractFeatures(within);
  const language = languageOf(within, extracted.words, extracted.englishWords);
  // Emoticons are read in any language, words beside them in English only.
  const byEmoticons = extracted.emoticons > 0 && language === 'und';
  if (language !== 'en' && !byEmoticons) return unknown(language);
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
