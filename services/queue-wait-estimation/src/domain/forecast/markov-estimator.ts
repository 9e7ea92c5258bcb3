import { meanWait, waitQuantile } from '../erlang-a.ts';
import type { CentreState } from './centre-state.ts';
import { empiricalDistribution, type WaitEstimator } from './estimator.ts';
import type { HandoffRequest, RoutingRules } from './log-events.ts';
import type { LearnedModel } from './simulation-start.ts';

/** Quantiles of an estimate, evenly spaced. */
const QUANTILES = 20;

/**
 * The exact wait behind the requests ahead in an M/M/s+M queue. Teams that share subjects are one pool; each capacity unit of its online
 * agents ends conversations at the mean rate of the subjects that arrive.
 */
export const markovEstimator = (
  state: CentreState,
  rules: RoutingRules,
  { handling, patience, arrivals, delays }: LearnedModel,
): WaitEstimator => {
  const pools = routePoolsOf(rules);
  const meanOf = (subject: string): number => handling.meanOf(subject) + (delays?.turnaround.mean() ?? 0);
  const keyOf = ({ t, priority }: HandoffRequest): number => t - rules.credit_s * priority;
  return {
    name: 'markov',
    estimate: (request) => {
      const pool = pools.find(({ subjects }) => subjects.has(request.subject));
      if (pool === undefined) return null;
      let servers = 0;
      for (const { status, teams, capacity, handlings } of state.agents.values()) {
        if (status !== 'online' || !teams.some((team) => pool.teams.has(team))) continue;
        servers += Math.max(capacity, handlings.length);
      }
      if (servers === 0) return null;
      const own = keyOf(request);
      let ahead = 0;
      for (const other of state.waiting.values()) {
        if (other.id !== request.id && pool.subjects.has(other.subject) && keyOf(other) <= own) ahead += 1;
      }
      const names = arrivals.subjects();
      const rates = arrivals.ratesAt(request.t, request.t);
      let [work, total] = [meanOf(request.subject), 1];
      names.forEach((name, i) => {
        if (!pool.subjects.has(name)) return;
        work += 1000 * (rates[i] ?? 0) * meanOf(name);
        total += 1000 * (rates[i] ?? 0);
      });
      const queue = { ahead, rate: (servers * total) / work, theta: patience.abandonmentRate(request.subject) };
      const levels = Array.from({ length: QUANTILES }, (_, i) => waitQuantile(queue, (i + 0.5) / QUANTILES));
      return { ...empiricalDistribution(levels), mean: meanWait(queue), quantile: (p) => waitQuantile(queue, p) };
    },
  };
};

interface RoutePool {
  readonly teams: Set<string>;
  readonly subjects: Set<string>;
}

/** Subjects that share a team, directly or through others, are one pool. */
export const routePoolsOf = (rules: RoutingRules): readonly RoutePool[] => {
  let pools: RoutePool[] = [];
  for (const [subject, rule] of Object.entries(rules.subjects)) {
    const joined: RoutePool = { teams: new Set(rule?.groups), subjects: new Set([subject]) };
    const apart: RoutePool[] = [];
    for (const pool of pools) {
      if (![...pool.teams].some((team) => joined.teams.has(team))) apart.push(pool);
      else {
        for (const team of pool.teams) joined.teams.add(team);
        for (const other of pool.subjects) joined.subjects.add(other);
      }
    }
    pools = [...apart, joined];
  }
  return pools;
};
