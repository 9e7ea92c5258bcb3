import type { Instant } from '@warmline/contracts';
import type { Table } from '@warmline/messaging/table';
import { type Agent, byId, hasRoom, loadOf, type Request } from './pool.ts';
import type { Shape } from './queue.ts';
import type { RoutingSettings } from './teams.ts';

/** Who is there, at one moment. Lists are by id. */
export interface Roster {
  readonly all: readonly Agent[];
  readonly onDuty: ReadonlyMap<string, readonly Agent[]>;
  readonly free: ReadonlyMap<string, readonly Agent[]>;
}

/** A free agent who may serve a line, through which team, and from which age of the hand-off on. */
export interface Candidate {
  readonly agentId: string;
  readonly team: string;
  readonly step: number;
  readonly delayMs: number;
}

const byTeam = (agents: readonly Agent[]): ReadonlyMap<string, readonly Agent[]> => {
  const teams = new Map<string, Agent[]>();
  for (const agent of agents) {
    for (const team of agent.teams) {
      const members = teams.get(team);
      if (members === undefined) teams.set(team, [agent]);
      else if (members.at(-1) !== agent) members.push(agent);
    }
  }
  return teams;
};

const rosters = new WeakMap<Table<Agent>, Roster>();

/** Of one version of the table: made once. */
export const rosterOf = (agents: Table<Agent>): Roster => {
  const known = rosters.get(agents);
  if (known !== undefined) return known;
  const all = agents.values().sort((a, b) => byId(a.agentId, b.agentId));
  const onDuty = all.filter((agent) => agent.standing === 'online');
  const roster = { all, onDuty: byTeam(onDuty), free: byTeam(onDuty.filter(hasRoom)) };
  rosters.set(agents, roster);
  return roster;
};

const SENIOR = 'senior';
const levelIn = (agent: Agent, skill: string): number => agent.skills.find(({ name }) => name === skill)?.level ?? 0;

export const isSenior = (agent: Agent): boolean => levelIn(agent, SENIOR) > 0;

/** The sum of the agent's levels in what is asked for. */
export const skillLevel = (agent: Agent, shape: Pick<Shape, 'skills' | 'seniorFirst'>): number =>
  shape.skills.reduce((sum, { name }) => sum + levelIn(agent, name), shape.seniorFirst ? levelIn(agent, SENIOR) : 0);

/** By the primary subtag (BCP 47): who speaks `en` serves `en-GB`. `und` is any language. */
const primary = (language: string): string => language.toLowerCase().split('-', 1)[0] ?? '';
const speaks = (agent: Agent, language: string): boolean =>
  agent.languages.includes(language) ||
  primary(language) === 'und' ||
  agent.languages.some((spoken) => primary(spoken) === primary(language));

/** The colleague it was transferred to, as long as he is on duty. */
const chosenBy = (shape: Shape, roster: Roster): string | null =>
  shape.only !== null && roster.all.some((agent) => agent.agentId === shape.only && agent.standing === 'online')
    ? shape.only
    : null;

/** What the agent lacks for hand-offs of this shape, capacity aside; null when nothing. */
export const lackOf = (agent: Agent, shape: Shape, roster: Roster): string | null => {
  const chosen = chosenBy(shape, roster);
  if (chosen !== null) return chosen === agent.agentId ? null : `it was transferred to ${chosen}`;
  if (!speaks(agent, shape.language)) return `does not speak ${shape.language}`;
  const lacking = shape.skills.find(({ name, level }) => levelIn(agent, name) < level);
  return lacking === undefined ? null : `has not the skill ${lacking.name} ${lacking.level}`;
};

/** The steps that somebody on duty can serve. The first of them is open at once: those before it have nobody to wait for. */
export const staffedSteps = (shape: Shape, roster: Roster): Omit<Candidate, 'agentId'>[] =>
  shape.steps
    .map(({ team, delayMs }, step) => ({ team, step, delayMs }))
    .filter(({ team }) => (roster.onDuty.get(team) ?? []).some((agent) => lackOf(agent, shape, roster) === null))
    .map((staffed, n) => (n === 0 ? { ...staffed, delayMs: 0 } : staffed));

export const candidatesOf = (settings: RoutingSettings, shape: Shape, roster: Roster): Candidate[] => {
  if (!shape.steps.some(({ team }) => roster.free.has(team))) return [];
  const found = new Map<string, Candidate>();
  for (const staffed of staffedSteps(shape, roster)) {
    for (const agent of roster.free.get(staffed.team) ?? []) {
      if (found.has(agent.agentId) || lackOf(agent, shape, roster) !== null) continue;
      const seniorMs = shape.seniorFirst && !isSenior(agent) ? settings.seniorFirstSeconds * 1000 : 0;
      found.set(agent.agentId, {
        ...staffed,
        agentId: agent.agentId,
        delayMs: Math.max(staffed.delayMs, seniorMs),
      });
    }
  }
  return [...found.values()];
};

export const refusedAt = (request: Request, agentId: string): Instant | null =>
  request.refusals.find((refusal) => refusal.agentId === agentId)?.at ?? null;

export const mayBeAskedAgain = (
  settings: RoutingSettings,
  request: Request,
  agentId: string,
  now: Instant,
): boolean => {
  const at = refusedAt(request, agentId);
  return at === null || now >= at + settings.askAgainSeconds * 1000;
};

export const loadShare = (agent: Agent): number => loadOf(agent) / agent.capacity;
