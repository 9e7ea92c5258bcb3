import type { Random } from './random.ts';

/** The latest values of a quantity, in order of size, so that what lies above a bound can be drawn. */
export interface SortedWindow {
  readonly values: readonly number[];
  readonly add: (value: number) => void;
  /** How many values are above the bound; O(log n). */
  readonly above: (bound: number) => number;
}

export const sortedWindow = (max: number): SortedWindow => {
  const values: number[] = [];
  const latest: number[] = [];
  let oldest = 0;
  return {
    values,
    add: (value) => {
      if (latest.length === max) {
        values.splice(lowerBound(values, latest[oldest] ?? 0), 1);
        latest[oldest] = value;
        oldest = (oldest + 1) % max;
      } else {
        latest.push(value);
      }
      values.splice(lowerBound(values, value), 0, value);
    },
    above: (bound) => values.length - upperBound(values, bound),
  };
};

/** The first place whose value is not below. */
export const lowerBound = (values: ArrayLike<number>, bound: number): number => {
  let [low, high] = [0, values.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((values[middle] ?? 0) < bound) low = middle + 1;
    else high = middle;
  }
  return low;
};

/** The first place whose value is above. */
export const upperBound = (values: ArrayLike<number>, bound: number): number => {
  let [low, high] = [0, values.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((values[middle] ?? 0) <= bound) low = middle + 1;
    else high = middle;
  }
  return low;
};

/** One of the `n` largest values, any as likely as the other. */
export const drawAmongLargest = (values: readonly number[], n: number, random: Random): number =>
  values[values.length - 1 - Math.floor(random() * n)] ?? 0;
