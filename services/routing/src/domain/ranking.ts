import type { DataOf, Instant } from '@warmline/contracts';
import { type Candidate, isSenior, lackOf, loadShare, type Roster, refusedAt, skillLevel } from './eligibility.ts';
import { type Agent, byId, loadOf, type Request } from './pool.ts';
import type { Shape } from './queue.ts';

export interface Ranked {
  readonly agent: Agent;
  readonly candidate: Candidate;
}

type Why = DataOf<'HandoffOfferedToAgent'>['why'];

const CONSIDERED = 50;

/** In this order; the first that tells two agents apart decides. Less is better. */
const criteria: readonly { readonly name: string; readonly of: (agent: Agent, request: Request) => number }[] = [
  { name: 'not asked before', of: (agent, request) => (refusedAt(request, agent.agentId) === null ? 0 : 1) },
  { name: 'best skill level', of: (agent, request) => -skillLevel(agent, request) },
  { name: 'lowest load', of: (agent) => loadShare(agent) },
  { name: 'longest idle', of: (agent) => agent.idleSince },
];

export const ranked = (request: Request, eligible: readonly Ranked[]): Ranked[] =>
  [...eligible].sort((a, b) => {
    for (const { of } of criteria) {
      const order = of(a.agent, request) - of(b.agent, request);
      if (order !== 0) return order;
    }
    return byId(a.agent.agentId, b.agent.agentId);
  });

const decisive = (request: Request, [best, next]: readonly Ranked[]): string => {
  if (best === undefined || next === undefined) return 'the only one eligible';
  return criteria.find(({ of }) => of(best.agent, request) !== of(next.agent, request))?.name ?? 'first by id';
};

const standings = {
  offline: 'offline',
  away: 'away',
  paused: 'paused after missed offers',
} as const;

/** Why an agent who is not eligible is not. */
const because = (agent: Agent, request: Request, shape: Shape, roster: Roster, now: Instant): string => {
  if (agent.standing !== 'online') return standings[agent.standing];
  if (!shape.steps.some(({ team }) => agent.teams.includes(team))) return 'in none of its teams';
  const lack = lackOf(agent, shape, roster);
  if (lack !== null) return lack.slice(0, 200);
  if (loadOf(agent) >= agent.capacity) return `at capacity, ${loadOf(agent)} of ${agent.capacity}`;
  const refused = refusedAt(request, agent.agentId);
  if (refused !== null) return `passed on it ${Math.round((now - refused) / 1000)} s ago`;
  return shape.seniorFirst && !isSenior(agent) ? 'a senior is asked first' : 'his team is not open to it yet';
};

const ordinals = ['first', 'second', 'third'];

/** Who was asked, who could have been, and why not the others: the first 50, the eligible best first, then those of its teams. */
export const whyAsked = (
  request: Request,
  shape: Shape,
  order: readonly Ranked[],
  roster: Roster,
  now: Instant,
): Why => {
  const eligible = new Set(order.map(({ agent }) => agent.agentId));
  const teams = new Set(shape.steps.map(({ team }) => team));
  const others = roster.all.filter((agent) => !eligible.has(agent.agentId));
  const near = others.filter((agent) => agent.teams.some((team) => teams.has(team)));
  const far = others.length === near.length ? [] : others.filter((agent) => !near.includes(agent));
  const step = order[0]?.candidate.step ?? 0;
  const yes = order.slice(0, CONSIDERED).map(({ agent, candidate }) => ({
    agentId: agent.agentId,
    eligible: true,
    because: `member of ${candidate.team}, ${loadOf(agent)} of ${agent.capacity}`,
  }));
  const no = [...near, ...far].slice(0, CONSIDERED - yes.length).map((agent) => ({
    agentId: agent.agentId,
    eligible: false,
    because: because(agent, request, shape, roster, now),
  }));
  const place = `${ordinals[step] ?? `${step + 1}th`} step of ${request.topic}`;
  return { rule: `${place}; ${decisive(request, order)}`, considered: [...yes, ...no] };
};
