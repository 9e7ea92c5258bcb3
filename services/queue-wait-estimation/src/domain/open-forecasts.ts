import type { Instant } from '@warmline/contracts';
import { calibratedLevels, queueLengthRegime, recalibrate } from './forecast/calibration.ts';
import { empiricalDistribution } from './forecast/estimator.ts';
import type { OpenForecast, Pool } from './pool.ts';
import { inQueueOrder, queueScanner } from './queue-ahead.ts';
import { teamsOf, type WaitingHandoff } from './queue-lines.ts';
import type { WaitSettings } from './settings.ts';
import { combinedEstimateOf, type PoolView, type QueuePosition } from './wait-quantiles.ts';

/** Quantiles kept of a forecast, evenly spaced. */
const KEPT_QUANTILES = 40;

/** Null where there is no wait for capacity to check: the hand-off is already offered, or a capacity unit is free. */
const openForecastOf = (row: WaitingHandoff, position: QueuePosition, view: PoolView): OpenForecast | null => {
  const estimate = row.offeredAt === null ? combinedEstimateOf(row, position, view) : null;
  if (estimate === null) return null;
  const regime = queueLengthRegime(view.waitingCount);
  return {
    at: view.snapshot.at,
    sameSubjectAhead: position.sameSubjectAhead,
    regime,
    levels: calibratedLevels(view.calibration, regime),
    medians: estimate.estimates.map((quantile) => (quantile === null ? null : quantile(0.5))),
    quantiles: Array.from(
      { length: KEPT_QUANTILES },
      (_, i) => Math.round(estimate.combined((i + 0.5) / KEPT_QUANTILES) * 1000) / 1000,
    ),
  };
};

/** Adds a forecast for each hand-off that has none, from the front of the queue, at most `maxPerRefresh` at a refresh. */
export const trackForecasts = (pool: Pool, view: PoolView, settings: WaitSettings): Pool => {
  if (view.simulated === null) return pool;
  const scan = queueScanner(pool, view.snapshot, settings);
  let { openForecasts } = pool;
  for (const { row } of inQueueOrder(pool, settings)) {
    if (openForecasts.size - pool.openForecasts.size >= settings.maxPerRefresh) break;
    const { ahead, sameSubjectAhead } = scan(row, false);
    if (openForecasts.has(row.handoffId)) continue;
    const forecast = openForecastOf(row, { load: ahead.load, sameSubjectAhead }, view);
    if (forecast !== null) openForecasts = openForecasts.set(row.handoffId, forecast);
  }
  return { ...pool, openForecasts };
};

/** The wait ended: its forecast, if there is one, recalibrates the pool and is dropped. */
export const closeForecast = (pool: Pool, handoffId: string, at: Instant, abandoned: boolean): Pool => {
  const forecast = pool.openForecasts.get(handoffId);
  if (forecast === undefined) return pool;
  const ended = { seconds: Math.max(0, at - forecast.at) / 1000, abandoned };
  const combined = empiricalDistribution(forecast.quantiles);
  const calibration = recalibrate(pool.calibration, { ...forecast, combined }, ended);
  return dropForecast({ ...pool, calibration }, handoffId);
};

/** Discards a forecast without recalibrating: the hand-off no longer waits for what was forecast. */
export const dropForecast = (pool: Pool, handoffId: string): Pool => ({
  ...pool,
  openForecasts: pool.openForecasts.delete(handoffId),
});

/** True if a hand-off is queued again under another subject or for other teams; a changed priority alone keeps the wait. */
export const isDifferentWait = (before: WaitingHandoff | undefined, after: WaitingHandoff): boolean =>
  before !== undefined &&
  (before.subject !== after.subject || teamsOf(before).join('\n') !== teamsOf(after).join('\n'));
