import type { Instant, Skill, Subject } from '@warmline/contracts';
import type { Hours } from './hours.ts';

export interface TeamStep {
  readonly team: string;
  /** Seconds after the request at which this team is asked too. */
  readonly afterSeconds: number;
}

/** What tells two eligible agents apart, in the order a team gives: best in the skill asked for, lowest load, longest idle. */
export type SelectionCriterion = 'skill' | 'load' | 'idle';

/** Slots that each agent who has the skill keeps for hand-offs that ask for it. */
export interface Reserve {
  readonly skill: string;
  readonly capacity: number;
}

/** What one team does otherwise than the settings say. */
export interface TeamSettings {
  readonly agentSelection?: readonly SelectionCriterion[] | undefined;
  readonly wrapUpSeconds?: number | undefined;
}

export interface RoutingSettings {
  readonly offerTimeoutSeconds: number;
  readonly ageing: { readonly afterSeconds: number; readonly points: number };
  /** Points at which level 1, 2, 3 … begin, ascending. */
  readonly priorityLevels: readonly number[];
  /** How many seconds of waiting one level is worth. */
  readonly creditSecondsPerLevel: number;
  readonly seniorFirstSeconds: number;
  /** How long an agent who declined or missed a hand-off is not asked for it. */
  readonly declineCooldownSeconds: number;
  /** Offers missed in a row after which an agent is taken for away. */
  readonly pauseAfterMissedOffers: number;
  /** How long an agent may be offline before his conversations are given to others. */
  readonly disconnectGraceSeconds: number;
  readonly agentSelection: readonly SelectionCriterion[];
  /** By channel: how many slots a hand-off of it takes; 1 where none is named. */
  readonly channelWeights: Readonly<Record<string, number>>;
  readonly reserve: readonly Reserve[];
  /** How long the slot of a closed conversation is not free. */
  readonly wrapUpSeconds: number;
  /** How long who is preferred is asked alone. */
  readonly preferredAgentSeconds: number;
  /** An agent who says nothing for this long is reminded, and after as long again somebody else is asked; 0 = never. */
  readonly firstResponseTimeoutSeconds: number;
  readonly callbackWithinSeconds: number;
  /** A promised answer by e-mail. */
  readonly emailWithinSeconds: number;
  /** How long an agent has to say what became of a call. */
  readonly callbackReportTimeoutSeconds: number;
  /** From a call nobody answered to the next. */
  readonly callbackRetryDelaySeconds: number;
  /** Calls of one callback at most. */
  readonly maxCallbackAttempts: number;
  readonly callbackWindowMinutes: number;
  /** How far ahead a call may be scheduled. */
  readonly callbackWindowDays: number;
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

/** Who is asked for which subject, in which order, and the numbers of the rules. Agents on duty are told by events; `agents` is who may sign in. */
export interface Teams {
  readonly routes: Readonly<Record<Subject, readonly TeamStep[]>>;
  /** By team; a team without hours is always open. */
  readonly hours: Readonly<Record<string, Hours>>;
  readonly settings: RoutingSettings;
  readonly teamSettings: Readonly<Record<string, TeamSettings>>;
  readonly agents: readonly TeamMember[];
}

export interface ScheduledStep {
  readonly team: string;
  readonly opensAt: Instant;
}

export const scheduleSteps = (teams: Teams, subject: Subject, requestedAt: Instant): ScheduledStep[] =>
  teams.routes[subject].map(({ team, afterSeconds }) => ({ team, opensAt: requestedAt + afterSeconds * 1000 }));

/** Loads and capacities are counted in hundredths of a slot: whole numbers add up the same in any order. */
export const CAPACITY_UNIT = 100;

/** The team asked first says how its hand-offs choose, whichever team they come to later. */
export const agentSelectionFor = (
  { teamSettings, settings }: Teams,
  firstTeam: string | undefined,
): readonly SelectionCriterion[] => teamSettings[firstTeam ?? '']?.agentSelection ?? settings.agentSelection;

export const channelWeight = ({ channelWeights }: RoutingSettings, channel: string): number =>
  Math.round((Object.hasOwn(channelWeights, channel) ? (channelWeights[channel] ?? 1) : 1) * CAPACITY_UNIT);

export const wrapUpMsFor = ({ teamSettings, settings }: Teams, team: string): number =>
  (teamSettings[team]?.wrapUpSeconds ?? settings.wrapUpSeconds) * 1000;

export const priorityLevel = (settings: RoutingSettings, priority: number): number =>
  settings.priorityLevels.filter((begins) => priority >= begins).length;

/** As it is shown: with the points for waiting, once it is so old. */
export const displayedPriority = (
  { ageing }: RoutingSettings,
  { requestedPriority, requestedAt }: { readonly requestedPriority: number; readonly requestedAt: Instant },
  now: Instant,
): number =>
  now < requestedAt + ageing.afterSeconds * 1000 ? requestedPriority : Math.min(100, requestedPriority + ageing.points);

/** The instant a hand-off counts as requested at: priority is worth waiting, so the smallest is served first and no one starves. */
export const effectiveRequestedAt = (settings: RoutingSettings, requestedAt: Instant, level: number): Instant =>
  requestedAt - settings.creditSecondsPerLevel * 1000 * level;
