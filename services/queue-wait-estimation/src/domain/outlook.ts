import type { Instant } from '@warmline/contracts';
import { waitQuantile } from './erlang-a.ts';
import type { Waiting } from './lines.ts';
import type { Agent, Pool } from './pool.ts';
import { abandonmentRate, handlingOf, meanOf } from './rates.ts';
import type { WaitSettings } from './settings.ts';

/** Slots of agents who are online: all of them, and those without a conversation. */
export interface Slots {
  readonly capacity: number;
  readonly free: number;
  /** Conversations they end a second when all are taken. */
  readonly rate: number;
}

/** What the pool promises at one instant. */
export interface Outlook {
  readonly at: Instant;
  /** Share of those who wait that leave, a second. */
  readonly theta: number;
  /** Seconds until an agent takes what he is offered. */
  readonly answer: number;
  /** Of all agents in any of the teams, each counted once: teams that share agents are one pool. */
  readonly slots: (teams: readonly string[]) => Slots;
  /** Of those who wait for `theirs`, the share that the agents of `mine` will serve; null: no team is in both. */
  readonly share: (theirs: readonly string[], mine: readonly string[]) => number | null;
}

export const outlookOf = (pool: Pool, settings: WaitSettings, at: Instant): Outlook => {
  const stillWaited = Math.max(0, pool.waiting.size * (at - pool.openedAt) - pool.queuedSum) / 1000;
  const online = pool.agents.values().filter((agent) => agent.status === 'online' && agent.capacity > 0);
  const known = new Map<string, Slots>();
  const rateOf = (team: string): number => 1 / handlingOf(pool.handling, team, settings.handling);
  const slots = (teams: readonly string[]): Slots => {
    const key = JSON.stringify(teams);
    const found = known.get(key) ?? counted(online, teams, rateOf);
    known.set(key, found);
    return found;
  };
  return {
    at,
    theta: abandonmentRate(pool.patience, stillWaited, settings.patience),
    answer: meanOf(pool.answer, settings.answer),
    slots,
    share: (theirs, mine) => {
      const both = theirs.filter((team) => mine.includes(team));
      if (both.length === 0) return null;
      const all = slots(theirs).rate;
      return all === 0 ? 0 : slots(both).rate / all;
    },
  };
};

const counted = (online: readonly Agent[], teams: readonly string[], rateOf: (team: string) => number): Slots => {
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

/** One stretch of the wait: from so many seconds on, these slots serve it. */
interface Stretch {
  readonly from: number;
  readonly slots: Slots;
}

const stretches = ({ steps }: Pick<Waiting, 'steps'>, { at, slots }: Outlook): Stretch[] => {
  const begins = [...new Set(steps.map((step) => Math.max(0, step.opensAt - at) / 1000))].sort((a, b) => a - b);
  return begins
    .map((from) => ({
      from,
      slots: slots([...new Set(steps.filter((s) => s.opensAt - at <= from * 1000).map((s) => s.team))].sort()),
    }))
    .filter((stretch) => stretch.slots.capacity > 0);
};

/** Someone is on duty who may serve it at once or later. */
export const staffed = (handoff: Pick<Waiting, 'steps'>, outlook: Outlook): boolean =>
  stretches(handoff, outlook).length > 0;

/** Seconds within which a share `p` is assigned, of those for whom a free slot is there, or who are `ahead` places behind in the queue. */
const within = (p: number, ahead: number, { free, rate }: Slots, { theta, answer }: Outlook): number =>
  ahead < free ? -Math.log1p(-p) * answer : waitQuantile({ ahead: ahead - free, rate, theta }, p) + answer;

/**
 * The quantile of the time to the assignment, or null: nobody on duty who may ever serve it, so nothing is known.
 * When a further team opens, what is left of the wait passes faster by the ratio of the rates (exact for a law whose hazards all scale).
 */
export const quantileOf = (
  p: number,
  handoff: Pick<Waiting, 'steps'>,
  ahead: number,
  outlook: Outlook,
): number | null => {
  let wait: number | null = null;
  let before = 0;
  for (const { from, slots } of stretches(handoff, outlook)) {
    if (wait === null) wait = from + within(p, ahead, slots, outlook);
    else if (wait > from) {
      const shrunk: number = from + ((wait - from) * before) / slots.rate;
      wait = ahead < slots.free ? Math.min(shrunk, from + within(p, ahead, slots, outlook)) : shrunk;
    }
    before = slots.rate;
  }
  return wait;
};
