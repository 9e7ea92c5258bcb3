import { quantile, sum } from 'd3-array';
import { uniformInt } from 'pure-rand/distribution/uniformInt';
import { xoroshiro128plus } from 'pure-rand/generator/xoroshiro128plus';

/** Of one text: its class, the predicted class, and the predicted probability of negative. */
export interface Prediction {
  readonly actual: number;
  readonly predicted: number;
  readonly pNegative: number;
}

/** F1 of one class; 0 where it is neither present nor predicted. */
export const f1 = (predictions: readonly Prediction[], of: number): number => {
  let [hit, claimed, present] = [0, 0, 0];
  for (const { actual, predicted } of predictions) {
    if (predicted === of) claimed++;
    if (actual === of) present++;
    if (actual === of && predicted === of) hit++;
  }
  return claimed + present === 0 ? 0 : (2 * hit) / (claimed + present);
};
export const macroF1 = (predictions: readonly Prediction[]): number =>
  (f1(predictions, 0) + f1(predictions, 1) + f1(predictions, 2)) / 3;

/** How much a text counts. */
type WeightOf = (prediction: Prediction) => number;

/** Weights that give the classes these shares. */
export const sharesOf = (predictions: readonly Prediction[], shares: readonly number[]): WeightOf => {
  const counts = shares.map((_, of) => predictions.filter(({ actual }) => actual === of).length);
  return ({ actual }) => (shares[actual] ?? 0) / Math.max(1, counts[actual] ?? 0);
};

export interface ReliabilityBin {
  readonly from: number;
  readonly count: number;
  /** Sum of the weights. */
  readonly weight: number;
  readonly meanPredicted: number;
  readonly negativeShare: number;
}

/** Predicted probability of negative against the share of negative texts, in ten bins of equal width. */
export const reliability = (predictions: readonly Prediction[], weightOf: WeightOf = () => 1): ReliabilityBin[] =>
  Array.from({ length: 10 }, (_, i) => {
    const inside = predictions.filter(({ pNegative }) => Math.min(9, Math.floor(pNegative * 10)) === i);
    const weight = sum(inside, weightOf);
    const mean = (of: WeightOf) => (weight === 0 ? 0 : sum(inside, (one) => weightOf(one) * of(one)) / weight);
    return {
      from: i / 10,
      count: inside.length,
      weight,
      meanPredicted: mean(({ pNegative }) => pNegative),
      negativeShare: mean(({ actual }) => (actual === 0 ? 1 : 0)),
    };
  });

/** Expected calibration error: the differences of the bins, weighted by what is in them. */
export const calibrationError = (predictions: readonly Prediction[], weightOf: WeightOf = () => 1): number =>
  sum(
    reliability(predictions, weightOf),
    ({ weight, meanPredicted, negativeShare }) => weight * Math.abs(meanPredicted - negativeShare),
  ) / sum(predictions, weightOf);

/** The middle 95 % of a measure over 1,000 bootstrap samples; reproducible by `seed`. */
export const confidenceInterval = (
  predictions: readonly Prediction[],
  measure: (predictions: readonly Prediction[]) => number,
  seed = 7,
): readonly [number, number] => {
  const generator = xoroshiro128plus(seed);
  const found = Array.from({ length: 1_000 }, () =>
    measure(predictions.map((one) => predictions[uniformInt(generator, 0, predictions.length - 1)] ?? one)),
  );
  return [quantile(found, 0.025) ?? 0, quantile(found, 0.975) ?? 0];
};
