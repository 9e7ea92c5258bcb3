import type { Learning } from './settings.ts';

/** A mean learnt online, in seconds. */
export interface Mean {
  readonly seconds: number;
  readonly count: number;
}

/** The mean of the prior and all observations while they are few, an exponential moving mean afterwards. */
export const learnt = (mean: Mean | null, seconds: number, prior: Learning): Mean => {
  const { seconds: before, count } = mean ?? { seconds: prior.meanSeconds, count: 0 };
  const weight = Math.max(1 / prior.memory, 1 / (prior.weight + count + 1));
  return { seconds: before + weight * (seconds - before), count: Math.min(count + 1, prior.memory) };
};

export const meanOf = (mean: Mean | null, prior: Learning): number =>
  Math.max(mean?.seconds ?? prior.meanSeconds, 0.001);

/** Handling times of the pool, and of each team, which begins at what the pool knows. */
export interface Handling {
  readonly pool: Mean | null;
  readonly teams: Readonly<Record<string, Mean>>;
}
export const unhandled: Handling = { pool: null, teams: {} };

export const handled = ({ pool, teams }: Handling, team: string, seconds: number, prior: Learning): Handling => ({
  pool: learnt(pool, seconds, prior),
  teams: { ...teams, [team]: learnt(teams[team] ?? null, seconds, { ...prior, meanSeconds: meanOf(pool, prior) }) },
});

export const handlingOf = ({ pool, teams }: Handling, team: string, prior: Learning): number =>
  meanOf(teams[team] ?? pool, prior);

/** Departures without service and the seconds at risk of them. Those who were served, or still wait, are censored, not missing. */
export interface Patience {
  readonly gone: number;
  readonly seconds: number;
}
export const untried: Patience = { gone: 0, seconds: 0 };

export const served = (patience: Patience, waited: number): Patience => ({
  ...patience,
  seconds: patience.seconds + waited,
});

export const gave = (patience: Patience, waited: number, prior: Learning): Patience => {
  const kept = 1 - 1 / prior.memory;
  return { gone: patience.gone * kept + 1, seconds: patience.seconds * kept + waited };
};

/** Abandonments a second of one who waits: maximum likelihood of an exponential law with right-censoring, and a gamma prior. */
export const abandonmentRate = (patience: Patience, stillWaited: number, prior: Learning): number =>
  (patience.gone + prior.weight) / (patience.seconds + stillWaited + prior.weight * prior.meanSeconds);
