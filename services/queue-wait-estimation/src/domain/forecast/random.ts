import { murmur2 } from '@warmline/messaging/partition';
import { xoroshiro128plusFromState } from 'pure-rand/generator/xoroshiro128plus';

/** A draw from the uniform distribution on (0, 1), both ends excluded. */
export type Random = () => number;

const encoder = new TextEncoder();

/** A generator seeded by a text: the same text gives the same numbers on every machine. */
export const randomOf = (seed: string): Random => {
  const words = [0, 1, 2, 3].map((i) => murmur2(encoder.encode(`${i}/${seed}`)));
  const generator = xoroshiro128plusFromState(words);
  return () => ((generator.next() >>> 0) + 0.5) / 2 ** 32;
};

/** A draw from the exponential distribution of mean 1. */
export const exponential = (random: Random): number => -Math.log(random());

/** An index drawn in proportion to the weights; the last one where they sum to 0. `total` is their sum. */
export const weighted = (weights: ArrayLike<number>, total: number, random: Random): number => {
  let left = random() * total;
  for (let i = 0; i < weights.length - 1; i++) {
    left -= weights[i] ?? 0;
    if (left < 0) return i;
  }
  return weights.length - 1;
};
