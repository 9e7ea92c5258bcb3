import { meanWait, waitQuantile } from '../erlang-a.ts';
import { samplesOf, type WaitEstimator } from './estimator.ts';
import type { Request, Rules } from './events.ts';
import type { Floor } from './floor.ts';
import type { Learnt } from './situation.ts';

const LEVELS = 20;

/**
 * The exact wait behind those ahead in M/M/s+M, the teams that may serve the same people taken as one pool: of its agents who are
 * online every slot ends conversations at the mean rate of the subjects that come.
 */
export const markov = (floor: Floor, rules: Rules, { handling, patience, arrivals, pauses }: Learnt): WaitEstimator => {
  const pools = poolsOf(rules);
  const meanOf = (subject: string): number => handling.meanOf(subject) + (pauses?.turnaround.mean() ?? 0);
  const keyOf = ({ t, priority }: Request): number => t - rules.credit_s * priority;
  return {
    name: 'markov',
    estimate: (request) => {
      const pool = pools.find(({ subjects }) => subjects.has(request.subject));
      if (pool === undefined) return null;
      let slots = 0;
      for (const { status, groups, capacity, chats } of floor.agents.values()) {
        if (status !== 'online' || !groups.some((group) => pool.groups.has(group))) continue;
        slots += Math.max(capacity, chats.length);
      }
      if (slots === 0) return null;
      const own = keyOf(request);
      let ahead = 0;
      for (const other of floor.waiting.values()) {
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
      const queue = { ahead, rate: (slots * total) / work, theta: patience.rate(request.subject) };
      const levels = Array.from({ length: LEVELS }, (_, i) => waitQuantile(queue, (i + 0.5) / LEVELS));
      return { ...samplesOf(levels), mean: meanWait(queue), quantile: (p) => waitQuantile(queue, p) };
    },
  };
};

interface Pool {
  readonly groups: Set<string>;
  readonly subjects: Set<string>;
}

/** Topics that share a team, directly or through others, are one pool. */
export const poolsOf = (rules: Rules): readonly Pool[] => {
  let pools: Pool[] = [];
  for (const [subject, rule] of Object.entries(rules.subjects)) {
    const joined: Pool = { groups: new Set(rule?.groups), subjects: new Set([subject]) };
    const apart: Pool[] = [];
    for (const pool of pools) {
      if (![...pool.groups].some((group) => joined.groups.has(group))) apart.push(pool);
      else {
        for (const group of pool.groups) joined.groups.add(group);
        for (const other of pool.subjects) joined.subjects.add(other);
      }
    }
    pools = [...apart, joined];
  }
  return pools;
};
