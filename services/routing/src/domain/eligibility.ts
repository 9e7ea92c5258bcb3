import type { Instant } from '@warmline/contracts';
import type { Table } from '@warmline/messaging/table';
import { type AgentIndex, agentIndexOf, type Profile } from './agent-index.ts';
import { type Agent, freeCapacity, type HandoffRequest, type Pool } from './pool.ts';
import type { RoutingRequirements } from './queue.ts';
import { CAPACITY_UNIT, type Reserve, type RoutingSettings } from './teams.ts';

/** A step that somebody on duty can serve, and the age of the hand-off it opens at. */
export interface StaffedStep {
  readonly team: string;
  readonly index: number;
  readonly delayMs: number;
}

/** A free agent who may serve a line, and through which of its steps. */
export interface Candidate {
  readonly agent: Agent;
  readonly step: StaffedStep;
}

const SENIOR = 'senior';
type HasSkills = Pick<Profile, 'skills'>;
const skillLevelOf = ({ skills }: HasSkills, skill: string): number =>
  skills.find(({ name }) => name === skill)?.level ?? 0;

export const isSenior = (agent: HasSkills): boolean => skillLevelOf(agent, SENIOR) > 0;

/** The sum of the agent's levels in what is asked for. */
export const totalSkillLevel = (
  agent: HasSkills,
  requirements: Pick<RoutingRequirements, 'skills' | 'seniorFirst'>,
): number =>
  requirements.skills.reduce(
    (sum, { name }) => sum + skillLevelOf(agent, name),
    requirements.seniorFirst ? skillLevelOf(agent, SENIOR) : 0,
  );

/** By the primary subtag (BCP 47): who speaks `en` serves `en-GB`. `und` is any language. */
const primarySubtag = (language: string): string => language.toLowerCase().split('-', 1)[0] ?? '';
const speaks = ({ languages }: Pick<Profile, 'languages'>, language: string): boolean =>
  languages.includes(language) ||
  primarySubtag(language) === 'und' ||
  languages.some((spoken) => primarySubtag(spoken) === primarySubtag(language));

/** What those of a profile lack for hand-offs of this shape; null when nothing. */
export const missingRequirement = (profile: Omit<Profile, 'key'>, requirements: RoutingRequirements): string | null => {
  if (profile.channels?.includes(requirements.channel) === false) return `does not serve ${requirements.channel}`;
  if (!speaks(profile, requirements.language)) return `does not speak ${requirements.language}`;
  const lacking = requirements.skills.find(({ name, level }) => skillLevelOf(profile, name) < level);
  return lacking === undefined ? null : `has not the skill ${lacking.name} ${lacking.level}`;
};

const onlineAgent = (id: string | null, agents: Table<Agent>): Agent | null => {
  const agent = id === null ? undefined : agents.get(id);
  return agent?.availability === 'online' ? agent : null;
};

/**
 * Who is asked alone, as long as he is on duty: the colleague it was transferred to, whatever he lacks; else who is preferred, where
 * he may serve it through one of its teams that is open.
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

/** The reserve that keeps those of a profile from hand-offs of this shape, most slots first; undefined where none does. */
export const blockingReserve = (
  { reserve }: RoutingSettings,
  profile: HasSkills,
  requirements: RoutingRequirements,
): Reserve | undefined =>
  reserve
    .filter(({ skill }) => skillLevelOf(profile, skill) > 0 && !requiresSkill(requirements, skill))
    .reduce<Reserve | undefined>(
      (most, each) => (most !== undefined && most.capacity >= each.capacity ? most : each),
      undefined,
    );

/** Whether a hand-off of this shape fits into the room, and leaves what is reserved. */
export const fitsCapacity = (
  settings: RoutingSettings,
  requirements: RoutingRequirements,
  agent: HasSkills & { readonly freeCapacity: number },
): boolean =>
  agent.freeCapacity >=
  requirements.weight + (blockingReserve(settings, agent, requirements)?.capacity ?? 0) * CAPACITY_UNIT;

const servedSteps = (requirements: RoutingRequirements, serves: (team: string) => boolean): readonly StaffedStep[] =>
  requirements.steps
    .map(({ team, delayMs }, index) => ({ team, index, delayMs }))
    .filter(({ team }) => serves(team))
    .map((staffed, n) => (n === 0 ? { ...staffed, delayMs: 0 } : staffed));

interface CachedSteps {
  readonly onDutyGroups: AgentIndex['onDutyGroups'];
  readonly closed: readonly string[];
  readonly steps: readonly StaffedStep[];
}

const stepsCache = new WeakMap<RoutingRequirements, CachedSteps>();

/** What decides who may be asked now. */
export type DutyState = Pick<Pool, 'agents' | 'closed'>;

/**
 * The steps whose team is open and has somebody on duty who can serve. The first of them is open at once: those before it have
 * nobody to wait for. The hours bind teams, and not the colleague it was transferred to.
 */
export const staffedSteps = (
  requirements: RoutingRequirements,
  { agents, closed }: DutyState,
): readonly StaffedStep[] => {
  const exclusive = exclusiveAgent(requirements, { agents, closed });
  const transferred = exclusive?.agentId === requirements.transferredTo;
  if (exclusive !== null)
    return servedSteps(
      requirements,
      (team) => exclusive.teams.includes(team) && (transferred || !closed.includes(team)),
    );
  const { onDutyGroups } = agentIndexOf(agents);
  const known = stepsCache.get(requirements);
  if (known?.onDutyGroups === onDutyGroups && known.closed === closed) return known.steps;
  const steps = servedSteps(
    requirements,
    (team) =>
      !closed.includes(team) &&
      (onDutyGroups.get(team)?.some(({ profile }) => missingRequirement(profile, requirements) === null) ?? false),
  );
  stepsCache.set(requirements, { onDutyGroups, closed, steps });
  return steps;
};

/** The age from which on those of a profile may be asked through this step. */
export const eligibleFromAgeMs = (
  settings: RoutingSettings,
  requirements: RoutingRequirements,
  profile: HasSkills,
  { delayMs }: StaffedStep,
): number =>
  requirements.seniorFirst && !isSenior(profile) ? Math.max(delayMs, settings.seniorFirstSeconds * 1000) : delayMs;

/** The step through which a free agent may be asked at this age, or null. */
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

export const declinedAt = (request: HandoffRequest, agentId: string): Instant | null =>
  request.declines.find((refusal) => refusal.agentId === agentId)?.at ?? null;

export const isDeclineCooldownOver = (
  settings: RoutingSettings,
  request: HandoffRequest,
  agentId: string,
  now: Instant,
): boolean => {
  const at = declinedAt(request, agentId);
  return at === null || now >= at + settings.declineCooldownSeconds * 1000;
};
