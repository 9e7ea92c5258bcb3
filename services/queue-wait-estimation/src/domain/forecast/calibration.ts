import { mean, sum } from 'd3-array';
import type { WaitDistribution } from './estimator.ts';

/** Errors decay so that about this many waits count. */
const ERROR_MEMORY = 400;
/** A weight falls with this power of the error, so that a clearly better estimator has nearly all of it. */
const SHARPNESS = 12;
const MIN_WEIGHT = 0.02;
/** An error is |ln((forecast + offset) / (actual + offset))|: one absurd wait does not outweigh a day. */
const ERROR_OFFSET_SECONDS = 30;
/** Before any wait has ended the first estimator has this error, and each further one 1.5 times that of the one before it. */
const PRIOR_ERROR = 0.5;
const PRIOR_WEIGHT = 30;
/** An abandoned wait counts as having ended at these shares of the remaining distribution, equally likely. */
const CENSORED_SHARES = [1 / 6, 1 / 2, 5 / 6];

/** Drift is followed faster than the errors decay: about this many waits count. */
const DRIFT_MEMORY = 60;

export const PUBLISHED_LEVELS = [0.5, 0.8, 0.9] as const;
const REGIMES = 4;

/** Errors of the estimators and coverage of their blend over the waits that ended. Plain JSON of fixed size. */
export interface Calibration {
  readonly errors: readonly { readonly sum: number; readonly weight: number }[];
  readonly regimes: readonly { readonly n: number; readonly levels: readonly number[] }[];
  /** Of the first estimator: sum of ln((actual + offset) / (forecast + offset)), decayed. */
  readonly drift: { readonly sum: number; readonly weight: number };
}

export const initialCalibration = (estimators: number): Calibration => ({
  errors: Array.from({ length: estimators }, (_, i) => ({
    sum: PRIOR_ERROR * PRIOR_WEIGHT * 1.5 ** i,
    weight: PRIOR_WEIGHT,
  })),
  regimes: Array.from({ length: REGIMES }, () => ({ n: 0, levels: PUBLISHED_LEVELS })),
  drift: { sum: 0, weight: PRIOR_WEIGHT },
});

/** The class of queue length; the levels are calibrated separately in each. */
export const queueLengthRegime = (waiting: number): number =>
  waiting <= 1 ? 0 : waiting <= 4 ? 1 : waiting <= 12 ? 2 : 3;

/** The levels to ask the blend for in place of `PUBLISHED_LEVELS`. */
export const calibratedLevels = ({ regimes }: Calibration, regime: number): readonly number[] =>
  regimes[regime]?.levels ?? PUBLISHED_LEVELS;

/** Weights by the recent error of each median, 0 where there is no estimate or the weight would be below the minimum. They sum to 1, or to 0 where there is no estimate at all. */
const estimatorWeights = ({ errors }: Calibration, hasEstimate: readonly boolean[]): readonly number[] => {
  const best = Math.min(...errors.map(({ sum, weight }) => sum / weight));
  const near = errors.map(({ sum, weight }, i) => (hasEstimate[i] === true ? (best / (sum / weight)) ** SHARPNESS : 0));
  const total = sum(near);
  const shares = near.map((weight) => (weight === 0 || weight / total < MIN_WEIGHT ? 0 : weight / total));
  const all = sum(shares);
  return shares.map((share) => (share === 0 ? 0 : share / all));
};

export interface WeightedEstimate<T> {
  readonly estimate: T;
  readonly weight: number;
  /** Its place among the estimators. */
  readonly index: number;
}

/** The estimates to blend; their weights sum to 1. Null estimates and those of negligible weight are left out. */
export const weighEstimates = <T>(
  calibration: Calibration,
  estimates: readonly (T | null)[],
): readonly WeightedEstimate<T>[] => {
  const weights = estimatorWeights(
    calibration,
    estimates.map((estimate) => estimate !== null),
  );
  return estimates.flatMap((estimate, index) => {
    const weight = weights[index] ?? 0;
    return estimate === null || weight === 0 ? [] : [{ estimate, weight, index }];
  });
};

export const weightedSum = <T>(weighted: readonly WeightedEstimate<T>[], partOf: (estimate: T) => number): number =>
  sum(weighted, ({ estimate, weight }) => weight * partOf(estimate));

/** The forecast of one wait that has not ended. */
export interface PendingForecast {
  /** Of each estimator; null: no estimate. */
  readonly medians: readonly (number | null)[];
  /** The blend before recalibration. */
  readonly combined: WaitDistribution;
  readonly regime: number;
  readonly levels: readonly number[];
}

/**
 * Updates drift, errors and levels with a wait that ended. The levels move until their coverage is the nominal one (Gibbs and Candes,
 * NeurIPS 2021). A wait that falls on a point mass across a level counts in part; an abandoned one by the chance that it would have
 * been within the level.
 */
export const recalibrate = (
  { errors, regimes, drift }: Calibration,
  { medians, combined, regime, levels }: PendingForecast,
  { seconds, abandoned }: { readonly seconds: number; readonly abandoned: boolean },
): Calibration => {
  const [below, upTo] = combined.cdfBounds(seconds);
  const ends = abandoned ? censoredEnds(combined, seconds, upTo) : [seconds];
  return {
    drift: updateDrift(drift, medians[0] ?? null, ends),
    regimes: regimes.map((before, r) => {
      if (r !== regime) return before;
      const n = before.n + 1;
      const step = Math.max(0.004, 1 / (n + 80));
      const moved = PUBLISHED_LEVELS.map((nominal, i) => {
        const covered = coverage(levels[i] ?? nominal, below, upTo, abandoned);
        const level = (before.levels[i] ?? nominal) + step * (nominal - covered);
        return Math.min(nominal + (1 - nominal) * 0.8, Math.max(nominal * 0.75, level));
      });
      return { n, levels: moved };
    }),
    errors: errors.map((error, i) => {
      const median = medians[i] ?? null;
      if (median === null) return error;
      const decay = 1 - 1 / ERROR_MEMORY;
      const off = mean(ends, (end) => Math.abs(logRatio(end, median))) ?? 0;
      return { sum: error.sum * decay + off, weight: error.weight * decay + 1 };
    }),
  };
};

/** Ratio of recent waits to the forecasts of the first estimator; 1 before any wait has ended. */
export const driftFactor = ({ drift }: Calibration): number => Math.exp(drift.sum / drift.weight);

const updateDrift = (
  drift: Calibration['drift'],
  median: number | null,
  ends: readonly number[],
): Calibration['drift'] => {
  if (median === null) return drift;
  const decay = 1 - 1 / DRIFT_MEMORY;
  const off = mean(ends, (end) => logRatio(end, median)) ?? 0;
  return { sum: drift.sum * decay + off, weight: drift.weight * decay + 1 };
};

/** Positive where the wait was longer than forecast. */
const logRatio = (actual: number, forecast: number): number =>
  Math.log((actual + ERROR_OFFSET_SECONDS) / (forecast + ERROR_OFFSET_SECONDS));

/** Likely ends of an abandoned wait under its own forecast. Learning from served waits alone would favour short forecasts. */
const censoredEnds = (forecast: WaitDistribution, seconds: number, upTo: number): readonly number[] =>
  CENSORED_SHARES.map((share) => Math.max(seconds, forecast.quantile(upTo + (1 - upTo) * share)));

/** The chance that the wait is within the level: 0 or 1 unless it fell on a point mass across the level or was abandoned below it. */
export const coverage = (level: number, below: number, upTo: number, abandoned: boolean): number => {
  if (abandoned) return upTo >= level ? 0 : (level - upTo) / (1 - upTo);
  if (upTo <= level) return 1;
  return below >= level ? 0 : (level - below) / (upTo - below);
};
