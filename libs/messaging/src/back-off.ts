const MAX_MS = 5_000;

/** Milliseconds to wait after a number of consecutive failures. */
export const backOffMs = (failures: number): number => Math.min(MAX_MS, 200 * 2 ** Math.min(failures, 10));
