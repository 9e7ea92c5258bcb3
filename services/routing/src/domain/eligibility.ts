import type { Instant } from '@warmline/contracts';
import type { Table } from '@warmline/messaging/table';
import { type Floor, floorOf, type Profile } from './floor.ts';
import { type Agent, type Pool, type Request, roomOf } from './pool.ts';
import type { Shape } from './queue.ts';
import { type Reserve, type RoutingSettings, SLOT } from './teams.ts';

/** A step that somebody on duty can serve, and the age of the hand-off it opens at. */
export interface Staffed {
  readonly team: string;
  readonly step: number;
  readonly delayMs: number;
}

/** A free agent who may serve a line, and through which of its steps. */
export interface Ranked {
  readonly agent: Agent;
  readonly candidate: Staffed;
}

const SENIOR = 'senior';
type Skilled = Pick<Profile, 'skills'>;
const levelIn = ({ skills }: Skilled, skill: string): number => skills.find(({ name }) => name === skill)?.level ?? 0;

export const isSenior = (agent: Skilled): boolean => levelIn(agent, SENIOR) > 0;

/** The sum of the agent's levels in what is asked for. */
export const skillLevel = (agent: Skilled, shape: Pick<Shape, 'skills' | 'seniorFirst'>): number =>
  shape.skills.reduce((sum, { name }) => sum + levelIn(agent, name), shape.seniorFirst ? levelIn(agent, SENIOR) : 0);

/** By the primary subtag (BCP 47): who speaks `en` serves `en-GB`. `und` is any language. */
const primary = (language: string): string => language.toLowerCase().split('-', 1)[0] ?? '';
const speaks = ({ languages }: Pick<Profile, 'languages'>, language: string): boolean =>
  languages.includes(language) ||
  primary(language) === 'und' ||
  languages.some((spoken) => primary(spoken) === primary(language));

/** What those of a profile lack for hand-offs of this shape; null when nothing. */
export const lackOf = (profile: Omit<Profile, 'key'>, shape: Shape): string | null => {
  if (profile.channels?.includes(shape.channel) === false) return `does not serve ${shape.channel}`;
  if (!speaks(profile, shape.language)) return `does not speak ${shape.language}`;
  const lacking = shape.skills.find(({ name, level }) => levelIn(profile, name) < level);
  return lacking === undefined ? null : `has not the skill ${lacking.name} ${lacking.level}`;
};

const named = (id: string | null, agents: Table<Agent>): Agent | null => {
  const agent = id === null ? undefined : agents.get(id);
  return agent?.standing === 'online' ? agent : null;
};

/**
 * Who is asked alone, as long as he is on duty: the colleague it was transferred to, whatever he lacks; else who is preferred, where
 * he may serve it through one of its teams that is open.
 */
export const chosenBy = (shape: Shape, { agents, closed }: Duty): Agent | null => {
  const only = named(shape.only, agents);
  if (only !== null) return only;
  const preferred = named(shape.preferred, agents);
  const serves = shape.steps.some(({ team }) => !closed.includes(team) && preferred?.teams.includes(team));
  return preferred !== null && serves && lackOf(preferred, shape) === null ? preferred : null;
};

const asksFor = (shape: Shape, skill: string): boolean =>
  shape.skills.some(({ name }) => name === skill) || (shape.seniorFirst && skill === SENIOR);

/** The reserve that keeps those of a profile from hand-offs of this shape, most slots first; undefined where none does. */
export const reserveAgainst = ({ reserve }: RoutingSettings, profile: Skilled, shape: Shape): Reserve | undefined =>
  reserve
    .filter(({ skill }) => levelIn(profile, skill) > 0 && !asksFor(shape, skill))
    .reduce<Reserve | undefined>(
      (most, each) => (most !== undefined && most.capacity >= each.capacity ? most : each),
      undefined,
    );

/** Whether a hand-off of this shape fits into the room, and leaves what is reserved. */
export const fits = (settings: RoutingSettings, shape: Shape, of: Skilled & { readonly room: number }): boolean =>
  of.room >= shape.weight + (reserveAgainst(settings, of, shape)?.capacity ?? 0) * SLOT;

const staffedFrom = (shape: Shape, serves: (team: string) => boolean): readonly Staffed[] =>
  shape.steps
    .map(({ team, delayMs }, step) => ({ team, step, delayMs }))
    .filter(({ team }) => serves(team))
    .map((staffed, n) => (n === 0 ? { ...staffed, delayMs: 0 } : staffed));

interface Known {
  readonly onDuty: Floor['onDuty'];
  readonly closed: readonly string[];
  readonly steps: readonly Staffed[];
}

const memo = new WeakMap<Shape, Known>();

/** What decides who may be asked now. */
export type Duty = Pick<Pool, 'agents' | 'closed'>;

/**
 * The steps whose team is open and has somebody on duty who can serve. The first of them is open at once: those before it have
 * nobody to wait for. The hours bind teams, and not the colleague it was transferred to.
 */
export const staffedSteps = (shape: Shape, { agents, closed }: Duty): readonly Staffed[] => {
  const chosen = chosenBy(shape, { agents, closed });
  const transferred = chosen?.agentId === shape.only;
  if (chosen !== null)
    return staffedFrom(shape, (team) => chosen.teams.includes(team) && (transferred || !closed.includes(team)));
  const { onDuty } = floorOf(agents);
  const known = memo.get(shape);
  if (known?.onDuty === onDuty && known.closed === closed) return known.steps;
  const steps = staffedFrom(
    shape,
    (team) =>
      !closed.includes(team) && (onDuty.get(team)?.some(({ profile }) => lackOf(profile, shape) === null) ?? false),
  );
  memo.set(shape, { onDuty, closed, steps });
  return steps;
};

/** The age from which on those of a profile may be asked through this step. */
export const openFrom = (settings: RoutingSettings, shape: Shape, profile: Skilled, { delayMs }: Staffed): number =>
  shape.seniorFirst && !isSenior(profile) ? Math.max(delayMs, settings.seniorFirstSeconds * 1000) : delayMs;

/** The step through which a free agent may be asked at this age, or null. */
export const candidateFor = (
  settings: RoutingSettings,
  shape: Shape,
  duty: Duty,
  agent: Agent,
  ageMs: number,
): Ranked | null => {
  const chosen = chosenBy(shape, duty);
  const room = roomOf(agent);
  if (
    !fits(settings, shape, { skills: agent.skills, room }) ||
    (chosen === null ? lackOf(agent, shape) !== null : chosen !== agent)
  )
    return null;
  const candidate = staffedSteps(shape, duty).find(({ team }) => agent.teams.includes(team));
  return candidate !== undefined && openFrom(settings, shape, agent, candidate) <= ageMs ? { agent, candidate } : null;
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
  return at === null || now >= at + settings.declineCooldownSeconds * 1000;
};
