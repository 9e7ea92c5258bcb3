import { type Instant, ownValue } from '@warmline/contracts';
import type { ObservedAgent } from './forecast/centre-state.ts';
import { futureCount, simulatedDistributions } from './forecast/digital-twin.ts';
import type { WaitDistribution } from './forecast/estimator.ts';
import { randomOf } from './forecast/random.ts';
import { type CentreSnapshot, type QueueEntry, sortedEntries } from './forecast/simulation-start.ts';
import { modelOf } from './history.ts';
import type { Pool, RouteSettings } from './pool.ts';
import { priorityLevel, type WaitingHandoff } from './queue-lines.ts';
import type { WaitSettings } from './settings.ts';

/** Simulated waits of every waiting hand-off and, by subject, of a customer joining now; null: no estimate. */
export interface SimulatedWaits {
  readonly waiting: (handoffId: string) => WaitDistribution | null;
  readonly joining: (subject: string) => WaitDistribution | null;
  /** Past waits of hand-offs that had as many of the subject ahead. */
  readonly historical: (subject: string, ahead: number) => WaitDistribution | null;
}

/** Seconds after which a simulation run stops: a longer wait lies beyond the last announced bucket. */
const HORIZON_SECONDS = 14_400;

type Routes = Map<string, CentreSnapshot['routes'][number]>;

/** Null while too little is known. Costs one set of simulation runs. Deterministic: the pool and the instant are the seed. */
export const simulateWaits = (pool: Pool, settings: WaitSettings, at: Instant): SimulatedWaits | null => {
  const model = modelOf(pool);
  if (model === null) return null;
  const now = at / 1000;
  const routes: Routes = new Map();
  const indexes = new Map<string, number>();
  const routeIndexOf = (subject: string, route: RouteSettings, hasArrivals: boolean): number => {
    const notBefore = route.closedUntil !== null && route.closedUntil > at ? route.closedUntil / 1000 : 0;
    const key = JSON.stringify([subject, route.steps, notBefore]);
    const known = indexes.get(key);
    if (known !== undefined) return known;
    const teams = route.steps.map(({ team }) => team);
    const delays = route.steps.map(({ seconds }) => seconds);
    routes.set(key, { subject, teams, delays, notBefore, hasArrivals });
    indexes.set(key, indexes.size);
    return indexes.size - 1;
  };
  const names = Object.keys(pool.routes).sort();
  const rows = pool.waiting.values();
  // Routes with arrivals come first, so that a waiting hand-off with the same settings shares theirs.
  const probes = names.map((name, i): QueueEntry => {
    const route = routeIndexOf(name, ownValue(pool.routes, name) ?? { steps: [], closedUntil: null }, true);
    return { route, t: now, since: now, key: now, resultIndex: rows.length + i, isProbe: true };
  });
  const entries = rows.map((row, resultIndex): QueueEntry => {
    const t = row.requestedAt / 1000;
    const key = t - priorityLevel(row.priority, settings) * settings.creditSeconds;
    return {
      key,
      route: routeIndexOf(row.subject, routeSettingsOf(row), false),
      t,
      since: waitStartedAt(row) / 1000,
      resultIndex,
      isProbe: false,
    };
  });
  const snapshot: CentreSnapshot = {
    now,
    routes: [...routes.values()],
    agents: agentsOf(pool),
    waiting: sortedEntries([...entries, ...probes]),
    resultCount: rows.length + names.length,
    credit: settings.creditSeconds,
    horizon: HORIZON_SECONDS,
  };
  const random = randomOf(`${pool.poolId}/${at}/${pool.modelRefresh.n}`);
  const waits = simulatedDistributions(snapshot, model, random, futureCount(snapshot.resultCount));
  const indexById = new Map(rows.map(({ handoffId }, i) => [handoffId, i]));
  return {
    waiting: (handoffId) => waits[indexById.get(handoffId) ?? -1] ?? null,
    joining: (subject) => waits[rows.length + names.indexOf(subject)] ?? null,
    historical: model.waitHistory.distributionFor,
  };
};

/** The fallback delays of a hand-off, in seconds after its request. */
export const routeSettingsOf = ({ steps, requestedAt, closedUntil }: WaitingHandoff): RouteSettings => ({
  steps: steps.map(({ team, opensAt }) => ({ team, seconds: Math.max(0, opensAt - requestedAt) / 1000 })),
  closedUntil,
});

/** The wait counts from the opening of the teams where they are closed. */
export const waitStartedAt = ({ queuedAt, closedUntil }: WaitingHandoff): Instant =>
  Math.max(queuedAt, closedUntil ?? 0);

const agentsOf = ({ agents, assignments }: Pool): ObservedAgent[] => {
  const byId = new Map<string, ObservedAgent>();
  for (const id of agents.ids().sort()) {
    const agent = agents.get(id);
    if (agent === undefined) continue;
    const { teams, capacity, status, since, startedShift } = agent;
    const observed = { id, teams, capacity, status, since: since / 1000, startedShift };
    byId.set(id, { ...observed, handlings: [], idleSince: [] });
  }
  for (const id of assignments.ids().sort()) {
    const row = assignments.get(id);
    const agent = byId.get(row?.agentId ?? '');
    if (row === undefined || agent === undefined) continue;
    const { handoff, since, concurrency } = row;
    agent.handlings.push({ id, subject: handoff.subject, agent, since: since / 1000, concurrency });
  }
  return [...byId.values()];
};
