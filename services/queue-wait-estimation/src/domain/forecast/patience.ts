import { exponential, type Random } from './random.ts';

/** How long people wait before they give up, subject by subject. Those who were served are censored, not missing. */
export interface Patience {
  readonly learn: (subject: string, waited: number, gone: boolean) => void;
  /** The whole wait, in seconds, at which one who has waited so long gives up; may be infinite. */
  readonly draw: (subject: string, waited: number, random: Random) => number;
  /** Abandonments a second over all waits of the subject. */
  readonly rate: (subject: string) => number;
}

/** Bounds of the stretches of a wait within which the hazard is taken as constant, seconds. */
const BOUNDS = [0, 10, 20, 40, 60, 90, 130, 190, 270, 380, 540, 760, 1080, 1600, 2400, 3600, 7200];
/** Before anything is known: one in ten minutes. */
const FIRST_RATE = 1 / 600;

interface Counts {
  readonly gone: number[];
  readonly seconds: number[];
}
const counts = (): Counts => ({ gone: BOUNDS.map(() => 0), seconds: BOUNDS.map(() => 0) });
const endOf = (i: number): number => BOUNDS[i + 1] ?? Number.POSITIVE_INFINITY;
const stretchOf = (waited: number): number => {
  let i = BOUNDS.length - 1;
  while (i > 0 && (BOUNDS[i] ?? 0) > waited) i--;
  return i;
};

const add = ({ gone, seconds }: Counts, waited: number, left: boolean): void => {
  for (let i = 0; i < BOUNDS.length && (BOUNDS[i] ?? 0) < waited; i++) {
    seconds[i] = (seconds[i] ?? 0) + Math.min(waited, endOf(i)) - (BOUNDS[i] ?? 0);
  }
  const last = stretchOf(waited);
  if (left) gone[last] = (gone[last] ?? 0) + 1;
};

const sum = (values: readonly number[]): number => values.reduce((a, b) => a + b, 0);
/** Maximum likelihood with a gamma prior worth `weight` abandonments. */
const hazard = (gone: number, seconds: number, prior: number, weight: number): number =>
  (gone + weight) / (seconds + weight / prior);

/**
 * A piecewise exponential law: in each stretch as many abandonments as were seen, over the seconds at risk. A stretch leans on the
 * mean of all stretches, a subject on all subjects, each as long as it has little of its own.
 */
export const patience = (): Patience => {
  const all = counts();
  const subjects = new Map<string, Counts>();
  const known = new Map<string, readonly number[]>();
  const hazards = (subject: string): readonly number[] => {
    const found = known.get(subject);
    if (found !== undefined) return found;
    const overall = hazard(sum(all.gone), sum(all.seconds), FIRST_RATE, 1);
    const own = subjects.get(subject) ?? counts();
    const rates = BOUNDS.map((_, i) => {
      const pooled = hazard(all.gone[i] ?? 0, all.seconds[i] ?? 0, overall, 3);
      return hazard(own.gone[i] ?? 0, own.seconds[i] ?? 0, pooled, 8);
    });
    known.set(subject, rates);
    return rates;
  };
  return {
    learn: (subject, waited, gone) => {
      if (waited <= 0 && !gone) return;
      const own = subjects.get(subject) ?? counts();
      subjects.set(subject, own);
      add(own, waited, gone);
      add(all, waited, gone);
      known.clear();
    },
    draw: (subject, waited, random) => {
      const rates = hazards(subject);
      let left = exponential(random);
      let at = waited;
      for (let i = stretchOf(waited); i < BOUNDS.length; i++) {
        const rate = rates[i] ?? 0;
        const passes = (endOf(i) - at) * rate;
        if (left <= passes) return at + left / rate;
        left -= passes;
        at = endOf(i);
      }
      return at;
    },
    rate: (subject) => {
      const own = subjects.get(subject) ?? counts();
      const overall = hazard(sum(all.gone), sum(all.seconds), FIRST_RATE, 1);
      return hazard(sum(own.gone), sum(own.seconds), overall, 8);
    },
  };
};
