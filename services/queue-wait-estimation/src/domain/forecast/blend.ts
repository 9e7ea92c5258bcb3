import {
  calibratedLevels,
  initialCalibration,
  type PendingForecast,
  PUBLISHED_LEVELS,
  queueLengthRegime,
  recalibrate,
  weighEstimates,
  weightedSum,
} from './calibration.ts';
import { empiricalDistribution, type WaitDistribution, type WaitEstimator } from './estimator.ts';
import type { HandoffRequest } from './log-events.ts';
import type { LearningEstimator } from './wait-history.ts';

/** Quantiles of the blend, evenly spaced. */
const BLENDED_QUANTILES = 50;

/**
 * Several estimators as one: the weighted mean of their quantiles, by the recent error of their medians, asked for at levels whose
 * coverage is the nominal one.
 */
export const blend = (
  estimators: readonly WaitEstimator[],
  state: { readonly waiting: ReadonlyMap<string, HandoffRequest> },
): LearningEstimator => {
  let calibration = initialCalibration(estimators.length);
  const pending = new Map<string, PendingForecast>();

  const combine = (estimates: readonly (WaitDistribution | null)[]): WaitDistribution | null => {
    const weighted = weighEstimates(calibration, estimates);
    const [first, second] = weighted;
    if (first === undefined) return null;
    if (second === undefined) return first.estimate;
    const quantiles = Array.from({ length: BLENDED_QUANTILES }, (_, i) =>
      weightedSum(weighted, (waits) => waits.quantile((i + 0.5) / BLENDED_QUANTILES)),
    );
    return { ...empiricalDistribution(quantiles), mean: weightedSum(weighted, ({ mean }) => mean) };
  };

  return {
    name: 'blend',
    estimate: (request) => {
      const estimates = estimators.map((estimator) => estimator.estimate(request));
      const combined = combine(estimates);
      if (combined === null) return null;
      const regime = queueLengthRegime(state.waiting.size);
      const levels = calibratedLevels(calibration, regime);
      const medians = estimates.map((waits) => waits?.quantile(0.5) ?? null);
      pending.set(request.id, { medians, combined, regime, levels });
      return {
        ...combined,
        quantile: (p) =>
          combined.quantile(levels[PUBLISHED_LEVELS.indexOf(p as (typeof PUBLISHED_LEVELS)[number])] ?? p),
      };
    },
    learn: (ended) => {
      const forecast = pending.get(ended.request.id);
      if (forecast === undefined) return;
      pending.delete(ended.request.id);
      calibration = recalibrate(calibration, forecast, ended);
    },
  };
};
