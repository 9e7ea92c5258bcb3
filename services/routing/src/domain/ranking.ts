import type { DataOf } from '@warmline/contracts';
import { chosenBy, fits, isSenior, lackOf, type Ranked, refusedAt, reserveAgainst, skillLevel } from './eligibility.ts';
import { floorOf } from './floor.ts';
import { inOrder, inTurn } from './moments.ts';
import { type Agent, byId, loadInWords, loadShare, type Pool, type Request, roomOf } from './pool.ts';
import type { Shape } from './queue.ts';
import type { Criterion, RoutingSettings } from './teams.ts';

type Why = DataOf<'HandoffOfferedToAgent'>['why'];

/** As many as an explanation names. */
export const CONSIDERED = 50;

interface Measure {
  readonly name: string;
  /** Less is better. */
  readonly of: (agent: Agent, request: Request) => number;
}

const measures: Readonly<Record<Criterion, Measure>> = {
  skill: { name: 'best skill level', of: (agent, request) => -skillLevel(agent, request) },
  load: { name: 'lowest load', of: (agent) => loadShare(agent) },
  idle: { name: 'longest idle', of: (agent) => agent.idleSince },
};
const asked: Measure = {
  name: 'not asked before',
  of: (agent, request) => (refusedAt(request, agent.agentId) === null ? 0 : 1),
};

/** In this order; the first that tells two agents apart decides. */
const criteriaOf = (choice: readonly Criterion[]): readonly Measure[] => [
  asked,
  ...choice.map((each) => measures[each]),
];

export const ranked = (request: Request, choice: readonly Criterion[], eligible: readonly Ranked[]): Ranked[] =>
  [...eligible].sort((a, b) => {
    for (const { of } of criteriaOf(choice)) {
      const order = of(a.agent, request) - of(b.agent, request);
      if (order !== 0) return order;
    }
    return byId(a.agent.agentId, b.agent.agentId);
  });

const decisive = (
  request: Request,
  { choice, only }: Shape,
  chosen: Agent | null,
  [best, next]: readonly Ranked[],
): string => {
  if (chosen !== null) return chosen.agentId === only ? 'transferred to this agent' : 'preferred agent';
  if (best === undefined || next === undefined) return 'the only one eligible';
  return (
    criteriaOf(choice).find(({ of }) => of(best.agent, request) !== of(next.agent, request))?.name ?? 'first by id'
  );
};

const standings = {
  offline: 'offline',
  away: 'away',
  paused: 'paused after missed offers',
} as const;

const asksAlone = (shape: Shape, { agentId }: Agent): string =>
  shape.only === agentId ? `it was transferred to ${agentId}` : `${agentId} is preferred, and asked first`;

/** Why an agent who is not eligible is not. */
const because = (
  settings: RoutingSettings,
  agent: Agent,
  request: Request,
  shape: Shape,
  chosen: Agent | null,
  pool: Pool,
): string => {
  if (agent.standing !== 'online') return standings[agent.standing];
  const his = shape.steps.filter(({ team }) => agent.teams.includes(team));
  if (his.length === 0) return 'in none of its teams';
  if (chosen === null && his.every(({ team }) => pool.closed.includes(team))) return 'his team is closed';
  const lack = chosen === null ? lackOf(agent, shape) : chosen === agent ? null : asksAlone(shape, chosen);
  if (lack !== null) return lack.slice(0, 200);
  const room = roomOf(agent);
  if (room < shape.weight) return `at capacity, ${loadInWords(agent)}`;
  const kept = reserveAgainst(settings, agent, shape);
  if (kept !== undefined && !fits(settings, shape, { skills: agent.skills, room }))
    return `keeps ${kept.capacity} for ${kept.skill}, ${loadInWords(agent)}`.slice(0, 200);
  const refused = refusedAt(request, agent.agentId);
  if (refused !== null) return `passed on it ${Math.round((pool.clock - refused) / 1000)} s ago`;
  return shape.seniorFirst && !isSenior(agent) ? 'a senior is asked first' : 'his team is not open to it yet';
};

const ordinals = ['first', 'second', 'third'];

/** The first `limit` who are not eligible, by id: those of its teams, then the others. O(limit + eligible). */
const notEligible = (pool: Pool, shape: Shape, eligible: ReadonlySet<string>, limit: number): Agent[] => {
  const { members, all } = floorOf(pool.agents);
  const teams = new Set(shape.steps.map(({ team }) => team));
  const found = new Set<Agent>();
  const take = (id: string): void => {
    const agent = eligible.has(id) ? undefined : pool.agents.get(id);
    if (agent !== undefined && found.size < limit) found.add(agent);
  };
  const rows = [...teams].map((team) => {
    const next = inTurn(members.get(team) ?? null);
    return { next, head: next() };
  });
  while (found.size < limit) {
    let first = rows[0];
    for (const row of rows) {
      if (row.head !== undefined && (first?.head === undefined || inOrder(row.head, first.head) < 0)) first = row;
    }
    if (first?.head === undefined) break;
    take(first.head.id);
    first.head = first.next();
  }
  const next = inTurn(all);
  for (let other = next(); other !== undefined && found.size < limit; other = next()) take(other.id);
  return [...found];
};

/** Who was asked, who could have been, and why not the others: the first 50, the eligible best first, then those of its teams. */
export const whyAsked = (
  settings: RoutingSettings,
  request: Request,
  shape: Shape,
  order: readonly Ranked[],
  pool: Pool,
): Why => {
  const chosen = chosenBy(shape, pool);
  const eligible = new Set(order.map(({ agent }) => agent.agentId));
  const step = order[0]?.candidate.step ?? 0;
  const yes = order.slice(0, CONSIDERED).map(({ agent, candidate }) => ({
    agentId: agent.agentId,
    eligible: true,
    because: `member of ${candidate.team}, ${loadInWords(agent)}`,
  }));
  const no = notEligible(pool, shape, eligible, CONSIDERED - yes.length).map((agent) => ({
    agentId: agent.agentId,
    eligible: false,
    because: because(settings, agent, request, shape, chosen, pool),
  }));
  const place = `${ordinals[step] ?? `${step + 1}th`} step of ${request.subject}`;
  return { rule: `${place}; ${decisive(request, shape, chosen, order)}`, considered: [...yes, ...no] };
};
