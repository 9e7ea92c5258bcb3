import type { CentreState } from './centre-state.ts';
import { empiricalDistribution, type WaitDistribution, type WaitEstimator } from './estimator.ts';
import type { HandoffRequest, RoutingRules } from './log-events.ts';
import { type Random, randomOf } from './random.ts';
import { MAX_WAIT_SECONDS, simulateFuture } from './simulate-future.ts';
import {
  type CentreSnapshot,
  type LearnedModel,
  type QueueEntry,
  routesOf,
  simulationStartOf,
  sortedEntries,
} from './simulation-start.ts';

/**
 * A digital twin: the contact centre, simulated from the snapshot on in `futures` runs. One set of runs gives the waits of all entries
 * asked for; null where fewer than half of the runs see the wait end within the horizon. Deterministic for one `random`.
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

/** Runs of a set: 50 for up to 500 waits, fewer for more, at least 20. */
export const futureCount = (waits: number): number => Math.max(20, Math.min(50, Math.round(25_000 / waits)));

/** Null where nobody is on duty and no earlier day shows when someone comes. */
export const twinEstimator = (
  state: CentreState,
  rules: RoutingRules,
  model: LearnedModel,
  futures: number,
): WaitEstimator => ({
  name: 'twin',
  estimate: (request) => {
    const routes = routesOf(rules, [...model.arrivals.subjects(), request.subject]);
    const others = [...state.waiting.values()].filter(({ id }) => id !== request.id);
    const entryOf = queueEntries(routes, rules);
    const waiting = [...others.map((other) => entryOf(other, -1)), { ...entryOf(request, 0), isProbe: true }];
    const snapshot = {
      ...{ now: request.t, routes, agents: state.agents.values(), waiting: sortedEntries(waiting), resultCount: 1 },
      ...{ credit: rules.credit_s, horizon: MAX_WAIT_SECONDS },
    };
    return simulatedDistributions(snapshot, model, randomOf(request.id), futures)[0] ?? null;
  },
});

const queueEntries = (
  routes: CentreSnapshot['routes'],
  { credit_s }: RoutingRules,
): ((request: HandoffRequest, resultIndex: number) => QueueEntry) => {
  const indexOf = new Map(routes.map(({ subject }, i) => [subject, i]));
  return ({ t, subject, priority }, resultIndex) => ({
    key: t - credit_s * priority,
    route: indexOf.get(subject) ?? 0,
    t,
    since: t,
    resultIndex,
    isProbe: false,
  });
};

export interface QueueForecast {
  readonly waiting: ReadonlyMap<string, WaitDistribution | null>;
  /** By subject, of a customer who would join now without priority. */
  readonly joining: ReadonlyMap<string, WaitDistribution | null>;
}

/** The waits of all waiting requests and, by subject, of a customer joining now, from one set of runs. `horizon` in seconds. */
export const forecastQueue = (
  { state, rules, model }: { readonly state: CentreState; readonly rules: RoutingRules; readonly model: LearnedModel },
  now: number,
  { futures, horizon, seed }: { readonly futures: number; readonly horizon: number; readonly seed: string },
): QueueForecast => {
  const requests = [...state.waiting.values()];
  const routes = routesOf(rules, model.arrivals.subjects());
  const probes = routes.map((_, i) => ({
    ...{ key: now, route: i, t: now, since: now },
    ...{ resultIndex: requests.length + i, isProbe: true },
  }));
  const waiting = sortedEntries([...requests.map(queueEntries(routes, rules)), ...probes]);
  const snapshot = {
    ...{ now, routes, agents: state.agents.values(), waiting, resultCount: waiting.length },
    ...{ credit: rules.credit_s, horizon },
  };
  const waits = simulatedDistributions(snapshot, model, randomOf(seed), futures);
  return {
    waiting: new Map(requests.map(({ id }, i) => [id, waits[i] ?? null])),
    joining: new Map(routes.map(({ subject }, i) => [subject, waits[requests.length + i] ?? null])),
  };
};
