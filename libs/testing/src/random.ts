import { uniformInt } from 'pure-rand/distribution/uniformInt';
import { xoroshiro128plus } from 'pure-rand/generator/xoroshiro128plus';

/** Random numbers of one seed: the same numbers in the same order on every machine. */
export interface Random {
  /** In [0, 1), a multiple of 2^-32. */
  next(): number;
  /** An integer in [0, limit). */
  below(limit: number): number;
  /** An integer, both ends included. */
  between(from: number, to: number): number;
  /** True with this probability. */
  chance(share: number): boolean;
  pick<T>(list: readonly T[]): T;
  shuffled<T>(list: readonly T[]): T[];
  /** An independent sequence for one purpose: what is drawn from it does not change the numbers here. */
  branch(name: string): Random;
}

export const seededRandom = (seed: number): Random => {
  const generator = xoroshiro128plus(seed);
  const next = (): number => (generator.next() >>> 0) / 2 ** 32;
  const between = (from: number, to: number): number => uniformInt(generator, from, to);
  const below = (limit: number): number => uniformInt(generator, 0, limit - 1);
  return {
    next,
    below,
    between,
    chance: (share) => next() < share,
    pick: <T>(list: readonly T[]): T => {
      const item = list[list.length === 0 ? 0 : below(list.length)];
      if (item === undefined) throw new Error('nothing to pick from');
      return item;
    },
    shuffled: <T>(list: readonly T[]): T[] =>
      list
        .map((item) => ({ item, order: next() }))
        .sort((a, b) => a.order - b.order)
        .map(({ item }) => item),
    branch: (name) =>
      seededRandom([...name].reduce((sum, c) => Math.imul(sum ^ c.charCodeAt(0), 16_777_619), seed | 1)),
  };
};
