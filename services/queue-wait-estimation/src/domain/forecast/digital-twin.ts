import type { CentreState } from './centre-state.ts';
import { empiricalDistribution, type WaitDistribution, type WaitEstimator } from './estimator.ts';
import type { HandoffRequest, RoutingRules } from './log-events.ts';
import { type Random, randomOf } from './random.ts';
import { MAX_WAIT_SECONDS, simulateFuture } from './simulate-future.ts';
import {
  type CentreSnapshot,
  inQueueOrder,
  type LearnedModel,
  type QueueEntry,
  simulationStartOf,
  subjectsOf,
} from './simulation-start.ts';

/**
 * A digital twin: the floor as it is to be seen, run forward so many times with what was learnt. One set of futures serves all who are
 * watched; null for one whom half of them do not see taken within the horizon. The same scene and numbers, the same waits.
 */
export const simulatedDistributions = (
  snapshot: CentreSnapshot,
  model: LearnedModel,
  random: Random,
  futures: number,
): readonly (WaitDistribution | null)[] => {
  const initial = simulationStartOf(snapshot, model);
  const runs = Array.from({ length: futures }, () => simulateFuture(initial, model, random));
  return Array.from({ length: snapshot.resultCount }, (_, i) => {
    const ending = runs.map((waits) => waits[i] ?? MAX_WAIT_SECONDS).filter((wait) => wait < MAX_WAIT_SECONDS);
    return ending.length < futures / 2 ? null : empiricalDistribution(ending);
  });
};

/** With many watched the futures are fewer: the work of a set stays within that of 50 futures for 500. */
export const futureCount = (watched: number): number => Math.max(20, Math.min(50, Math.round(25_000 / watched)));

/** At a request. None where nobody is on duty, or soon, and no earlier day says when someone comes. */
export const twinEstimator = (
  state: CentreState,
  rules: RoutingRules,
  model: LearnedModel,
  futures: number,
): WaitEstimator => ({
  name: 'twin',
  estimate: (request) => {
    const subjects = subjectsOf(rules, [...model.arrivals.subjects(), request.subject]);
    const others = [...state.waiting.values()].filter(({ id }) => id !== request.id);
    const place = queueEntries(subjects, rules);
    const waiting = inQueueOrder([...others.map((other) => place(other, -1)), { ...place(request, 0), isProbe: true }]);
    const snapshot = { now: request.t, subjects, agents: state.agents.values(), waiting, resultCount: 1 };
    const random = randomOf(request.id);
    return (
      simulatedDistributions(
        { ...snapshot, credit: rules.credit_s, horizon: MAX_WAIT_SECONDS },
        model,
        random,
        futures,
      )[0] ?? null
    );
  },
});

const queueEntries = (
  subjects: CentreSnapshot['subjects'],
  { credit_s }: RoutingRules,
): ((request: HandoffRequest, watch: number) => QueueEntry) => {
  const indexOf = new Map(subjects.map(({ name }, i) => [name, i]));
  return ({ t, subject, priority }, watch) => ({
    key: t - credit_s * priority,
    subject: indexOf.get(subject) ?? 0,
    t,
    since: t,
    resultIndex: watch,
    isProbe: false,
  });
};

export interface QueueForecast {
  readonly waiting: ReadonlyMap<string, WaitDistribution | null>;
  /** Of one who would join now, without priority, by subject. */
  readonly joining: ReadonlyMap<string, WaitDistribution | null>;
}

/** Everyone who waits, and one who would join now of each subject, from the same futures. `horizon` in seconds. */
export const forecastQueue = (
  { state, rules, model }: { readonly state: CentreState; readonly rules: RoutingRules; readonly model: LearnedModel },
  now: number,
  { futures, horizon, seed }: { readonly futures: number; readonly horizon: number; readonly seed: string },
): QueueForecast => {
  const people = [...state.waiting.values()];
  const subjects = subjectsOf(rules, model.arrivals.subjects());
  const place = queueEntries(subjects, rules);
  const probes = subjects.map((_, i) => ({
    key: now,
    subject: i,
    t: now,
    since: now,
    resultIndex: people.length + i,
    isProbe: true,
  }));
  const waiting = inQueueOrder([...people.map(place), ...probes]);
  const snapshot = { now, subjects, agents: state.agents.values(), waiting, resultCount: waiting.length };
  const waits = simulatedDistributions(
    { ...snapshot, credit: rules.credit_s, horizon },
    model,
    randomOf(seed),
    futures,
  );
  return {
    waiting: new Map(people.map(({ id }, i) => [id, waits[i] ?? null])),
    joining: new Map(subjects.map(({ name }, i) => [name, waits[people.length + i] ?? null])),
  };
};
