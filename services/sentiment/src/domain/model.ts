import { bucketsOf } from './ngrams.ts';
import { weights } from './weights.ts';

/** Value of a word or word pair that is present. Small relative to the features, so that the penalty keeps its weight low. */
export const NGRAM_PRESENCE = 0.3;

/** Class weights for the label: neutral is the class that is missed most often. */
export const LABEL_WEIGHTS = { negative: 1, neutral: 1.4, positive: 1 } as const;

export interface Probabilities {
  readonly negative: number;
  readonly neutral: number;
  readonly positive: number;
}

const grams = Int8Array.from(atob(weights.grams), (byte) => byte.charCodeAt(0));
const half = grams.length / 2;

/** Multinomial logistic regression over the features and words of a text. */
export const probabilitiesOf = (features: readonly number[], words: readonly string[]): Probabilities => {
  let [negativeSum, positiveSum] = [0, 0];
  for (let i = 0; i < features.length; i++) {
    const [, forNegative, forPositive] = weights.features[i] ?? ['', 0, 0];
    negativeSum += (features[i] ?? 0) * forNegative;
    positiveSum += (features[i] ?? 0) * forPositive;
  }
  let [negativeSteps, positiveSteps] = [0, 0];
  for (const bucket of bucketsOf(words)) {
    negativeSteps += grams[bucket] ?? 0;
    positiveSteps += grams[half + bucket] ?? 0;
  }
  const unit = NGRAM_PRESENCE * weights.step;
  const negative = Math.exp(negativeSum + negativeSteps * unit);
  const positive = Math.exp(positiveSum + positiveSteps * unit);
  const all = negative + 1 + positive;
  return { negative: negative / all, neutral: 1 / all, positive: positive / all };
};

export const labelOf = ({ negative, neutral, positive }: Probabilities): 'negative' | 'neutral' | 'positive' => {
  const [weighedNegative, weighedNeutral, weighedPositive] = [
    negative * LABEL_WEIGHTS.negative,
    neutral * LABEL_WEIGHTS.neutral,
    positive * LABEL_WEIGHTS.positive,
  ];
  if (weighedNegative > weighedNeutral && weighedNegative >= weighedPositive) return 'negative';
  return weighedPositive > weighedNeutral ? 'positive' : 'neutral';
};
