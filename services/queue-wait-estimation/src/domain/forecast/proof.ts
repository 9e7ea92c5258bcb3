import type { Waits } from './estimator.ts';

/** Errors fade so that about this many waits count. */
const MEMORY = 400;
/** Weights fall with this power of the error, so that a clear best one has nearly all. */
const SHARPNESS = 12;
const LEAST_WEIGHT = 0.02;
/** An error is the logarithm of told against true, each with so many seconds more: one absurd wait does not outweigh a day. */
const AT_LEAST = 30;
/** Before any wait ended the first estimator has this error, and each further one half as much again. */
const FIRST_ERROR = 0.5;
const FIRST_WEIGHT = 30;
/** Where in what is left of the distribution a wait given up is taken to have ended, each as likely. */
const BEYOND = [1 / 6, 1 / 2, 5 / 6];

/** A drift is followed faster than the errors are forgotten: about this many waits count. */
const DRIFT_MEMORY = 60;

export const TOLD = [0.5, 0.8, 0.9] as const;
const REGIMES = 4;

/** How several estimators and what was told of them together stood the test of the waits that ended. Plain JSON, of fixed size. */
export interface Proof {
  readonly errors: readonly { readonly sum: number; readonly weight: number }[];
  readonly regimes: readonly { readonly n: number; readonly levels: readonly number[] }[];
  /** Of the first estimator, over the waits that count: the logarithm of true against told, each with `AT_LEAST` more. */
  readonly drift: { readonly sum: number; readonly weight: number };
}

export const unproven = (estimators: number): Proof => ({
  errors: Array.from({ length: estimators }, (_, i) => ({
    sum: FIRST_ERROR * FIRST_WEIGHT * 1.5 ** i,
    weight: FIRST_WEIGHT,
  })),
  regimes: Array.from({ length: REGIMES }, () => ({ n: 0, levels: TOLD })),
  drift: { sum: 0, weight: FIRST_WEIGHT },
});

/** How long the queue is, in steps within which the quantiles are held to what they promise. */
export const regimeOf = (waiting: number): number => (waiting <= 1 ? 0 : waiting <= 4 ? 1 : waiting <= 12 ? 2 : 3);

/** Which quantiles are asked for where those of `TOLD` are meant. */
export const levelsOf = ({ regimes }: Proof, regime: number): readonly number[] => regimes[regime]?.levels ?? TOLD;

/** By how near the medians of each were lately, of those that have something to say; 0: not worth asking. In all 1, or 0 where none has. */
export const weightsOf = ({ errors }: Proof, speaks: readonly boolean[]): readonly number[] => {
  const best = Math.min(...errors.map(({ sum, weight }) => sum / weight));
  const near = errors.map(({ sum, weight }, i) => (speaks[i] === true ? (best / (sum / weight)) ** SHARPNESS : 0));
  const total = near.reduce((a, b) => a + b, 0);
  const shares = near.map((weight) => (weight === 0 || weight / total < LEAST_WEIGHT ? 0 : weight / total));
  const all = shares.reduce((a, b) => a + b, 0);
  return shares.map((share) => (share === 0 ? 0 : share / all));
};

/** What was said of one wait. */
export interface Said {
  /** By each; null: nothing. */
  readonly medians: readonly (number | null)[];
  /** By all together, before the levels. */
  readonly told: Waits;
  readonly regime: number;
  readonly levels: readonly number[];
}

/**
 * The levels are moved until the shares that keep them are those told (Gibbs and Candes, NeurIPS 2021): a wait that ends exactly at a
 * timer counts for the share of the level it fills, one given up for the chance that it would have been longer.
 */
export const proven = (
  { errors, regimes, drift }: Proof,
  { medians, told, regime, levels }: Said,
  { seconds, gone }: { readonly seconds: number; readonly gone: boolean },
): Proof => {
  const [below, upTo] = told.within(seconds);
  const ends = gone ? beyond(told, seconds, upTo) : [seconds];
  return {
    drift: drifted(drift, medians[0] ?? null, ends),
    regimes: regimes.map((before, r) => {
      if (r !== regime) return before;
      const n = before.n + 1;
      const step = Math.max(0.004, 1 / (n + 80));
      const moved = TOLD.map((promised, i) => {
        const kept = keptShare(levels[i] ?? promised, below, upTo, gone);
        const level = (before.levels[i] ?? promised) + step * (promised - kept);
        return Math.min(promised + (1 - promised) * 0.8, Math.max(promised * 0.75, level));
      });
      return { n, levels: moved };
    }),
    errors: errors.map((error, i) => {
      const median = medians[i] ?? null;
      if (median === null) return error;
      const kept = 1 - 1 / MEMORY;
      const off = ends.reduce((sum, end) => sum + errorOf(median, end), 0) / ends.length;
      return { sum: error.sum * kept + off, weight: error.weight * kept + 1 };
    }),
  };
};

/** How many times as long as the first estimator told were the waits that ended lately; 1 before any has. */
export const paceOf = ({ drift }: Proof): number => Math.exp(drift.sum / drift.weight);

const drifted = (drift: Proof['drift'], median: number | null, ends: readonly number[]): Proof['drift'] => {
  if (median === null) return drift;
  const kept = 1 - 1 / DRIFT_MEMORY;
  const off = ends.reduce((sum, end) => sum + Math.log((end + AT_LEAST) / (median + AT_LEAST)), 0) / ends.length;
  return { sum: drift.sum * kept + off, weight: drift.weight * kept + 1 };
};

const errorOf = (told: number, seconds: number): number => Math.abs(Math.log((told + AT_LEAST) / (seconds + AT_LEAST)));

/** How a wait given up would have ended by what was told of it: learning from the served alone would favour whoever tells short waits. */
const beyond = (told: Waits, seconds: number, upTo: number): readonly number[] =>
  BEYOND.map((share) => Math.max(seconds, told.quantile(upTo + (1 - upTo) * share)));

/** The chance that the wait is within the level: known unless it fell on an atom across the level, or was given up below it. */
export const keptShare = (level: number, below: number, upTo: number, gone: boolean): number => {
  if (gone) return upTo >= level ? 0 : (level - upTo) / (1 - upTo);
  if (upTo <= level) return 1;
  return below >= level ? 0 : (level - below) / (upTo - below);
};
