import type { Instant } from '@warmline/contracts';
import { type CapacitySnapshot, isStaffed, markovQuantile } from './capacity-snapshot.ts';
import { BLEND, BLENDED_ESTIMATORS, MARKOV, TWIN } from './estimators.ts';
import {
  type Calibration,
  calibratedLevels,
  driftFactor,
  PUBLISHED_LEVELS,
  queueLengthRegime,
  weighEstimates,
  weightedSum,
} from './forecast/calibration.ts';
import type { WaitDistribution } from './forecast/estimator.ts';
import type { PublishedQueueWait, RouteSettings } from './pool.ts';
import type { QueueAhead } from './queue-ahead.ts';
import type { WaitingHandoff } from './queue-lines.ts';
import type { SimulatedWaits } from './simulate-waits.ts';

/** Seconds until the assignment. */
export interface Quantiles {
  readonly p50: number;
  readonly p80: number;
  readonly p90: number;
  readonly estimator: string;
}

/** The pool at one instant. `simulated` null: no simulation was run. */
export interface PoolView {
  readonly snapshot: CapacitySnapshot;
  readonly simulated: SimulatedWaits | null;
  readonly calibration: Calibration;
  readonly waitingCount: number;
}

/** A place in the queue: the load ahead of it, and how many hand-offs of its subject are ahead. */
export interface QueuePosition extends Pick<QueueAhead, 'load'> {
  readonly sameSubjectAhead: number;
}

export type Quantile = WaitDistribution['quantile'];

/** The blended estimate of one wait, before recalibration. */
export interface CombinedEstimate {
  /** In the order of `BLENDED_ESTIMATORS`; null: no estimate. */
  readonly estimates: readonly (Quantile | null)[];
  readonly combined: Quantile;
  readonly estimator: string;
}

/** Adds the time from the agent offer to its acceptance; exponential where the wait itself is zero. */
const withAnswerTime =
  (waits: WaitDistribution, answerSeconds: number): Quantile =>
  (p) => {
    const wait = waits.quantile(p);
    return wait <= 0 ? -Math.log1p(-p) * answerSeconds : wait + answerSeconds;
  };

const exactQuantile =
  (handoff: Pick<WaitingHandoff, 'steps'>, load: number, snapshot: CapacitySnapshot): Quantile =>
  (p) =>
    markovQuantile(p, handoff, Math.round(load), snapshot) ?? Number.POSITIVE_INFINITY;

const publishedQuantiles = (
  quantile: Quantile,
  [low, middle, high]: readonly number[],
  estimator: string,
): Quantiles => {
  const p50 = quantile(low ?? PUBLISHED_LEVELS[0]);
  const p80 = Math.max(p50, quantile(middle ?? PUBLISHED_LEVELS[1]));
  return { p50, p80, p90: Math.max(p80, quantile(high ?? PUBLISHED_LEVELS[2])), estimator };
};

export const isClosed = ({ closedUntil }: Pick<WaitingHandoff, 'closedUntil'>, at: Instant): boolean =>
  closedUntil !== null && closedUntil > at;

/** True if half of the simulation runs find a capacity unit at once. The wait is then the answer to an offer, which only the answer time tells. */
const hasFreeCapacity = (twin: WaitDistribution | null): boolean => twin !== null && twin.quantile(0.5) <= 0;

/** Null where nobody is on duty and no simulation run sees anyone come: past waits alone do not show that someone will. */
const combine = (
  twin: WaitDistribution | null,
  historical: WaitDistribution | null,
  exact: Quantile | null,
  view: PoolView,
): CombinedEstimate | null => {
  if (twin === null && exact === null) return null;
  const simulated = twin === null ? null : withAnswerTime(twin, view.snapshot.answerSeconds);
  const drift = driftFactor(view.calibration);
  const corrected = simulated === null ? null : (p: number) => simulated(p) * drift;
  const estimates = [simulated, corrected, historical === null ? null : historical.quantile, exact];
  const weighted = weighEstimates(view.calibration, estimates);
  const [first, second] = weighted;
  if (first === undefined) return null;
  if (second === undefined)
    return { estimates, combined: first.estimate, estimator: BLENDED_ESTIMATORS[first.index] ?? BLEND };
  return { estimates, combined: (p) => weightedSum(weighted, (quantile) => quantile(p)), estimator: BLEND };
};

const calibrated = (estimate: CombinedEstimate | null, { calibration, waitingCount }: PoolView): Quantiles | null =>
  estimate === null
    ? null
    : publishedQuantiles(
        estimate.combined,
        calibratedLevels(calibration, queueLengthRegime(waitingCount)),
        estimate.estimator,
      );

/** The blend for a hand-off in the queue. Null where no forecast could be checked: no simulation, closed teams, free capacity. */
export const combinedEstimateOf = (
  handoff: WaitingHandoff,
  { load, sameSubjectAhead }: QueuePosition,
  view: PoolView,
): CombinedEstimate | null => {
  const { snapshot, simulated } = view;
  if (simulated === null || isClosed(handoff, snapshot.at)) return null;
  const twin = simulated.waiting(handoff.handoffId);
  if (hasFreeCapacity(twin)) return null;
  const exact = isStaffed(handoff, snapshot) ? exactQuantile(handoff, load, snapshot) : null;
  return combine(twin, simulated.historical(handoff.subject, sameSubjectAhead), exact, view);
};

/**
 * The wait of a hand-off in the queue: the calibrated blend, or the Markov estimate alone where no simulation was run.
 * Null: nothing is known, or its teams are closed and the wait begins when they open.
 */
export const quantilesOf = (handoff: WaitingHandoff, position: QueuePosition, view: PoolView): Quantiles | null => {
  const { snapshot, simulated } = view;
  if (isClosed(handoff, snapshot.at)) return null;
  if (simulated === null) return markovQuantiles(handoff, position.load, snapshot);
  const twin = simulated.waiting(handoff.handoffId);
  if (twin !== null && hasFreeCapacity(twin)) return answerQuantiles(twin, snapshot);
  return calibrated(combinedEstimateOf(handoff, position, view), view);
};

const answerQuantiles = (twin: WaitDistribution, { answerSeconds }: CapacitySnapshot): Quantiles =>
  publishedQuantiles(withAnswerTime(twin, answerSeconds), PUBLISHED_LEVELS, TWIN);

const markovQuantiles = (
  handoff: Pick<WaitingHandoff, 'steps'>,
  load: number,
  snapshot: CapacitySnapshot,
): Quantiles | null =>
  isStaffed(handoff, snapshot)
    ? publishedQuantiles(exactQuantile(handoff, load, snapshot), PUBLISHED_LEVELS, MARKOV)
    : null;

/** The wait of a hand-off that joins between two refreshes: the last published queue wait, or the Markov estimate where capacity is free. */
export const arrivalQuantiles = (
  handoff: WaitingHandoff,
  { load }: Pick<QueueAhead, 'load'>,
  snapshot: CapacitySnapshot,
  queue: PublishedQueueWait | null,
): Quantiles | null => {
  if (isClosed(handoff, snapshot.at)) return null;
  const published = queue === null || queue.estimator === MARKOV ? null : queue;
  const {
    p50Seconds: p50,
    p80Seconds: p80,
    p90Seconds: p90,
  } = published?.subjects.find(({ subject }) => subject === handoff.subject) ?? {};
  const teams = handoff.steps.filter(({ opensAt }) => opensAt <= snapshot.at).map(({ team }) => team);
  const free = load < snapshot.capacityOf(teams).free;
  if (published === null || free || p50 === undefined || p80 === undefined || p90 === undefined)
    return markovQuantiles(handoff, load, snapshot);
  return { p50, p80, p90, estimator: published.estimator };
};

/** The wait of a customer who would join now, without priority. */
export const joinerQuantiles = (
  subject: string,
  route: RouteSettings,
  { load, sameSubjectAhead }: QueuePosition,
  view: PoolView,
): Quantiles | null => {
  const { snapshot, simulated } = view;
  if (isClosed(route, snapshot.at)) return null;
  const steps = route.steps.map(({ team, seconds }) => ({ team, opensAt: snapshot.at + seconds * 1000 }));
  if (simulated === null) return markovQuantiles({ steps }, load, snapshot);
  const twin = simulated.joining(subject);
  if (twin !== null && hasFreeCapacity(twin)) return answerQuantiles(twin, snapshot);
  const exact = isStaffed({ steps }, snapshot) ? exactQuantile({ steps }, load, snapshot) : null;
  return calibrated(combine(twin, simulated.historical(subject, sameSubjectAhead), exact, view), view);
};
