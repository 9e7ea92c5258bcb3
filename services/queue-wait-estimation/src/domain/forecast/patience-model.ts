import { sum } from 'd3-array';
import { exponential, type Random } from './random.ts';

/** How long customers wait before they abandon, by subject. Served waits are censored, not missing. */
export interface PatienceModel {
  readonly learn: (subject: string, waited: number, abandoned: boolean) => void;
  /** The whole wait, in seconds, after which a customer who has waited `waited` seconds abandons; may be infinite. */
  readonly drawAbandonment: (subject: string, waited: number, random: Random) => number;
  /** Abandonments per second over all waits of the subject. */
  readonly abandonmentRate: (subject: string) => number;
}

/** The hazard is constant between two of these bounds, seconds. */
const INTERVAL_BOUNDS = [0, 10, 20, 40, 60, 90, 130, 190, 270, 380, 540, 760, 1080, 1600, 2400, 3600, 7200];
/** Abandonments per second before anything is known. */
const PRIOR_RATE = 1 / 600;

interface HazardCounts {
  readonly abandonments: number[];
  readonly secondsAtRisk: number[];
}
const emptyCounts = (): HazardCounts => ({
  abandonments: INTERVAL_BOUNDS.map(() => 0),
  secondsAtRisk: INTERVAL_BOUNDS.map(() => 0),
});
const intervalEnd = (i: number): number => INTERVAL_BOUNDS[i + 1] ?? Number.POSITIVE_INFINITY;
const intervalOf = (waited: number): number => {
  let i = INTERVAL_BOUNDS.length - 1;
  while (i > 0 && (INTERVAL_BOUNDS[i] ?? 0) > waited) i--;
  return i;
};

const addWait = ({ abandonments, secondsAtRisk }: HazardCounts, waited: number, abandoned: boolean): void => {
  for (let i = 0; i < INTERVAL_BOUNDS.length && (INTERVAL_BOUNDS[i] ?? 0) < waited; i++) {
    secondsAtRisk[i] = (secondsAtRisk[i] ?? 0) + Math.min(waited, intervalEnd(i)) - (INTERVAL_BOUNDS[i] ?? 0);
  }
  const last = intervalOf(waited);
  if (abandoned) abandonments[last] = (abandonments[last] ?? 0) + 1;
};

/** Maximum likelihood with a gamma prior worth `weight` abandonments. */
const hazardRate = (abandonments: number, seconds: number, prior: number, weight: number): number =>
  (abandonments + weight) / (seconds + weight / prior);

/**
 * A piecewise exponential distribution: the hazard of an interval is its abandonments over its seconds at risk. An interval with few
 * observations is shrunk towards the mean of all intervals, a subject towards all subjects.
 */
export const patienceModel = (): PatienceModel => {
  const all = emptyCounts();
  const subjects = new Map<string, HazardCounts>();
  const known = new Map<string, readonly number[]>();
  const hazards = (subject: string): readonly number[] => {
    const found = known.get(subject);
    if (found !== undefined) return found;
    const overall = hazardRate(sum(all.abandonments), sum(all.secondsAtRisk), PRIOR_RATE, 1);
    const own = subjects.get(subject) ?? emptyCounts();
    const rates = INTERVAL_BOUNDS.map((_, i) => {
      const pooled = hazardRate(all.abandonments[i] ?? 0, all.secondsAtRisk[i] ?? 0, overall, 3);
      return hazardRate(own.abandonments[i] ?? 0, own.secondsAtRisk[i] ?? 0, pooled, 8);
    });
    known.set(subject, rates);
    return rates;
  };
  return {
    learn: (subject, waited, abandoned) => {
      if (waited <= 0 && !abandoned) return;
      const own = subjects.get(subject) ?? emptyCounts();
      subjects.set(subject, own);
      addWait(own, waited, abandoned);
      addWait(all, waited, abandoned);
      known.clear();
    },
    drawAbandonment: (subject, waited, random) => {
      const rates = hazards(subject);
      let left = exponential(random);
      let at = waited;
      for (let i = intervalOf(waited); i < INTERVAL_BOUNDS.length; i++) {
        const rate = rates[i] ?? 0;
        const hazardOfInterval = (intervalEnd(i) - at) * rate;
        if (left <= hazardOfInterval) return at + left / rate;
        left -= hazardOfInterval;
        at = intervalEnd(i);
      }
      return at;
    },
    abandonmentRate: (subject) => {
      const own = subjects.get(subject) ?? emptyCounts();
      const overall = hazardRate(sum(all.abandonments), sum(all.secondsAtRisk), PRIOR_RATE, 1);
      return hazardRate(sum(own.abandonments), sum(own.secondsAtRisk), overall, 8);
    },
  };
};
