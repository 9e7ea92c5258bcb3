import { mean } from 'd3-array';

/** A forecast of one wait and the actual wait, seconds. */
export interface ScoredForecast {
  readonly mean: number;
  readonly p50: number;
  readonly p80: number;
  readonly p90: number;
  readonly wait: number;
}

export interface Scores {
  readonly rows: number;
  readonly meanWait: number;
  /** Mean absolute error of the mean, and of the median. */
  readonly mae: number;
  readonly maeMedian: number;
  /** Root of the mean squared error of the mean. */
  readonly rmse: number;
  /** Mean of forecast less wait, as a share of the mean wait. */
  readonly bias: number;
  readonly pinball80: number;
  readonly cover80: Coverage;
  readonly cover90: Coverage;
}

/**
 * Shares of waits strictly below the quantile and at or below it. Waits may end exactly at a timer: for a correct quantile the share
 * lies between the two.
 */
export interface Coverage {
  readonly below: number;
  readonly upTo: number;
}

/** Instants no further apart count as equal, seconds. */
const TIE = 0.01;

export const pinball = (share: number, wait: number, forecast: number): number =>
  wait >= forecast ? share * (wait - forecast) : (1 - share) * (forecast - wait);

const meanOf = (rows: readonly ScoredForecast[], value: (row: ScoredForecast) => number): number =>
  mean(rows, value) ?? 0;

export const scoresOf = (rows: readonly ScoredForecast[]): Scores => {
  const coverage = (quantile: (row: ScoredForecast) => number): Coverage => ({
    below: meanOf(rows, (row) => (row.wait < quantile(row) - TIE ? 1 : 0)),
    upTo: meanOf(rows, (row) => (row.wait <= quantile(row) + TIE ? 1 : 0)),
  });
  const meanWait = meanOf(rows, ({ wait }) => wait);
  return {
    rows: rows.length,
    meanWait,
    mae: meanOf(rows, (row) => Math.abs(row.mean - row.wait)),
    maeMedian: meanOf(rows, ({ p50, wait }) => Math.abs(p50 - wait)),
    rmse: Math.sqrt(meanOf(rows, (row) => (row.mean - row.wait) ** 2)),
    bias: meanWait === 0 ? 0 : meanOf(rows, (row) => row.mean - row.wait) / meanWait,
    pinball80: meanOf(rows, ({ p80, wait }) => pinball(0.8, wait, p80)),
    cover80: coverage(({ p80 }) => p80),
    cover90: coverage(({ p90 }) => p90),
  };
};
