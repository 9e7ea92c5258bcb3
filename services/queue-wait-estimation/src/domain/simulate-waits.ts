import type { Instant } from '@warmline/contracts';
import type { ActiveHandling, Agent as Seen } from './forecast/centre-state.ts';
import { futureCount, simulatedDistributions } from './forecast/digital-twin.ts';
import type { WaitDistribution } from './forecast/estimator.ts';
import { randomOf } from './forecast/random.ts';
import { type CentreSnapshot, inQueueOrder, type QueueEntry } from './forecast/simulation-start.ts';
import { modelOf } from './history.ts';
import type { Pool, RouteSettings } from './pool.ts';
import { priorityLevel, type WaitingHandoff } from './queue-lines.ts';
import type { WaitSettings } from './settings.ts';

/** What the digital twin sees for everyone who waits, and for one who would join now, by subject; null where it has nothing to say. */
export interface SimulatedWaits {
  readonly waiting: (handoffId: string) => WaitDistribution | null;
  readonly joining: (subject: string) => WaitDistribution | null;
  /** What those of the subject waited who were seen behind as many of it. */
  readonly historical: (subject: string, ahead: number) => WaitDistribution | null;
}

/** No future is run beyond this, seconds: what is longer is behind the last bucket. */
const HORIZON = 14_400;

type Routes = Map<string, CentreSnapshot['subjects'][number]>;

/** Null while too little was learnt. Costs one set of futures; the same pool and instant see the same. */
export const simulateWaits = (pool: Pool, settings: WaitSettings, at: Instant): SimulatedWaits | null => {
  const model = modelOf(pool);
  if (model === null) return null;
  const now = at / 1000;
  const routes: Routes = new Map();
  const indexes = new Map<string, number>();
  const routeIndexOf = (subject: string, law: RouteSettings, arriving: boolean): number => {
    const notBefore = law.closedUntil !== null && law.closedUntil > at ? law.closedUntil / 1000 : 0;
    const key = JSON.stringify([subject, law.steps, notBefore]);
    const known = indexes.get(key);
    if (known !== undefined) return known;
    const groups = law.steps.map(({ team }) => team);
    const delays = law.steps.map(({ seconds }) => seconds);
    routes.set(key, { name: subject, groups, delays, notBefore, arriving });
    indexes.set(key, indexes.size);
    return indexes.size - 1;
  };
  const names = Object.keys(pool.routes).sort();
  const rows = pool.waiting.values();
  // First those that come, so that a kind that waits as well is one of them.
  const probes = names.map((name, i): QueueEntry => {
    const law = pool.routes[name] ?? { steps: [], closedUntil: null };
    const route = { subject: routeIndexOf(name, law, true), t: now, since: now };
    return { ...route, key: now, resultIndex: rows.length + i, isProbe: true };
  });
  const places = rows.map((row, watch): QueueEntry => {
    const t = row.requestedAt / 1000;
    const key = t - priorityLevel(row.priority, settings) * settings.creditSeconds;
    return {
      key,
      subject: routeIndexOf(row.subject, routeSettingsOf(row), false),
      t,
      since: waitStartedAt(row) / 1000,
      resultIndex: watch,
      isProbe: false,
    };
  });
  const snapshot: CentreSnapshot = {
    now,
    subjects: [...routes.values()],
    agents: agentsOf(pool),
    waiting: inQueueOrder([...places, ...probes]),
    resultCount: rows.length + names.length,
    credit: settings.creditSeconds,
    horizon: HORIZON,
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

/** Which teams open to a hand-off how long after its request. */
export const routeSettingsOf = ({ steps, requestedAt, closedUntil }: WaitingHandoff): RouteSettings => ({
  steps: steps.map(({ team, opensAt }) => ({ team, seconds: Math.max(0, opensAt - requestedAt) / 1000 })),
  closedUntil: closedUntil ?? null,
});

/** Before the opening of its teams nobody is waiting in vain. */
export const waitStartedAt = ({ queuedAt, closedUntil }: WaitingHandoff): Instant =>
  Math.max(queuedAt, closedUntil ?? 0);

const agentsOf = ({ agents, assignments, openedAt }: Pool): Seen[] => {
  const handlings = new Map<string, Seen>();
  const made = agents
    .ids()
    .sort()
    .flatMap((id) => {
      const agent = agents.get(id);
      if (agent === undefined) return [];
      const { teams, capacity, status, since = openedAt, startedShift = true } = agent;
      const own: ActiveHandling[] = [];
      const one: Seen = {
        id,
        groups: teams,
        capacity,
        status,
        since: since / 1000,
        startedShift,
        handlings: own,
        idleSince: [],
      };
      handlings.set(id, one);
      return [one];
    });
  for (const id of assignments.ids().sort()) {
    const row = assignments.get(id);
    const agent = handlings.get(row?.agentId ?? '');
    if (row === undefined || agent === undefined) continue;
    const { since = openedAt, concurrency = 1 } = row;
    agent.handlings.push({ id, subject: row.handoff.subject, agent, since: since / 1000, concurrency });
  }
  return made;
};
