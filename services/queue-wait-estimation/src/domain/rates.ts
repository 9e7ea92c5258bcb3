import { ownValue } from '@warmline/contracts';
import type { MeanPrior } from './settings.ts';

/** A running mean, in seconds. */
export interface Mean {
  readonly seconds: number;
  readonly count: number;
}

/** The mean of the prior and all observations while these are few, then an exponential moving mean. */
export const updateMean = (mean: Mean | null, seconds: number, prior: MeanPrior): Mean => {
  const { seconds: before, count } = mean ?? { seconds: prior.meanSeconds, count: 0 };
  const weight = Math.max(1 / prior.memory, 1 / (prior.weight + count + 1));
  return { seconds: before + weight * (seconds - before), count: Math.min(count + 1, prior.memory) };
};

export const meanOf = (mean: Mean | null, prior: MeanPrior): number =>
  Math.max(mean?.seconds ?? prior.meanSeconds, 0.001);

/** Mean handling times of the pool and of each team. A team begins at the mean of the pool. */
export interface Handling {
  readonly pool: Mean | null;
  readonly teams: Readonly<Record<string, Mean>>;
}
export const emptyHandling: Handling = { pool: null, teams: {} };

export const recordHandling = (
  { pool, teams }: Handling,
  team: string,
  seconds: number,
  prior: MeanPrior,
): Handling => ({
  pool: updateMean(pool, seconds, prior),
  teams: {
    ...teams,
    [team]: updateMean(ownValue(teams, team) ?? null, seconds, { ...prior, meanSeconds: meanOf(pool, prior) }),
  },
});

export const meanHandlingOf = ({ pool, teams }: Handling, team: string, prior: MeanPrior): number =>
  meanOf(ownValue(teams, team) ?? pool, prior);

/** Abandonments and the seconds at risk of them. Waits that were served or still go on are censored, not missing. */
export interface Patience {
  readonly abandonments: number;
  readonly seconds: number;
}
export const emptyPatience: Patience = { abandonments: 0, seconds: 0 };

export const recordServed = (patience: Patience, waited: number): Patience => ({
  ...patience,
  seconds: patience.seconds + waited,
});

export const recordAbandonment = (patience: Patience, waited: number, prior: MeanPrior): Patience => {
  const decay = 1 - 1 / prior.memory;
  return { abandonments: patience.abandonments * decay + 1, seconds: patience.seconds * decay + waited };
};

/** Abandonments per second of one waiting customer: maximum likelihood of an exponential distribution, right-censored, with a gamma prior. */
export const abandonmentRate = (patience: Patience, stillWaited: number, prior: MeanPrior): number =>
  (patience.abandonments + prior.weight) / (patience.seconds + stillWaited + prior.weight * prior.meanSeconds);
