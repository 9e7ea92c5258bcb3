import { samplesOf, type WaitEstimator, type Waits } from './estimator.ts';
import type { Request } from './events.ts';
import type { Learner } from './history.ts';

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
const LEVELS = 50;
/** Where in what is left of the distribution a wait given up is taken to have ended, each as likely. */
const BEYOND = [1 / 6, 1 / 2, 5 / 6];

export const TOLD = [0.5, 0.8, 0.9] as const;

interface Pending {
  readonly given: readonly (Waits | null)[];
  readonly told: Waits;
  readonly regime: number;
  readonly levels: readonly number[];
}

/** How long the queue is, in steps within which the quantiles are held to what they promise. */
const regimeOf = (waiting: number): number => (waiting <= 1 ? 0 : waiting <= 4 ? 1 : waiting <= 12 ? 2 : 3);

/**
 * One estimate of several: quantile by quantile the mean of theirs, weighted by how near their medians were to the waits that ended
 * lately. The levels asked of it are moved until the shares that keep them are those told (Gibbs and Candes, NeurIPS 2021): a wait
 * that ends exactly at a timer counts for the share of the level it fills, one given up for the chance that it would have been longer.
 */
export const blend = (
  estimators: readonly WaitEstimator[],
  floor: { readonly waiting: ReadonlyMap<string, Request> },
): Learner => {
  const errors = estimators.map((_, i) => ({ sum: FIRST_ERROR * FIRST_WEIGHT * 1.5 ** i, weight: FIRST_WEIGHT }));
  const regimes = Array.from({ length: 4 }, () => ({ n: 0, levels: [...TOLD] as number[] }));
  const pending = new Map<string, Pending>();

  const blended = (given: readonly (Waits | null)[]): Waits | null => {
    const best = Math.min(...errors.map(({ sum, weight }) => sum / weight));
    const weights = errors.map(({ sum, weight }, i) => (given[i] === null ? 0 : (best / (sum / weight)) ** SHARPNESS));
    const total = weights.reduce((a, b) => a + b, 0);
    const used = given.flatMap((waits, i) => {
      const weight = (weights[i] ?? 0) / total;
      return waits === null || weight < LEAST_WEIGHT ? [] : [{ waits, weight }];
    });
    const all = used.reduce((sum, { weight }) => sum + weight, 0);
    const [first] = used;
    if (first === undefined) return null;
    if (used.length === 1) return first.waits;
    const of = (value: (waits: Waits) => number): number =>
      used.reduce((sum, { waits, weight }) => sum + (weight / all) * value(waits), 0);
    const samples = samplesOf(Array.from({ length: LEVELS }, (_, i) => of((w) => w.quantile((i + 0.5) / LEVELS))));
    return { ...samples, mean: of(({ mean }) => mean) };
  };

  return {
    name: 'blend',
    estimate: (request) => {
      const given = estimators.map((estimator) => estimator.estimate(request));
      const told = blended(given);
      if (told === null) return null;
      const regime = regimeOf(floor.waiting.size);
      const levels = [...(regimes[regime]?.levels ?? TOLD)];
      pending.set(request.id, { given, told, regime, levels });
      return {
        ...told,
        quantile: (p) => told.quantile(levels[TOLD.indexOf(p as (typeof TOLD)[number])] ?? p),
      };
    },
    learn: ({ request, seconds, gone }) => {
      const known = pending.get(request.id);
      if (known === undefined) return;
      pending.delete(request.id);
      const regime = regimes[known.regime];
      if (regime !== undefined) {
        regime.n += 1;
        const step = Math.max(0.004, 1 / (regime.n + 80));
        const [below, upTo] = known.told.within(seconds);
        regime.levels = TOLD.map((promised, i) => {
          const level = known.levels[i] ?? promised;
          const kept = keptShare(level, below, upTo, gone);
          const moved = (regime.levels[i] ?? promised) + step * (promised - kept);
          return Math.min(promised + (1 - promised) * 0.8, Math.max(promised * 0.75, moved));
        });
      }
      const ends = gone ? beyond(known.told, seconds) : [seconds];
      errors.forEach((error, i) => {
        const waits = known.given[i];
        if (waits === null || waits === undefined) return;
        const kept = 1 - 1 / MEMORY;
        const median = waits.quantile(0.5);
        const off = ends.reduce((sum, end) => sum + errorOf(median, end), 0) / ends.length;
        error.sum = error.sum * kept + off;
        error.weight = error.weight * kept + 1;
      });
    },
  };
};

const errorOf = (told: number, seconds: number): number => Math.abs(Math.log((told + AT_LEAST) / (seconds + AT_LEAST)));

/** How a wait given up would have ended by what was told of it: learning from the served alone would favour whoever tells short waits. */
const beyond = (told: Waits, seconds: number): readonly number[] => {
  const [, upTo] = told.within(seconds);
  return BEYOND.map((share) => Math.max(seconds, told.quantile(upTo + (1 - upTo) * share)));
};

/** The chance that the wait is within the level: known unless it fell on an atom across the level, or was given up below it. */
export const keptShare = (level: number, below: number, upTo: number, gone: boolean): number => {
  if (gone) return upTo >= level ? 0 : (level - upTo) / (1 - upTo);
  if (upTo <= level) return 1;
  return below >= level ? 0 : (level - below) / (upTo - below);
};
