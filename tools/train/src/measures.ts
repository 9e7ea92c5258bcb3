import { mean, quantile } from 'd3-array';
import { uniformInt } from 'pure-rand/distribution/uniformInt';
import { xoroshiro128plus } from 'pure-rand/generator/xoroshiro128plus';

/** Of one text: what it is, what it was taken for, and the probability given to negative. */
export interface Prediction {
  readonly is: number;
  readonly taken: number;
  readonly pNegative: number;
}

/** F1 of one class; 0 where it is neither present nor claimed. */
export const f1 = (judged: readonly Prediction[], of: number): number => {
  let [hit, claimed, present] = [0, 0, 0];
  for (const { is, taken } of judged) {
    if (taken === of) claimed++;
    if (is === of) present++;
    if (is === of && taken === of) hit++;
  }
  return claimed + present === 0 ? 0 : (2 * hit) / (claimed + present);
};
export const macroF1 = (judged: readonly Prediction[]): number => (f1(judged, 0) + f1(judged, 1) + f1(judged, 2)) / 3;

export interface ReliabilityBin {
  readonly from: number;
  readonly count: number;
  readonly said: number;
  readonly was: number;
}

/** What pNegative said against what was so, in ten bins of equal width. */
export const reliability = (judged: readonly Prediction[]): ReliabilityBin[] =>
  Array.from({ length: 10 }, (_, i) => {
    const inside = judged.filter(({ pNegative }) => Math.min(9, Math.floor(pNegative * 10)) === i);
    return {
      from: i / 10,
      count: inside.length,
      said: mean(inside, ({ pNegative }) => pNegative) ?? 0,
      was: mean(inside, ({ is }) => (is === 0 ? 1 : 0)) ?? 0,
    };
  });

/** Expected calibration error: the bins' differences, weighed by their counts. */
export const calibrationError = (judged: readonly Prediction[]): number =>
  reliability(judged).reduce((sum, { count, said, was }) => sum + (count * Math.abs(said - was)) / judged.length, 0);

/** The middle 95 % of a measure over 1,000 resamples; `seed` makes them the same each time. */
export const confidenceInterval = (
  judged: readonly Prediction[],
  measure: (judged: readonly Prediction[]) => number,
  seed = 7,
): readonly [number, number] => {
  const generator = xoroshiro128plus(seed);
  const found = Array.from({ length: 1_000 }, () =>
    measure(judged.map((one) => judged[uniformInt(generator, 0, judged.length - 1)] ?? one)),
  );
  return [quantile(found, 0.025) ?? 0, quantile(found, 0.975) ?? 0];
};
