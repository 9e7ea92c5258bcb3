import { samplesOf, type WaitEstimator, type Waits } from './estimator.ts';
import type { Request } from './events.ts';
import type { Learner } from './history.ts';
import { levelsOf, proven, regimeOf, type Said, TOLD, unproven, weightsOf } from './proof.ts';

const LEVELS = 50;

/**
 * One estimate of several: quantile by quantile the mean of theirs, weighted by how near their medians were to the waits that ended
 * lately, and asked for at the levels that were kept as often as they promise.
 */
export const blend = (
  estimators: readonly WaitEstimator[],
  floor: { readonly waiting: ReadonlyMap<string, Request> },
): Learner => {
  let proof = unproven(estimators.length);
  const pending = new Map<string, Said>();

  const blended = (given: readonly (Waits | null)[]): Waits | null => {
    const weights = weightsOf(
      proof,
      given.map((waits) => waits !== null),
    );
    const used = given.flatMap((waits, i) => {
      const weight = weights[i] ?? 0;
      return waits === null || weight === 0 ? [] : [{ waits, weight }];
    });
    const [first] = used;
    if (first === undefined) return null;
    if (used.length === 1) return first.waits;
    const of = (value: (waits: Waits) => number): number =>
      used.reduce((sum, { waits, weight }) => sum + weight * value(waits), 0);
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
      const levels = levelsOf(proof, regime);
      const medians = given.map((waits) => waits?.quantile(0.5) ?? null);
      pending.set(request.id, { medians, told, regime, levels });
      return {
        ...told,
        quantile: (p) => told.quantile(levels[TOLD.indexOf(p as (typeof TOLD)[number])] ?? p),
      };
    },
    learn: (ended) => {
      const said = pending.get(ended.request.id);
      if (said === undefined) return;
      pending.delete(ended.request.id);
      proof = proven(proof, said, ended);
    },
  };
};
