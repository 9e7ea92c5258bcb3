import type { Instant, RoutingTopic, Skill } from '@warmline/contracts';
import type { Hours } from './hours.ts';

export interface TeamStep {
  readonly team: string;
  /** Seconds after the request at which this team is asked too. */
  readonly afterSeconds: number;
}

/** What tells two eligible agents apart, in the order a team gives: best in the skill asked for, lowest load, longest idle. */
export type Criterion = 'skill' | 'load' | 'idle';

/** Slots that each agent who has the skill keeps for hand-offs that ask for it. */
export interface Reserve {
  readonly skill: string;
  readonly slots: number;
}

/** What one team does otherwise than the settings say. */
export interface TeamPolicy {
  readonly choice?: readonly Criterion[] | undefined;
  readonly wrapUpSeconds?: number | undefined;
}

export interface RoutingSettings {
  readonly offerSeconds: number;
  readonly ageing: { readonly afterSeconds: number; readonly points: number };
  /** Points at which level 1, 2, 3 … begin, ascending. */
  readonly levels: readonly number[];
  /** How many seconds of waiting one level is worth. */
  readonly creditSecondsPerLevel: number;
  readonly seniorFirstSeconds: number;
  /** How long an agent who declined or missed a hand-off is not asked for it. */
  readonly askAgainSeconds: number;
  /** Offers missed in a row after which an agent is taken for away. */
  readonly pauseAfterMissed: number;
  /** How long an agent may be offline before his conversations are given to others. */
  readonly lostAfterSeconds: number;
  readonly choice: readonly Criterion[];
  /** By channel: how many slots a hand-off of it takes; 1 where none is named. */
  readonly weights: Readonly<Record<string, number>>;
  readonly reserve: readonly Reserve[];
  /** How long the slot of a closed conversation is not free. */
  readonly wrapUpSeconds: number;
  /** How long who is preferred is asked alone. */
  readonly preferredSeconds: number;
  /** An agent who says nothing for this long is reminded, and after as long again somebody else is asked; 0 = never. */
  readonly silentSeconds: number;
  readonly callbackWithinSeconds: number;
  /** A promised answer by e-mail. */
  readonly emailWithinSeconds: number;
  /** How long an agent has to say what became of a call. */
  readonly callbackAttemptSeconds: number;
  /** From a call nobody answered to the next. */
  readonly callbackRetrySeconds: number;
  /** Calls of one callback at most. */
  readonly callbackAttempts: number;
  readonly callSlotMinutes: number;
  /** How far ahead a call may be scheduled. */
  readonly callSlotDays: number;
}

export interface TeamMember {
  readonly id: string;
  readonly name: string;
  readonly teams: readonly string[];
  readonly skills: readonly Skill[];
  readonly languages: readonly string[];
  /** All where it is not said. */
  readonly channels?: readonly string[] | undefined;
  readonly capacity: number;
}

/** Who is asked for which topic, in which order, and the numbers of the rules. Agents on duty are told by events; `agents` is who may sign in. */
export interface Teams {
  readonly steps: Readonly<Record<RoutingTopic, readonly TeamStep[]>>;
  /** By team; a team without hours is always open. */
  readonly hours: Readonly<Record<string, Hours>>;
  readonly settings: RoutingSettings;
  readonly policies: Readonly<Record<string, TeamPolicy>>;
  readonly agents: readonly TeamMember[];
}

export interface Opening {
  readonly team: string;
  readonly opensAt: Instant;
}

export const openingsOf = (teams: Teams, topic: RoutingTopic, requestedAt: Instant): Opening[] =>
  teams.steps[topic].map(({ team, afterSeconds }) => ({ team, opensAt: requestedAt + afterSeconds * 1000 }));

/** Loads and capacities are counted in hundredths of a slot: whole numbers add up the same in any order. */
export const SLOT = 100;

/** The team asked first says how its hand-offs choose, whichever team they come to later. */
export const choiceIn = ({ policies, settings }: Teams, firstTeam: string | undefined): readonly Criterion[] =>
  policies[firstTeam ?? '']?.choice ?? settings.choice;

export const weightIn = ({ weights }: RoutingSettings, channel: string): number =>
  Math.round((Object.hasOwn(weights, channel) ? (weights[channel] ?? 1) : 1) * SLOT);

export const wrapUpMsIn = ({ policies, settings }: Teams, team: string): number =>
  (policies[team]?.wrapUpSeconds ?? settings.wrapUpSeconds) * 1000;

export const levelOf = (settings: RoutingSettings, priority: number): number =>
  settings.levels.filter((begins) => priority >= begins).length;

/** As it is shown: with the points for waiting, once it is so old. */
export const shownPriority = (
  { ageing }: RoutingSettings,
  { asked, requestedAt }: { readonly asked: number; readonly requestedAt: Instant },
  now: Instant,
): number => (now < requestedAt + ageing.afterSeconds * 1000 ? asked : Math.min(100, asked + ageing.points));

/** The instant a hand-off counts as requested at: priority is worth waiting, so the smallest is served first and no one starves. */
export const creditedAt = (settings: RoutingSettings, requestedAt: Instant, level: number): Instant =>
  requestedAt - settings.creditSecondsPerLevel * 1000 * level;
