import { meanWait, waitQuantile } from '../erlang-a.ts';
import { samplesOf, type WaitEstimator } from './estimator.ts';
import type { Request, Rules } from './events.ts';
import type { Floor } from './floor.ts';
import type { Learnt } from './situation.ts';

const LEVELS = 20;

/**
 * The exact wait behind those ahead in M/M/s+M, the teams that may serve the same people taken as one pool: of its agents who are
 * online every slot ends conversations at the mean rate of the topics that come.
 */
export const markov = (floor: Floor, rules: Rules, { handling, patience, arrivals, pauses }: Learnt): WaitEstimator => {
  const pools = poolsOf(rules);
  const meanOf = (topic: string): number => handling.meanOf(topic) + (pauses?.turnaround.mean() ?? 0);
  const keyOf = ({ t, priority }: Request): number => t - rules.credit_s * priority;
  return {
    name: 'markov',
    estimate: (request) => {
      const pool = pools.find(({ topics }) => topics.has(request.topic));
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
        if (other.id !== request.id && pool.topics.has(other.topic) && keyOf(other) <= own) ahead += 1;
      }
      const names = arrivals.topics();
      const rates = arrivals.ratesAt(request.t, request.t);
      let [work, total] = [meanOf(request.topic), 1];
      names.forEach((name, i) => {
        if (!pool.topics.has(name)) return;
        work += 1000 * (rates[i] ?? 0) * meanOf(name);
        total += 1000 * (rates[i] ?? 0);
      });
      const queue = { ahead, rate: (slots * total) / work, theta: patience.rate(request.topic) };
      const levels = Array.from({ length: LEVELS }, (_, i) => waitQuantile(queue, (i + 0.5) / LEVELS));
      return { ...samplesOf(levels), mean: meanWait(queue), quantile: (p) => waitQuantile(queue, p) };
    },
  };
};

interface Pool {
  readonly groups: Set<string>;
  readonly topics: Set<string>;
}

/** Topics that share a team, directly or through others, are one pool. */
export const poolsOf = (rules: Rules): readonly Pool[] => {
  let pools: Pool[] = [];
  for (const [topic, rule] of Object.entries(rules.topics)) {
    const joined: Pool = { groups: new Set(rule?.groups), topics: new Set([topic]) };
    const apart: Pool[] = [];
    for (const pool of pools) {
      if (![...pool.groups].some((group) => joined.groups.has(group))) apart.push(pool);
      else {
        for (const group of pool.groups) joined.groups.add(group);
        for (const other of pool.topics) joined.topics.add(other);
      }
    }
    pools = [...apart, joined];
  }
  return pools;
};
