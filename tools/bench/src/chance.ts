/** Draws that are the same in every run of a seed: Numerical Recipes' linear congruential generator, by its high bits. */
export const chance = (seed: number) => {
  let state = seed >>> 0;
  /** A whole number from 0 up to, but without, `below`. */
  const upTo = (below: number): number => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return Math.floor((state / 2 ** 32) * below);
  };
  return {
    upTo,
    /** True in `percent` of 100 draws. */
    often: (percent: number): boolean => upTo(100) < percent,
    oneOf: (list: readonly string[]): string => list[upTo(list.length)] ?? '',
  };
};
export type Chance = ReturnType<typeof chance>;
