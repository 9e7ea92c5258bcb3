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
      said: mean(inside.map(({ pNegative }) => pNegative)),
      was: mean(inside.map(({ is }) => (is === 0 ? 1 : 0))),
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
  const next = seededRandom(seed);
  const found = Array.from({ length: 1_000 }, () =>
    measure(judged.map((one) => judged[Math.floor(next() * judged.length)] ?? one)),
  ).sort((a, b) => a - b);
  return [found[25] ?? 0, found[974] ?? 0];
};

/** Numbers in 0..1 that look random and are the same for the same seed (mulberry32). */
export const seededRandom = (seed: number): (() => number) => {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let t = Math.imul(state ^ (state >>> 15), state | 1);
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
    return ((t ^ (t >>> 14)) >>> 0) / 4_294_967_296;
  };
};

const mean = (of: readonly number[]): number => (of.length === 0 ? 0 : of.reduce((a, b) => a + b, 0) / of.length);
