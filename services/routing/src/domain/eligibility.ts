import type { Instant } from '@warmline/contracts';
import type { Table } from '@warmline/messaging/table';
import { type AgentIndex, agentIndexOf, type Profile } from './agent-index.ts';
import { type Agent, type Decline, freeCapacity, type HandoffRequest, type Pool, readableName } from './pool.ts';
import type { RoutingRequirements } from './queue.ts';
import { CAPACITY_UNIT, type Reserve, type RoutingSettings } from './teams.ts';

/** A step of the route that an agent on duty can serve. `delayMs` is the age of the hand-off at which its team is asked. */
export interface StaffedStep {
  readonly team: string;
  readonly index: number;
  readonly delayMs: number;
  /** The age from which a senior agent on duty can serve the hand-off through some step; null: none can. */
  readonly seniorFromMs: number | null;
}

/** An agent with free capacity who may serve a hand-off, and the step that allows it. */
export interface Candidate {
  readonly agent: Agent;
  readonly step: StaffedStep;
}

const SENIOR = 'senior';
type HasSkills = Pick<Profile, 'skills'>;
const skillLevelOf = ({ skills }: HasSkills, skill: string): number =>
  skills.find(({ name }) => name === skill)?.level ?? 0;

export const isSenior = (agent: HasSkills): boolean => skillLevelOf(agent, SENIOR) > 0;

/** The sum of the agent's levels in the required skills. */
export const totalSkillLevel = (
  agent: HasSkills,
  requirements: Pick<RoutingRequirements, 'skills' | 'seniorFirst'>,
): number =>
  requirements.skills.reduce(
    (sum, { name }) => sum + skillLevelOf(agent, name),
    requirements.seniorFirst ? skillLevelOf(agent, SENIOR) : 0,
  );

/** Languages match by primary subtag (BCP 47): an agent who speaks `en` serves `en-GB`. `und` matches any language. */
const primarySubtag = (language: string): string => language.toLowerCase().split('-', 1)[0] ?? '';
const speaks = ({ languages }: Pick<Profile, 'languages'>, language: string): boolean =>
  languages.includes(language) ||
  primarySubtag(language) === 'und' ||
  languages.some((spoken) => primarySubtag(spoken) === primarySubtag(language));

/** Why agents with this profile cannot serve these requirements, in words; null if they can. */
export const missingRequirement = (profile: Omit<Profile, 'key'>, requirements: RoutingRequirements): string | null => {
  if (profile.channels?.includes(requirements.channel) === false)
    return `does not serve the channel ${requirements.channel}`;
  if (!speaks(profile, requirements.language)) return `does not speak ${requirements.language}`;
  const missing = requirements.skills.find(({ name, level }) => skillLevelOf(profile, name) < level);
  return missing === undefined ? null : `lacks the skill ${readableName(missing.name)} at level ${missing.level}`;
};

const onlineAgent = (id: string | null, agents: Table<Agent>): Agent | null => {
  const agent = id === null ? undefined : agents.get(id);
  return agent?.availability === 'online' ? agent : null;
};

/**
 * The only agent to offer it to, while that agent is online: the colleague it was transferred to, even one who misses a requirement;
 * else the preferred agent, if that agent meets the requirements and is in one of its open teams. Null: anyone.
 */
export const exclusiveAgent = (requirements: RoutingRequirements, { agents, closed }: DutyState): Agent | null => {
  const transferredTo = onlineAgent(requirements.transferredTo, agents);
  if (transferredTo !== null) return transferredTo;
  const preferred = onlineAgent(requirements.preferredAgentId, agents);
  const serves = requirements.steps.some(({ team }) => !closed.includes(team) && preferred?.teams.includes(team));
  return preferred !== null && serves && missingRequirement(preferred, requirements) === null ? preferred : null;
};

const requiresSkill = (requirements: RoutingRequirements, skill: string): boolean =>
  requirements.skills.some(({ name }) => name === skill) || (requirements.seniorFirst && skill === SENIOR);

/** The largest reserve that agents with these skills keep from these requirements; undefined if there is none. */
export const blockingReserve = (
  { reserve }: RoutingSettings,
  profile: HasSkills,
  requirements: RoutingRequirements,
): Reserve | undefined =>
  reserve
    .filter(({ skill }) => skillLevelOf(profile, skill) > 0 && !requiresSkill(requirements, skill))
    .reduce<Reserve | undefined>(
      (largest, each) => (largest !== undefined && largest.capacity >= each.capacity ? largest : each),
      undefined,
    );

/** True if the free capacity holds the hand-off and leaves what is reserved. */
export const fitsCapacity = (
  settings: RoutingSettings,
  requirements: RoutingRequirements,
  agent: HasSkills & { readonly freeCapacity: number },
): boolean =>
  agent.freeCapacity >=
  requirements.weight + (blockingReserve(settings, agent, requirements)?.capacity ?? 0) * CAPACITY_UNIT;

/** Who can serve a team's hand-offs of these requirements. */
type TeamStaff = (team: string) => { readonly any: boolean; readonly senior: boolean };

const servedSteps = (requirements: RoutingRequirements, staffOf: TeamStaff): readonly StaffedStep[] => {
  const served = requirements.steps
    .map(({ team, delayMs }, index) => ({ team, index, delayMs, staff: staffOf(team) }))
    .filter(({ staff }) => staff.any)
    .map((staffed, n) => (n === 0 ? { ...staffed, delayMs: 0 } : staffed));
  const seniorFromMs = served.find(({ staff }) => staff.senior)?.delayMs ?? null;
  return served.map(({ team, index, delayMs }) => ({ team, index, delayMs, seniorFromMs }));
};

/** True if no team of these steps is open. */
export const areAllClosed = (steps: readonly { readonly team: string }[], { closed }: Pick<Pool, 'closed'>): boolean =>
  steps.every(({ team }) => closed.includes(team));

interface CachedSteps {
  readonly onDutyGroups: AgentIndex['onDutyGroups'];
  readonly closed: readonly string[];
  readonly steps: readonly StaffedStep[];
}

/** The last result for each requirements object, valid while the same agents are on duty and the same teams closed. */
const stepsCache = new WeakMap<RoutingRequirements, CachedSteps>();

/** The part of a pool that eligibility depends on, besides time. */
export type DutyState = Pick<Pool, 'agents' | 'closed'>;

/**
 * The steps whose team is open and has an agent on duty who can serve. The first of them has no delay, because nobody can serve the
 * steps before it. Opening hours do not apply to a colleague it was transferred to.
 */
export const staffedSteps = (
  requirements: RoutingRequirements,
  { agents, closed }: DutyState,
): readonly StaffedStep[] => {
  const exclusive = exclusiveAgent(requirements, { agents, closed });
  const transferred = exclusive?.agentId === requirements.transferredTo;
  if (exclusive !== null)
    return servedSteps(requirements, (team) => {
      const any = exclusive.teams.includes(team) && (transferred || !closed.includes(team));
      return { any, senior: any && isSenior(exclusive) };
    });
  const { onDutyGroups } = agentIndexOf(agents);
  const cached = stepsCache.get(requirements);
  if (cached?.onDutyGroups === onDutyGroups && cached.closed === closed) return cached.steps;
  const steps = servedSteps(requirements, (team) => {
    const profiles = closed.includes(team) ? [] : [...(onDutyGroups.get(team)?.values() ?? [])];
    const able = profiles.filter(({ profile }) => missingRequirement(profile, requirements) === null);
    return { any: able.length > 0, senior: able.some(({ profile }) => isSenior(profile)) };
  });
  stepsCache.set(requirements, { onDutyGroups, closed, steps });
  return steps;
};

/**
 * The age of the hand-off from which agents with these skills may be offered it through this step. Senior agents are asked first only
 * where one can serve it in that time.
 */
export const eligibleFromAgeMs = (
  settings: RoutingSettings,
  requirements: RoutingRequirements,
  profile: HasSkills,
  { delayMs, seniorFromMs }: StaffedStep,
): number => {
  const seniorFirstMs = settings.seniorFirstSeconds * 1000;
  const waitsForSenior = requirements.seniorFirst && seniorFromMs !== null && seniorFromMs < seniorFirstMs;
  return waitsForSenior && !isSenior(profile) ? Math.max(delayMs, seniorFirstMs) : delayMs;
};

/** The agent with the step through which the agent may be offered a hand-off of this age, or null. */
export const candidateFor = (
  settings: RoutingSettings,
  requirements: RoutingRequirements,
  duty: DutyState,
  agent: Agent,
  ageMs: number,
): Candidate | null => {
  const exclusive = exclusiveAgent(requirements, duty);
  const free = freeCapacity(agent);
  if (
    !fitsCapacity(settings, requirements, { skills: agent.skills, freeCapacity: free }) ||
    (exclusive === null ? missingRequirement(agent, requirements) !== null : exclusive !== agent)
  )
    return null;
  const step = staffedSteps(requirements, duty).find(({ team }) => agent.teams.includes(team));
  return step !== undefined && eligibleFromAgeMs(settings, requirements, agent, step) <= ageMs ? { agent, step } : null;
};

export const declineOf = (request: HandoffRequest, agentId: string): Decline | undefined =>
  request.declines.find((decline) => decline.agentId === agentId);

export const isDeclineCooldownOver = (
  settings: RoutingSettings,
  request: HandoffRequest,
  agentId: string,
  now: Instant,
): boolean => {
  const decline = declineOf(request, agentId);
  return decline === undefined || now >= decline.at + settings.declineCooldownSeconds * 1000;
};
