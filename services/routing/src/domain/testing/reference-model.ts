import {
  blockingReserve,
  type Candidate,
  declineOf,
  fitsCapacity,
  isDeclineCooldownOver,
  isSenior,
  missingRequirement,
  type StaffedStep,
} from '../eligibility.ts';
import { type Agent, compareIds, freeCapacity, type HandoffRequest, type Pool, waitedMs } from '../pool.ts';
import type { RoutingRequirements } from '../queue.ts';
import { rankCandidates } from '../ranking.ts';
import { effectiveRequestedAt, type RoutingSettings } from '../teams.ts';

/** Candidates and explanations found by looking at all agents for each hand-off; the index must give the same. */
const agentsById = (pool: Pool): Agent[] => pool.agents.values().sort((a, b) => compareIds(a.agentId, b.agentId));
const onDuty = (pool: Pool): Agent[] => agentsById(pool).filter(({ availability }) => availability === 'online');

const isOpenTo = (pool: Pool, requirements: RoutingRequirements, agent: Agent): boolean =>
  requirements.steps.some(({ team }) => agent.teams.includes(team) && !pool.closed.includes(team));
const transferTarget = (pool: Pool, requirements: RoutingRequirements): Agent | undefined =>
  onDuty(pool).find(({ agentId }) => agentId === requirements.transferredTo);
const preferredAgent = (pool: Pool, requirements: RoutingRequirements): Agent | undefined =>
  onDuty(pool).find(
    (each) =>
      each.agentId === requirements.preferredAgentId &&
      missingRequirement(each, requirements) === null &&
      isOpenTo(pool, requirements, each),
  );

const missingFor = (pool: Pool, requirements: RoutingRequirements, agent: Agent): string | null => {
  const exclusive = transferTarget(pool, requirements) ?? preferredAgent(pool, requirements);
  if (exclusive === undefined) return missingRequirement(agent, requirements);
  if (exclusive === agent) return null;
  return exclusive.agentId === requirements.transferredTo
    ? `transferred to ${exclusive.name}`
    : `preferred agent ${exclusive.name} is asked first`;
};

export const referenceSteps = (pool: Pool, requirements: RoutingRequirements): StaffedStep[] => {
  const ableIn = (team: string): Agent[] =>
    pool.closed.includes(team) && transferTarget(pool, requirements) === undefined
      ? []
      : onDuty(pool).filter((agent) => agent.teams.includes(team) && missingFor(pool, requirements, agent) === null);
  const steps = requirements.steps
    .map(({ team, delayMs }, index) => ({ team, index, delayMs }))
    .filter(({ team }) => ableIn(team).length > 0)
    .map((staffed, n) => (n === 0 ? { ...staffed, delayMs: 0 } : staffed));
  const withSenior = steps.filter(({ team }) => ableIn(team).some(isSenior));
  const seniorFromMs = withSenior.length === 0 ? null : Math.min(...withSenior.map(({ delayMs }) => delayMs));
  return steps.map((step) => ({ ...step, seniorFromMs }));
};

export const referenceCandidates = (
  settings: RoutingSettings,
  pool: Pool,
  requirements: RoutingRequirements,
  request: HandoffRequest,
) => {
  const age = Math.max(0, pool.clock - request.requestedAt);
  const steps = referenceSteps(pool, requirements);
  const open = onDuty(pool).flatMap((agent): Candidate[] => {
    const step = steps.find(({ team }) => agent.teams.includes(team));
    if (
      step === undefined ||
      !fitsCapacity(settings, requirements, { skills: agent.skills, freeCapacity: freeCapacity(agent) }) ||
      missingFor(pool, requirements, agent) !== null
    )
      return [];
    const firstMs = settings.seniorFirstSeconds * 1000;
    const seniorCanServe = (step.seniorFromMs ?? firstMs) < firstMs;
    const seniorMs = requirements.seniorFirst && seniorCanServe && !isSenior(agent) ? firstMs : 0;
    return Math.max(step.delayMs, seniorMs) <= age ? [{ agent, step }] : [];
  });
  const eligible = open.filter(({ agent }) => isDeclineCooldownOver(settings, request, agent.agentId, pool.clock));
  return { hasFreeAgent: open.length > 0, candidates: rankCandidates(request, requirements.agentSelection, eligible) };
};

const referenceReason = (
  settings: RoutingSettings,
  pool: Pool,
  requirements: RoutingRequirements,
  request: HandoffRequest,
  agent: Agent,
): string => {
  if (agent.availability === 'paused') return 'paused after missed offers';
  if (agent.availability !== 'online') return agent.availability;
  if (!requirements.steps.some(({ team }) => agent.teams.includes(team))) return 'in none of the teams asked';
  const exclusive = (transferTarget(pool, requirements) ?? preferredAgent(pool, requirements)) !== undefined;
  const open = requirements.steps.filter(({ team }) => !pool.closed.includes(team));
  if (!exclusive && !open.some(({ team }) => agent.teams.includes(team))) return 'team is closed';
  const missing = missingFor(pool, requirements, agent);
  if (missing !== null) return missing;
  const free = freeCapacity(agent);
  if (free < requirements.weight) return `at capacity, load ${agent.load / 100} of ${agent.capacity}`;
  const reserve = blockingReserve(settings, agent, requirements);
  if (reserve !== undefined && free < requirements.weight + reserve.capacity * 100)
    return `${reserve.capacity} capacity unit reserved for ${reserve.skill}, load ${agent.load / 100} of ${agent.capacity}`;
  const decline = declineOf(request, agent.agentId);
  if (decline !== undefined) {
    const words = { declined: 'declined', unanswered: 'did not answer', transferred: 'transferred it' };
    return `${words[decline.reason]} ${Math.round((pool.clock - decline.at) / 1000)} s ago`;
  }
  return requirements.seniorFirst && !isSenior(agent) ? 'senior agents are asked first' : 'fallback delay not reached';
};

/** The first 50: the eligible best first, then other members of its teams, then the others, each by id. */
export const referenceConsidered = (
  settings: RoutingSettings,
  pool: Pool,
  requirements: RoutingRequirements,
  request: HandoffRequest,
  candidates: readonly Candidate[],
) => {
  const asked = new Set(candidates.map(({ agent }) => agent));
  const others = agentsById(pool).filter((agent) => !asked.has(agent));
  const inTeams = others.filter((agent) => requirements.steps.some(({ team }) => agent.teams.includes(team)));
  const elsewhere = others.filter((agent) => !inTeams.includes(agent));
  const yes = candidates.map(({ agent, step }) => ({
    agentId: agent.agentId,
    eligible: true,
    because: `member of ${step.team.replaceAll('_', ' ')}, load ${agent.load / 100} of ${agent.capacity}`,
  }));
  const no = [...inTeams, ...elsewhere].map((agent) => ({
    agentId: agent.agentId,
    eligible: false,
    because: referenceReason(settings, pool, requirements, request, agent),
  }));
  return [...yes, ...no].slice(0, 50);
};

/** The offer or call that is due now: for the first hand-off by credited time that has a candidate. */
export const referenceOffer = (
  settings: RoutingSettings,
  pool: Pool,
  requirementsFor: (request: HandoffRequest) => RoutingRequirements,
) => {
  const rows = [...pool.handoffs.values(), ...pool.callbacks.values()];
  const waiting = rows.flatMap((row) => (row.is === 'waiting' ? [row.request] : []));
  const credit = (request: HandoffRequest) =>
    effectiveRequestedAt(settings, request.requestedAt, requirementsFor(request).level);
  waiting.sort(
    (a, b) => credit(a) - credit(b) || a.requestedAt - b.requestedAt || compareIds(a.handoffId, b.handoffId),
  );
  for (const request of waiting) {
    const requirements = requirementsFor(request);
    const { candidates } = referenceCandidates(settings, pool, requirements, request);
    const [best] = candidates;
    if (best === undefined) continue;
    const considered = referenceConsidered(settings, pool, requirements, request, candidates);
    return {
      handoffId: request.handoffId,
      agentId: best.agent.agentId,
      team: best.step.team,
      ...(pool.callbacks.has(request.handoffId) ? {} : { waitedMs: waitedMs(request, pool.clock) }),
      why: { considered },
    };
  }
  return null;
};
