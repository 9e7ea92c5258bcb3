import type { Instant, RoutingTopic, Skill } from '@warmline/contracts';
import type { Hours } from './hours.ts';

export interface TeamStep {
  readonly team: string;
  /** Seconds after the request at which this team is asked too. */
  readonly afterSeconds: number;
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
  readonly callbackWithinSeconds: number;
  /** A promised answer by e-mail. */
  readonly emailWithinSeconds: number;
}

export interface TeamMember {
  readonly id: string;
  readonly name: string;
  readonly teams: readonly string[];
  readonly skills: readonly Skill[];
  readonly languages: readonly string[];
  readonly capacity: number;
}

/** Who is asked for which topic, in which order, and the numbers of the rules. Agents on duty are told by events; `agents` is who may sign in. */
export interface Teams {
  readonly steps: Readonly<Record<RoutingTopic, readonly TeamStep[]>>;
  /** By team; a team without hours is always open. */
  readonly hours: Readonly<Record<string, Hours>>;
  readonly settings: RoutingSettings;
  readonly agents: readonly TeamMember[];
}

export interface Opening {
  readonly team: string;
  readonly opensAt: Instant;
}

export const openingsOf = (teams: Teams, topic: RoutingTopic, requestedAt: Instant): Opening[] =>
  teams.steps[topic].map(({ team, afterSeconds }) => ({ team, opensAt: requestedAt + afterSeconds * 1000 }));

export const levelOf = (settings: RoutingSettings, priority: number): number =>
  settings.levels.filter((begins) => priority >= begins).length;

/** The instant a hand-off counts as requested at: priority is worth waiting, so the smallest is served first and no one starves. */
export const creditedAt = (settings: RoutingSettings, requestedAt: Instant, level: number): Instant =>
  requestedAt - settings.creditSecondsPerLevel * 1000 * level;
