import type { HandoffRequest } from './log-events.ts';

/** What may be said of one wait, in seconds. */
export interface WaitDistribution {
  readonly mean: number;
  /** 0 < p < 1; does not fall with p. */
  readonly quantile: (p: number) => number;
  /** The share of the wait that is shorter, and that is no longer. */
  readonly cdfBounds: (seconds: number) => readonly [number, number];
}

/** One way to tell a wait. */
export interface WaitEstimator {
  readonly name: string;
  /** Called at the request, before anything of it is known but subject and priority; null: it has nothing to say yet. */
  readonly estimate: (request: HandoffRequest) => WaitDistribution | null;
}

/** Equally likely waits; between two of them quantiles run along a line. */
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

/** Two waits no further apart are one, seconds. */
const TIE_SECONDS = 0.01;
