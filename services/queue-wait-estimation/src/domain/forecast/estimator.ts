import type { HandoffRequest } from './log-events.ts';

/** The distribution of one wait, in seconds. */
export interface WaitDistribution {
  readonly mean: number;
  /** 0 < p < 1; never decreasing in p. */
  readonly quantile: (p: number) => number;
  /** P(wait < seconds) and P(wait <= seconds). */
  readonly cdfBounds: (seconds: number) => readonly [number, number];
}

export interface WaitEstimator {
  readonly name: string;
  /** Called at the request, from what came before it; null: no estimate yet. */
  readonly estimate: (request: HandoffRequest) => WaitDistribution | null;
}

/** Equally likely waits; a quantile between two of them is interpolated linearly. */
export const empiricalDistribution = (values: readonly number[]): WaitDistribution => {
  const ordered = Float64Array.from(values).sort();
  const n = ordered.length;
  let sum = 0;
  for (const value of ordered) sum += value;
  return {
    mean: sum / n,
    quantile: (p) => {
      const at = Math.min(n - 1, Math.max(0, p * n - 0.5));
      const low = ordered[Math.floor(at)] ?? 0;
      const high = ordered[Math.ceil(at)] ?? low;
      return low + (high - low) * (at - Math.floor(at));
    },
    cdfBounds: (seconds) => {
      let [below, upTo] = [0, 0];
      for (const value of ordered) {
        if (value < seconds - TIE_SECONDS) below += 1;
        if (value <= seconds + TIE_SECONDS) upTo += 1;
      }
      return [below / n, upTo / n];
    },
  };
};

/** Waits that differ by less are equal, seconds. */
const TIE_SECONDS = 0.01;
