import { bisectLeft, bisectRight } from 'd3-array';
import type { Random } from './random.ts';

/** The latest values of a quantity in ascending order, to draw one above a bound. */
export interface SortedWindow {
  readonly values: readonly number[];
  readonly add: (value: number) => void;
  /** How many values are above the bound. Cost: O(log n). */
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
        values.splice(bisectLeft(values, latest[oldest] ?? 0), 1);
        latest[oldest] = value;
        oldest = (oldest + 1) % max;
      } else {
        latest.push(value);
      }
      values.splice(bisectLeft(values, value), 0, value);
    },
    above: (bound) => values.length - bisectRight(values, bound),
  };
};

/** One of the `n` largest values, all equally likely. */
export const drawAmongLargest = (values: readonly number[], n: number, random: Random): number =>
  values[values.length - 1 - Math.floor(random() * n)] ?? 0;
