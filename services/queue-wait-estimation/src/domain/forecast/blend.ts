import {
  calibratedLevels,
  estimatorWeights,
  initialCalibration,
  type PendingForecast,
  PUBLISHED_LEVELS,
  queueLengthRegime,
  recalibrate,
} from './calibration.ts';
import { empiricalDistribution, type WaitDistribution, type WaitEstimator } from './estimator.ts';
import type { HandoffRequest } from './log-events.ts';
import type { LearningEstimator } from './wait-history.ts';

const LEVELS = 50;

/**
 * One estimate of several: quantile by quantile the mean of theirs, weighted by how near their medians were to the waits that ended
 * lately, and asked for at the levels that were kept as often as they promise.
 */
export const blend = (
  estimators: readonly WaitEstimator[],
  state: { readonly waiting: ReadonlyMap<string, HandoffRequest> },
): LearningEstimator => {
  let calibration = initialCalibration(estimators.length);
  const pending = new Map<string, PendingForecast>();

  const combined = (given: readonly (WaitDistribution | null)[]): WaitDistribution | null => {
    const weights = estimatorWeights(
      calibration,
      given.map((waits) => waits !== null),
    );
    const used = given.flatMap((waits, i) => {
      const weight = weights[i] ?? 0;
      return waits === null || weight === 0 ? [] : [{ waits, weight }];
    });
    const [first] = used;
    if (first === undefined) return null;
    if (used.length === 1) return first.waits;
    const of = (value: (waits: WaitDistribution) => number): number =>
      used.reduce((sum, { waits, weight }) => sum + weight * value(waits), 0);
    const samples = empiricalDistribution(
      Array.from({ length: LEVELS }, (_, i) => of((w) => w.quantile((i + 0.5) / LEVELS))),
    );
    return { ...samples, mean: of(({ mean }) => mean) };
  };

  return {
    name: 'blend',
    estimate: (request) => {
      const given = estimators.map((estimator) => estimator.estimate(request));
      const told = combined(given);
      if (told === null) return null;
      const regime = queueLengthRegime(state.waiting.size);
      const levels = calibratedLevels(calibration, regime);
      const medians = given.map((waits) => waits?.quantile(0.5) ?? null);
      pending.set(request.id, { medians, combined: told, regime, levels });
      return {
        ...told,
        quantile: (p) => told.quantile(levels[PUBLISHED_LEVELS.indexOf(p as (typeof PUBLISHED_LEVELS)[number])] ?? p),
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
