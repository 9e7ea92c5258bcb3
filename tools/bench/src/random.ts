/** Draws that are the same in every run of a seed: Numerical Recipes' linear congruential generator, by its high bits. */
export const seededRandom = (seed: number) => {
  let state = seed >>> 0;
  /** A whole number from 0 up to, but without, `below`. */
  const below = (limit: number): number => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return Math.floor((state / 2 ** 32) * limit);
  };
  return {
    below,
    /** True in `percent` of 100 draws. */
    percent: (percent: number): boolean => below(100) < percent,
    pick: (list: readonly string[]): string => list[below(list.length)] ?? '',
  };
};
export type SeededRandom = ReturnType<typeof seededRandom>;
