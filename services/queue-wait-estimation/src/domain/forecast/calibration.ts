import type { WaitDistribution } from './estimator.ts';

/** Errors fade so that about this many waits count. */
const ERROR_MEMORY = 400;
/** Weights fall with this power of the error, so that a clear best one has nearly all. */
const SHARPNESS = 12;
const MIN_WEIGHT = 0.02;
/** An error is the logarithm of told against true, each with so many seconds more: one absurd wait does not outweigh a day. */
const ERROR_OFFSET_SECONDS = 30;
/** Before any wait ended the first estimator has this error, and each further one half as much again. */
const PRIOR_ERROR = 0.5;
const PRIOR_WEIGHT = 30;
/** Where in what is left of the distribution a wait given up is taken to have ended, each as likely. */
const CENSORED_SHARES = [1 / 6, 1 / 2, 5 / 6];

/** A drift is followed faster than the errors are forgotten: about this many waits count. */
const DRIFT_MEMORY = 60;

export const PUBLISHED_LEVELS = [0.5, 0.8, 0.9] as const;
const REGIMES = 4;

/** How several estimators and what was told of them together stood the test of the waits that ended. Plain JSON, of fixed size. */
export interface Calibration {
  readonly errors: readonly { readonly sum: number; readonly weight: number }[];
  readonly regimes: readonly { readonly n: number; readonly levels: readonly number[] }[];
  /** Of the first estimator, over the waits that count: the logarithm of true against told, each with `AT_LEAST` more. */
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

/** How long the queue is, in steps within which the quantiles are held to what they promise. */
export const queueLengthRegime = (waiting: number): number =>
  waiting <= 1 ? 0 : waiting <= 4 ? 1 : waiting <= 12 ? 2 : 3;

/** Which quantiles are asked for where those of `TOLD` are meant. */
export const calibratedLevels = ({ regimes }: Calibration, regime: number): readonly number[] =>
  regimes[regime]?.levels ?? PUBLISHED_LEVELS;

/** By how near the medians of each were lately, of those that have something to say; 0: not worth asking. In all 1, or 0 where none has. */
export const estimatorWeights = ({ errors }: Calibration, hasEstimate: readonly boolean[]): readonly number[] => {
  const best = Math.min(...errors.map(({ sum, weight }) => sum / weight));
  const near = errors.map(({ sum, weight }, i) => (hasEstimate[i] === true ? (best / (sum / weight)) ** SHARPNESS : 0));
  const total = near.reduce((a, b) => a + b, 0);
  const shares = near.map((weight) => (weight === 0 || weight / total < MIN_WEIGHT ? 0 : weight / total));
  const all = shares.reduce((a, b) => a + b, 0);
  return shares.map((share) => (share === 0 ? 0 : share / all));
};

/** What was said of one wait. */
export interface PendingForecast {
  /** By each; null: nothing. */
  readonly medians: readonly (number | null)[];
  /** By all together, before the levels. */
  readonly combined: WaitDistribution;
  readonly regime: number;
  readonly levels: readonly number[];
}

/**
 * The levels are moved until the shares that keep them are those told (Gibbs and Candes, NeurIPS 2021): a wait that ends exactly at a
 * timer counts for the share of the level it fills, one given up for the chance that it would have been longer.
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
        const decay = coverage(levels[i] ?? nominal, below, upTo, abandoned);
        const level = (before.levels[i] ?? nominal) + step * (nominal - decay);
        return Math.min(nominal + (1 - nominal) * 0.8, Math.max(nominal * 0.75, level));
      });
      return { n, levels: moved };
    }),
    errors: errors.map((error, i) => {
      const median = medians[i] ?? null;
      if (median === null) return error;
      const decay = 1 - 1 / ERROR_MEMORY;
      const off = ends.reduce((sum, end) => sum + logError(median, end), 0) / ends.length;
      return { sum: error.sum * decay + off, weight: error.weight * decay + 1 };
    }),
  };
};

/** How many times as long as the first estimator told were the waits that ended lately; 1 before any has. */
export const driftFactor = ({ drift }: Calibration): number => Math.exp(drift.sum / drift.weight);

const updateDrift = (
  drift: Calibration['drift'],
  median: number | null,
  ends: readonly number[],
): Calibration['drift'] => {
  if (median === null) return drift;
  const decay = 1 - 1 / DRIFT_MEMORY;
  const off =
    ends.reduce((sum, end) => sum + Math.log((end + ERROR_OFFSET_SECONDS) / (median + ERROR_OFFSET_SECONDS)), 0) /
    ends.length;
  return { sum: drift.sum * decay + off, weight: drift.weight * decay + 1 };
};

const logError = (told: number, seconds: number): number =>
  Math.abs(Math.log((told + ERROR_OFFSET_SECONDS) / (seconds + ERROR_OFFSET_SECONDS)));

/** How a wait given up would have ended by what was told of it: learning from the served alone would favour whoever tells short waits. */
const censoredEnds = (told: WaitDistribution, seconds: number, upTo: number): readonly number[] =>
  CENSORED_SHARES.map((share) => Math.max(seconds, told.quantile(upTo + (1 - upTo) * share)));

/** The chance that the wait is within the level: known unless it fell on an atom across the level, or was given up below it. */
export const coverage = (level: number, below: number, upTo: number, abandoned: boolean): number => {
  if (abandoned) return upTo >= level ? 0 : (level - upTo) / (1 - upTo);
  if (upTo <= level) return 1;
  return below >= level ? 0 : (level - below) / (upTo - below);
};
