import type { Instant } from '@warmline/contracts';
import { type CapacitySnapshot, isStaffed, markovQuantile } from './capacity-snapshot.ts';
import {
  type Calibration,
  calibratedLevels,
  driftFactor,
  estimatorWeights,
  PUBLISHED_LEVELS,
  queueLengthRegime,
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

export const MARKOV = 'markov-abandonment';
export const TWIN = 'digital-twin';
export const BLEND = 'blend';
/**
 * In the order in which they are believed before any wait has ended. `twin-at-pace` is the twin times what the waits that ended lately
 * were longer than it told: when everyone becomes slower at once that is seen before the twin has learnt it conversation by conversation.
 */
export const ESTIMATORS = [TWIN, 'twin-at-pace', 'history', MARKOV] as const;

/** The pool at one instant, for whoever is to be told something of it. `foresight` null: nobody looked ahead. */
export interface PoolView {
  readonly snapshot: CapacitySnapshot;
  readonly simulated: SimulatedWaits | null;
  readonly calibration: Calibration;
  readonly waitingCount: number;
}

/** Where one stands: `alike` of those before him are of his subject. */
export interface QueuePosition extends Pick<QueueAhead, 'load'> {
  readonly sameSubjectAhead: number;
}

export type Quantile = WaitDistribution['quantile'];

/** What every estimator says of one wait, and all together before the levels are moved. */
export interface CombinedEstimate {
  readonly estimates: readonly (Quantile | null)[];
  readonly combined: Quantile;
  readonly estimator: string;
}

/** A slot is not yet an agent: he takes what he is offered after a while. */
const withAnswerTime =
  (waits: WaitDistribution, answer: number): Quantile =>
  (p) => {
    const wait = waits.quantile(p);
    return wait <= 0 ? -Math.log1p(-p) * answer : wait + answer;
  };

const exactQuantile =
  (steps: Pick<WaitingHandoff, 'steps'>, load: number, snapshot: CapacitySnapshot): Quantile =>
  (p) =>
    markovQuantile(p, steps, Math.round(load), snapshot) ?? Number.POSITIVE_INFINITY;

const publishedQuantiles = (
  quantile: Quantile,
  [low, middle, high]: readonly number[],
  estimator: string,
): Quantiles => {
  const p50 = quantile(low ?? PUBLISHED_LEVELS[0]);
  const p80 = Math.max(p50, quantile(middle ?? PUBLISHED_LEVELS[1]));
  return { p50, p80, p90: Math.max(p80, quantile(high ?? PUBLISHED_LEVELS[2])), estimator };
};

export const isClosed = ({ closedUntil }: { readonly closedUntil?: Instant | null }, at: Instant): boolean =>
  closedUntil != null && closedUntil > at;

/** A slot is free in half of the futures: what is then waited for is the answer to an offer, of which neither queue nor past say anything. */
const hasFreeCapacity = (twin: WaitDistribution | null): boolean => twin !== null && twin.quantile(0.5) <= 0;

/** Null where nobody is on duty and the twin sees nobody come: the past alone does not say that someone will. */
const combine = (
  twin: WaitDistribution | null,
  past: WaitDistribution | null,
  queue: Quantile | null,
  view: PoolView,
): CombinedEstimate | null => {
  if (twin === null && queue === null) return null;
  const own = twin === null ? null : withAnswerTime(twin, view.snapshot.answerSeconds);
  const pace = driftFactor(view.calibration);
  const paced = own === null ? null : (p: number) => own(p) * pace;
  const given = [own, paced, past === null ? null : past.quantile, queue];
  const weights = estimatorWeights(
    view.calibration,
    given.map((quantile) => quantile !== null),
  );
  const used = given.flatMap((quantile, i) => {
    const weight = weights[i] ?? 0;
    return quantile === null || weight === 0 ? [] : [{ quantile, weight, name: ESTIMATORS[i] ?? BLEND }];
  });
  const [first] = used;
  if (first === undefined) return null;
  if (used.length === 1) return { estimates: given, combined: first.quantile, estimator: first.name };
  const all: Quantile = (p) => used.reduce((sum, { quantile, weight }) => sum + weight * quantile(p), 0);
  return { estimates: given, combined: all, estimator: BLEND };
};

const calibrated = (combined: CombinedEstimate | null, { calibration, waitingCount }: PoolView): Quantiles | null =>
  combined === null
    ? null
    : publishedQuantiles(
        combined.combined,
        calibratedLevels(calibration, queueLengthRegime(waitingCount)),
        combined.estimator,
      );

/** Of one in the queue; null where nothing is known that could be proven: no look ahead, closed teams, a free slot. */
export const combinedEstimateOf = (
  handoff: WaitingHandoff,
  { load, sameSubjectAhead }: QueuePosition,
  view: PoolView,
): CombinedEstimate | null => {
  const { snapshot, simulated } = view;
  if (simulated === null || isClosed(handoff, snapshot.at)) return null;
  const twin = simulated.waiting(handoff.handoffId);
  if (hasFreeCapacity(twin)) return null;
  const queue = isStaffed(handoff, snapshot) ? exactQuantile(handoff, load, snapshot) : null;
  return combine(twin, simulated.historical(handoff.subject, sameSubjectAhead), queue, view);
};

/**
 * What is known of the wait of one in the queue: by twin, past and exact queue together, by the exact queue alone where nobody looked
 * ahead. Null: nothing is known, or its teams are closed, and the wait begins at their opening.
 */
export const quantilesOf = (handoff: WaitingHandoff, place: QueuePosition, view: PoolView): Quantiles | null => {
  const { snapshot, simulated } = view;
  if (isClosed(handoff, snapshot.at)) return null;
  if (simulated === null) return markovQuantiles(handoff, place.load, snapshot);
  const twin = simulated.waiting(handoff.handoffId);
  if (twin !== null && hasFreeCapacity(twin))
    return publishedQuantiles(withAnswerTime(twin, snapshot.answerSeconds), PUBLISHED_LEVELS, TWIN);
  return calibrated(combinedEstimateOf(handoff, place, view), view);
};

const markovQuantiles = (
  handoff: Pick<WaitingHandoff, 'steps'>,
  load: number,
  snapshot: CapacitySnapshot,
): Quantiles | null =>
  isStaffed(handoff, snapshot)
    ? publishedQuantiles(exactQuantile(handoff, load, snapshot), PUBLISHED_LEVELS, MARKOV)
    : null;

/** Of one who joins between two looks: as was told of the queue, where no slot is free. */
export const arrivalQuantiles = (
  handoff: WaitingHandoff,
  { load }: Pick<QueueAhead, 'load'>,
  snapshot: CapacitySnapshot,
  queue: PublishedQueueWait | null,
): Quantiles | null => {
  if (isClosed(handoff, snapshot.at)) return null;
  const foreseen = queue === null || queue.estimator === MARKOV ? null : queue;
  const {
    p50Seconds: p50,
    p80Seconds: p80,
    p90Seconds: p90,
  } = foreseen?.subjects.find(({ subject }) => subject === handoff.subject) ?? {};
  const teams = handoff.steps.filter(({ opensAt }) => opensAt <= snapshot.at).map(({ team }) => team);
  const free = load < snapshot.capacityOf(teams).free;
  if (foreseen === null || free || p50 === undefined || p80 === undefined || p90 === undefined)
    return markovQuantiles(handoff, load, snapshot);
  return { p50, p80, p90, estimator: foreseen.estimator };
};

/** Of one who would join now without priority, behind so many. */
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
  if (twin !== null && hasFreeCapacity(twin))
    return publishedQuantiles(withAnswerTime(twin, snapshot.answerSeconds), PUBLISHED_LEVELS, TWIN);
  const queue = isStaffed({ steps }, snapshot) ? exactQuantile({ steps }, load, snapshot) : null;
  return calibrated(combine(twin, simulated.historical(subject, sameSubjectAhead), queue, view), view);
};
