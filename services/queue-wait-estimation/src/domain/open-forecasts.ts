import type { Instant } from '@warmline/contracts';
import { calibratedLevels, queueLengthRegime, recalibrate } from './forecast/calibration.ts';
import { empiricalDistribution } from './forecast/estimator.ts';
import type { Pool } from './pool.ts';
import { inQueueOrder, queueScanner } from './queue-ahead.ts';
import { teamsOf, type WaitingHandoff } from './queue-lines.ts';
import type { WaitSettings } from './settings.ts';
import { combinedEstimateOf, type PoolView, type QueuePosition } from './wait-quantiles.ts';

/**
 * What was said of a wait when it was first looked at, kept until it ends. A row a hand-off at most; only of waits for a slot: of one
 * that was offered, or for whom someone is free, there is nothing to prove.
 */
export interface OpenForecast {
  readonly at: Instant;
  /** Before him, of his subject. */
  readonly sameSubjectAhead: number;
  readonly regime: number;
  readonly levels: readonly number[];
  readonly medians: readonly (number | null)[];
  /** Of all estimators together, before the levels: equally likely waits in seconds, to the millisecond. */
  readonly quantiles: readonly number[];
}

const LEVELS = 40;

const openForecastOf = (row: WaitingHandoff, place: QueuePosition, view: PoolView): OpenForecast | null => {
  const combined = row.offeredAt === null ? combinedEstimateOf(row, place, view) : null;
  if (combined === null) return null;
  const regime = queueLengthRegime(view.waitingCount);
  return {
    at: view.snapshot.at,
    sameSubjectAhead: place.sameSubjectAhead,
    regime,
    levels: calibratedLevels(view.calibration, regime),
    medians: combined.estimates.map((quantile) => (quantile === null ? null : quantile(0.5))),
    quantiles: Array.from(
      { length: LEVELS },
      (_, i) => Math.round(combined.combined((i + 0.5) / LEVELS) * 1000) / 1000,
    ),
  };
};

/** After a look: what it said of those not looked at before, of so many at a look, the front first. */
export const trackForecasts = (pool: Pool, view: PoolView, settings: WaitSettings): Pool => {
  if (view.simulated === null) return pool;
  const walk = queueScanner(pool, view.snapshot, settings);
  let { openForecasts } = pool;
  for (const { row } of inQueueOrder(pool, settings)) {
    if (openForecasts.size - pool.openForecasts.size >= settings.maxPerRefresh) break;
    const { ahead, sameSubjectAhead } = walk(row, false);
    if (openForecasts.has(row.handoffId)) continue;
    const forecast = openForecastOf(row, { load: ahead.load, sameSubjectAhead }, view);
    if (forecast !== null) openForecasts = openForecasts.set(row.handoffId, forecast);
  }
  return { ...pool, openForecasts };
};

/** A wait ended, and what was said of it is proven by it. Nothing is where nothing was said. */
export const closeForecast = (pool: Pool, handoffId: string, at: Instant, abandoned: boolean): Pool => {
  const forecast = pool.openForecasts.get(handoffId);
  if (forecast === undefined) return pool;
  const ended = { seconds: Math.max(0, at - forecast.at) / 1000, abandoned };
  return dropForecast(
    {
      ...pool,
      calibration: recalibrate(
        pool.calibration,
        { ...forecast, combined: empiricalDistribution(forecast.quantiles) },
        ended,
      ),
    },
    handoffId,
  );
};

/** It waits for something else from now on. */
export const dropForecast = (pool: Pool, handoffId: string): Pool => ({
  ...pool,
  openForecasts: pool.openForecasts.delete(handoffId),
});

/** Queued again for another subject or other teams, it waits for something else; for a higher priority alone it does not. */
export const isDifferentWait = (before: WaitingHandoff | undefined, after: WaitingHandoff): boolean =>
  before !== undefined &&
  (before.subject !== after.subject || teamsOf(before).join('\n') !== teamsOf(after).join('\n'));
