import type { Table } from '@warmline/messaging/table';
import {
  candidateFor,
  chosenBy,
  fits,
  lackOf,
  mayBeAskedAgain,
  openFrom,
  type Ranked,
  type Staffed,
  skillLevel,
  staffedSteps,
} from './eligibility.ts';
import { type Bench, floorOf } from './floor.ts';
import { inOrder, inTurn, type Moment } from './moments.ts';
import type { Agent, Pool, Request } from './pool.ts';
import type { Shape } from './queue.ts';
import { CONSIDERED, ranked } from './ranking.ts';
import type { Criterion, RoutingSettings } from './teams.ts';

/** Who may be asked for a hand-off, best first, no more of them than an explanation names. */
export interface Choice {
  /** Somebody has room, even if he passed on it just now. */
  readonly open: boolean;
  readonly order: readonly Ranked[];
}

interface Row {
  readonly level: number;
  readonly share: number;
  readonly candidate: Staffed;
  readonly next: () => Moment | undefined;
  head: Moment | undefined;
}

const rowOf = (bench: Bench, candidate: Staffed, shape: Shape): Row => {
  const next = inTurn(bench.idle);
  return { level: skillLevel(bench.profile, shape), share: bench.share, candidate, next, head: next() };
};

/** By the team's criteria; within a bench only how long one is idle differs, and its head is idle the longest. */
const before = (a: Row, b: Row, choice: readonly Criterion[]): number => {
  if (a.head === undefined || b.head === undefined) return a.head === b.head ? 0 : a.head === undefined ? 1 : -1;
  const by = { skill: b.level - a.level, load: a.share - b.share, idle: a.head.at - b.head.at };
  const decides = choice.find((criterion) => by[criterion] !== 0);
  return decides === undefined ? inOrder(a.head, b.head) : by[decides];
};

const rowsOf = (
  settings: RoutingSettings,
  shape: Shape,
  agents: Table<Agent>,
  steps: readonly Staffed[],
  ageMs: number,
): Row[] => {
  const { free } = floorOf(agents);
  const rows: Row[] = [];
  for (const step of steps) {
    for (const bench of free.get(step.team)?.values() ?? []) {
      const { profile, room } = bench;
      if (openFrom(settings, shape, profile, step) > ageMs || lackOf(profile, shape) !== null) continue;
      if (!fits(settings, shape, { skills: profile.skills, room })) continue;
      rows.push(rowOf(bench, step, shape));
    }
  }
  return rows;
};

/** Merges the benches, until `take` has had enough. */
const bestFirst = (
  rows: readonly Row[],
  choice: readonly Criterion[],
  take: (moment: Moment, candidate: Staffed) => boolean,
): void => {
  for (;;) {
    let best = rows[0];
    for (const row of rows) if (best !== undefined && before(row, best, choice) < 0) best = row;
    if (best?.head === undefined) return;
    if (!take(best.head, best.candidate)) return;
    best.head = best.next();
  }
};

/**
 * By the criteria of `ranked`, without looking at everyone: benches are kept in that order, and who passed on the hand-off before is
 * looked at by name. O(benches of its teams + refusals + 50), whatever the number of agents.
 */
export const choiceOf = (settings: RoutingSettings, pool: Pool, shape: Shape, request: Request): Choice => {
  const { agents, clock } = pool;
  const ageMs = Math.max(0, clock - request.requestedAt);
  const chosen = chosenBy(shape, pool);
  const refused = new Set(request.refusals.map(({ agentId }) => agentId));
  const byName = (chosen === null ? [...refused] : [chosen.agentId]).flatMap((agentId) => {
    const agent = agents.get(agentId);
    return (agent === undefined ? null : candidateFor(settings, shape, pool, agent, ageMs)) ?? [];
  });
  const order: Ranked[] = [];
  if (chosen === null) {
    const steps = staffedSteps(shape, pool);
    bestFirst(rowsOf(settings, shape, agents, steps, ageMs), shape.choice, ({ id }, candidate) => {
      const agent = agents.get(id);
      // Through the first of its steps that he is in.
      const through = agent === undefined ? undefined : steps.find(({ team }) => agent.teams.includes(team));
      if (agent !== undefined && through === candidate && !refused.has(id)) order.push({ agent, candidate });
      return order.length < CONSIDERED;
    });
  }
  const again = byName.filter(({ agent }) => mayBeAskedAgain(settings, request, agent.agentId, clock));
  return {
    open: order.length + byName.length > 0,
    order: [...order, ...ranked(request, shape.choice, again)].slice(0, CONSIDERED),
  };
};
