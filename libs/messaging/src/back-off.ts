const LONGEST = 5_000;

/** Milliseconds to wait after so many failures in a row. */
export const backOff = (failures: number): number => Math.min(LONGEST, 200 * 2 ** Math.min(failures, 10));
