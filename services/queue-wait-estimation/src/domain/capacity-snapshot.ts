import type { Instant } from '@warmline/contracts';
import { waitQuantile } from './erlang-a.ts';
import type { Agent, Pool } from './pool.ts';
import type { WaitingHandoff } from './queue-lines.ts';
import { abandonmentRate, meanHandlingOf, meanOf } from './rates.ts';
import type { WaitSettings } from './settings.ts';

/** Capacity units of the agents who are online: all of them, and the free ones. */
export interface TeamCapacity {
  readonly capacity: number;
  readonly free: number;
  /** Conversations ended per second when every unit is taken. */
  readonly rate: number;
}

/** Capacity and rates of a pool at one instant. */
export interface CapacitySnapshot {
  readonly at: Instant;
  /** Abandonments per second of one waiting customer. */
  readonly theta: number;
  /** Seconds from an agent offer to its acceptance. */
  readonly answerSeconds: number;
  /** Capacity of all agents in any of the teams; each agent counts once. */
  readonly capacityOf: (teams: readonly string[]) => TeamCapacity;
  /** The share of hand-offs waiting for teams `theirs` that agents of teams `mine` will serve; null: no team is in both. */
  readonly sharedRate: (theirs: readonly string[], mine: readonly string[]) => number | null;
}

export const capacitySnapshotOf = (pool: Pool, settings: WaitSettings, at: Instant): CapacitySnapshot => {
  const stillWaited = Math.max(0, pool.waiting.size * (at - pool.openedAt) - pool.queuedSum) / 1000;
  const online = pool.agents.values().filter((agent) => agent.status === 'online' && agent.capacity > 0);
  const known = new Map<string, TeamCapacity>();
  const rateOf = (team: string): number => 1 / meanHandlingOf(pool.handling, team, settings.handling);
  const capacity = (teams: readonly string[]): TeamCapacity => {
    const key = JSON.stringify(teams);
    const found = known.get(key) ?? teamCapacityOf(online, teams, rateOf);
    known.set(key, found);
    return found;
  };
  return {
    at,
    theta: abandonmentRate(pool.patience, stillWaited, settings.patience),
    answerSeconds: meanOf(pool.answerTime, settings.answerTime),
    capacityOf: capacity,
    sharedRate: (theirs, mine) => {
      const both = theirs.filter((team) => mine.includes(team));
      if (both.length === 0) return null;
      const all = capacity(theirs).rate;
      return all === 0 ? 0 : capacity(both).rate / all;
    },
  };
};

const teamCapacityOf = (
  online: readonly Agent[],
  teams: readonly string[],
  rateOf: (team: string) => number,
): TeamCapacity => {
  let [capacity, free, rate] = [0, 0, 0];
  for (const agent of online) {
    const serves = agent.teams.filter((team) => teams.includes(team));
    if (serves.length === 0) continue;
    capacity += agent.capacity;
    free += Math.max(0, agent.capacity - agent.busy);
    rate += (agent.capacity * serves.reduce((sum, team) => sum + rateOf(team), 0)) / serves.length;
  }
  return { capacity, free, rate };
};

/** The capacity that serves a wait from `from` seconds on. */
interface CapacityPeriod {
  readonly from: number;
  readonly capacity: TeamCapacity;
}

const capacityPeriods = (
  { steps }: Pick<WaitingHandoff, 'steps'>,
  { at, capacityOf: capacity }: CapacitySnapshot,
): CapacityPeriod[] => {
  const begins = [...new Set(steps.map((step) => Math.max(0, step.opensAt - at) / 1000))].sort((a, b) => a - b);
  return begins
    .map((from) => ({
      from,
      capacity: capacity([...new Set(steps.filter((s) => s.opensAt - at <= from * 1000).map((s) => s.team))].sort()),
    }))
    .filter((period) => period.capacity.capacity > 0);
};

/** True if an agent on duty may serve it, now or when a further team opens. */
export const isStaffed = (handoff: Pick<WaitingHandoff, 'steps'>, snapshot: CapacitySnapshot): boolean =>
  capacityPeriods(handoff, snapshot).length > 0;

/** Seconds within which a share `p` of hand-offs with `ahead` others before them is assigned. */
const periodQuantile = (
  p: number,
  ahead: number,
  { free, rate }: TeamCapacity,
  { theta, answerSeconds }: CapacitySnapshot,
): number =>
  ahead < free
    ? -Math.log1p(-p) * answerSeconds
    : waitQuantile({ ahead: ahead - free, rate, theta }, p) + answerSeconds;

/**
 * Seconds to the assignment at quantile `p`; null where nobody on duty may ever serve it.
 * When a further team opens, the rest of the wait shortens by the ratio of the rates (exact where all hazards scale alike).
 */
export const markovQuantile = (
  p: number,
  handoff: Pick<WaitingHandoff, 'steps'>,
  ahead: number,
  snapshot: CapacitySnapshot,
): number | null => {
  let wait: number | null = null;
  let before = 0;
  for (const { from, capacity } of capacityPeriods(handoff, snapshot)) {
    if (wait === null) wait = from + periodQuantile(p, ahead, capacity, snapshot);
    else if (wait > from) {
      const shrunk: number = from + ((wait - from) * before) / capacity.rate;
      wait = ahead < capacity.free ? Math.min(shrunk, from + periodQuantile(p, ahead, capacity, snapshot)) : shrunk;
    }
    before = capacity.rate;
  }
  return wait;
};
