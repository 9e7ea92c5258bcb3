import { type Instant, ownValue, type Skill, type Subject } from '@warmline/contracts';
import type { Hours } from './hours.ts';

export interface TeamStep {
  readonly team: string;
  /** Seconds after the request from which this team is asked too. */
  readonly afterSeconds: number;
}

/** How eligible agents are ranked, in the order a team gives: highest skill level, lowest occupancy, longest idle. */
export type SelectionCriterion = 'skill' | 'load' | 'idle';

/** Capacity units that each agent with the skill keeps free for hand-offs that require it. */
export interface Reserve {
  readonly skill: string;
  readonly capacity: number;
}

/** Settings of one team that override the general settings. */
export interface TeamSettings {
  readonly agentSelection?: readonly SelectionCriterion[] | undefined;
  readonly wrapUpSeconds?: number | undefined;
}

export interface RoutingSettings {
  readonly offerTimeoutSeconds: number;
  readonly ageing: { readonly afterSeconds: number; readonly points: number };
  /** The priorities at which level 1, 2, 3 … begin, ascending. */
  readonly priorityLevels: readonly number[];
  /** The seconds of waiting that one level is worth. */
  readonly creditSecondsPerLevel: number;
  readonly seniorFirstSeconds: number;
  /** How long a hand-off is not offered again to an agent who declined or missed it. */
  readonly declineCooldownSeconds: number;
  /** Offers or calls missed in a row after which an agent is paused. */
  readonly pauseAfterMissedOffers: number;
  /** How long an agent may be offline before their conversations return to the queue. */
  readonly disconnectGraceSeconds: number;
  readonly agentSelection: readonly SelectionCriterion[];
  /** Capacity units a hand-off uses, by channel; 1 for a channel that is not named. */
  readonly channelWeights: Readonly<Record<string, number>>;
  readonly reserve: readonly Reserve[];
  /** How long a closed conversation still uses capacity. */
  readonly wrapUpSeconds: number;
  /** How long a hand-off is offered to its preferred agent only. */
  readonly preferredAgentSeconds: number;
  /** An agent without a first response after this time is reminded, and loses the hand-off after the same time again; 0 = never. */
  readonly firstResponseTimeoutSeconds: number;
  /** How long an agent keeps a hand-off whose customer has left, to report its outcome. */
  readonly outcomeTimeoutSeconds: number;
  readonly callbackWithinSeconds: number;
  /** Time for a promised answer by e-mail. */
  readonly emailWithinSeconds: number;
  /** How long an agent has to report a call. */
  readonly callbackReportTimeoutSeconds: number;
  /** Time from an unanswered call to the next. */
  readonly callbackRetryDelaySeconds: number;
  /** Calls of one callback, at most. */
  readonly maxCallbackAttempts: number;
  readonly callbackWindowMinutes: number;
  /** How far ahead a callback window may begin. */
  readonly callbackWindowDays: number;
}

export interface TeamMember {
  readonly id: string;
  readonly name: string;
  readonly teams: readonly string[];
  readonly skills: readonly Skill[];
  readonly languages: readonly string[];
  /** Absent: all channels. */
  readonly channels?: readonly string[] | undefined;
  readonly capacity: number;
}

/** Routes by subject, opening hours and settings. `agents` are those who may sign in; who is on duty is known from events. */
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

/** Loads are whole hundredths of a capacity unit, so sums do not depend on the order of addition. */
export const CAPACITY_UNIT = 100;

/** The first team of a route decides how agents are ranked in all its steps. */
export const agentSelectionFor = (
  { teamSettings, settings }: Teams,
  firstTeam: string | undefined,
): readonly SelectionCriterion[] => ownValue(teamSettings, firstTeam ?? '')?.agentSelection ?? settings.agentSelection;

export const channelWeight = ({ channelWeights }: RoutingSettings, channel: string): number =>
  Math.round((ownValue(channelWeights, channel) ?? 1) * CAPACITY_UNIT);

export const wrapUpMsFor = ({ teamSettings, settings }: Teams, team: string): number =>
  (ownValue(teamSettings, team)?.wrapUpSeconds ?? settings.wrapUpSeconds) * 1000;

export const priorityLevel = (settings: RoutingSettings, priority: number): number =>
  settings.priorityLevels.filter((begins) => priority >= begins).length;

/** The priority agents see: with the points for waiting, once the hand-off is old enough. */
export const displayedPriority = (
  { ageing }: RoutingSettings,
  { requestedPriority, requestedAt }: { readonly requestedPriority: number; readonly requestedAt: Instant },
  now: Instant,
): number =>
  now < requestedAt + ageing.afterSeconds * 1000 ? requestedPriority : Math.min(100, requestedPriority + ageing.points);

/** The credited request time: each priority level is worth some waiting. The earliest is served first, so nobody starves. */
export const effectiveRequestedAt = (settings: RoutingSettings, requestedAt: Instant, level: number): Instant =>
  requestedAt - settings.creditSecondsPerLevel * 1000 * level;
