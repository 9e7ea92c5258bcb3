import type { DataOf } from '@warmline/contracts';
import { compareEntries, entryIterator } from '@warmline/messaging/ordered-set';
import { agentIndexOf } from './agent-index.ts';
import {
  blockingReserve,
  type Candidate,
  declineOf,
  exclusiveAgent,
  fitsCapacity,
  isSenior,
  missingRequirement,
  totalSkillLevel,
} from './eligibility.ts';
import {
  type Agent,
  compareIds,
  formatLoad,
  freeCapacity,
  type HandoffRequest,
  occupancy,
  type Pool,
  readableName,
} from './pool.ts';
import type { RoutingRequirements } from './queue.ts';
import type { RoutingSettings, SelectionCriterion } from './teams.ts';

type Why = DataOf<'HandoffOfferedToAgent'>['why'];

/** An explanation names at most this many agents. */
export const MAX_CONSIDERED = 50;

interface RankingCriterion {
  readonly name: string;
  /** Lower is better. */
  readonly score: (agent: Agent, request: HandoffRequest) => number;
}

const rankingCriteria: Readonly<Record<SelectionCriterion, RankingCriterion>> = {
  skill: { name: 'best skill level', score: (agent, request) => -totalSkillLevel(agent, request) },
  load: { name: 'lowest load', score: (agent) => occupancy(agent) },
  idle: { name: 'longest idle', score: (agent) => agent.idleSince },
};
const notAskedBefore: RankingCriterion = {
  name: 'not asked before',
  score: (agent, request) => (declineOf(request, agent.agentId) === undefined ? 0 : 1),
};

/** In order of precedence: the first that differs between two agents decides. */
const criteriaOf = (agentSelection: readonly SelectionCriterion[]): readonly RankingCriterion[] => [
  notAskedBefore,
  ...agentSelection.map((each) => rankingCriteria[each]),
];

export const rankCandidates = (
  request: HandoffRequest,
  agentSelection: readonly SelectionCriterion[],
  eligible: readonly Candidate[],
): Candidate[] =>
  [...eligible].sort((a, b) => {
    for (const { score } of criteriaOf(agentSelection)) {
      const order = score(a.agent, request) - score(b.agent, request);
      if (order !== 0) return order;
    }
    return compareIds(a.agent.agentId, b.agent.agentId);
  });

const decisiveCriterion = (
  request: HandoffRequest,
  { agentSelection, transferredTo }: RoutingRequirements,
  exclusive: Agent | null,
  [best, next]: readonly Candidate[],
): string => {
  if (exclusive !== null) return exclusive.agentId === transferredTo ? 'transferred to this agent' : 'preferred agent';
  if (best === undefined || next === undefined) return 'the only eligible agent';
  return (
    criteriaOf(agentSelection).find(({ score }) => score(best.agent, request) !== score(next.agent, request))?.name ??
    'first by agent id'
  );
};

const availabilityReasons = {
  offline: 'offline',
  away: 'away',
  paused: 'paused after missed offers',
} as const;

const exclusiveReason = (requirements: RoutingRequirements, { agentId, name }: Agent): string =>
  requirements.transferredTo === agentId ? `transferred to ${name}` : `preferred agent ${name} is asked first`;

const declineReasons = { declined: 'declined', unanswered: 'did not answer', transferred: 'transferred it' } as const;

/** Why an agent is not eligible, in words. */
const ineligibleReason = (
  settings: RoutingSettings,
  agent: Agent,
  request: HandoffRequest,
  requirements: RoutingRequirements,
  exclusive: Agent | null,
  pool: Pool,
): string => {
  if (agent.availability !== 'online') return availabilityReasons[agent.availability];
  const ownSteps = requirements.steps.filter(({ team }) => agent.teams.includes(team));
  if (ownSteps.length === 0) return 'in none of the teams asked';
  if (exclusive === null && ownSteps.every(({ team }) => pool.closed.includes(team))) return 'team is closed';
  const missing =
    exclusive === null
      ? missingRequirement(agent, requirements)
      : exclusive === agent
        ? null
        : exclusiveReason(requirements, exclusive);
  if (missing !== null) return missing.slice(0, 200);
  const free = freeCapacity(agent);
  if (free < requirements.weight) return `at capacity, ${formatLoad(agent)}`;
  const reserve = blockingReserve(settings, agent, requirements);
  if (reserve !== undefined && !fitsCapacity(settings, requirements, { skills: agent.skills, freeCapacity: free })) {
    const units = `${reserve.capacity} capacity unit${reserve.capacity === 1 ? '' : 's'}`;
    return `${units} reserved for ${readableName(reserve.skill)}, ${formatLoad(agent)}`.slice(0, 200);
  }
  const decline = declineOf(request, agent.agentId);
  if (decline !== undefined)
    return `${declineReasons[decline.reason]} ${Math.round((pool.clock - decline.at) / 1000)} s ago`;
  return requirements.seniorFirst && !isSenior(agent) ? 'senior agents are asked first' : 'fallback delay not reached';
};

const ordinals = ['first', 'second', 'third'];

/** The first `limit` who are not eligible, by id: those of its teams, then the others. O(limit + eligible). */
const ineligibleAgents = (
  pool: Pool,
  requirements: RoutingRequirements,
  eligible: ReadonlySet<string>,
  limit: number,
): Agent[] => {
  const { members, all } = agentIndexOf(pool.agents);
  const teams = new Set(requirements.steps.map(({ team }) => team));
  const found = new Set<Agent>();
  const take = (id: string): void => {
    const agent = eligible.has(id) ? undefined : pool.agents.get(id);
    if (agent !== undefined && found.size < limit) found.add(agent);
  };
  const rows = [...teams].map((team) => {
    const next = entryIterator(members.get(team) ?? null);
    return { next, head: next() };
  });
  while (found.size < limit) {
    let first = rows[0];
    for (const row of rows) {
      if (row.head !== undefined && (first?.head === undefined || compareEntries(row.head, first.head) < 0))
        first = row;
    }
    if (first?.head === undefined) break;
    take(first.head.id);
    first.head = first.next();
  }
  const next = entryIterator(all);
  for (let other = next(); other !== undefined && found.size < limit; other = next()) take(other.id);
  return [...found];
};

/** Why the best candidate was chosen, with at most 50 agents considered: the candidates best first, then other members of its teams, then anyone. */
export const explainOffer = (
  settings: RoutingSettings,
  request: HandoffRequest,
  requirements: RoutingRequirements,
  candidates: readonly Candidate[],
  pool: Pool,
): Why => {
  const exclusive = exclusiveAgent(requirements, pool);
  const eligible = new Set(candidates.map(({ agent }) => agent.agentId));
  const step = candidates[0]?.step.index ?? 0;
  const membership = requirements.steps.map(({ team }) => `member of ${readableName(team)}`);
  const yes = candidates.slice(0, MAX_CONSIDERED).map(({ agent, step: candidate }) => ({
    agentId: agent.agentId,
    eligible: true,
    because: `${membership[candidate.index]}, ${formatLoad(agent)}`.slice(0, 200),
  }));
  const no = ineligibleAgents(pool, requirements, eligible, MAX_CONSIDERED - yes.length).map((agent) => ({
    agentId: agent.agentId,
    eligible: false,
    because: ineligibleReason(settings, agent, request, requirements, exclusive, pool),
  }));
  const stepName = `${ordinals[step] ?? `${step + 1}th`} team asked for ${request.subject}`;
  return {
    rule: `${stepName}; ${decisiveCriterion(request, requirements, exclusive, candidates)}`,
    considered: [...yes, ...no],
  };
};
