import { type AgentStatus, ownValue } from '@warmline/contracts';
import { sum } from 'd3-array';
import { type ArrivalModel, DAY_SECONDS, HALF_HOUR_SECONDS } from './arrival-model.ts';
import type { ObservedAgent } from './centre-state.ts';
import type { DutyCalendar } from './duty-calendar.ts';
import type { HandlingModel } from './handling-model.ts';
import type { RoutingRules } from './log-events.ts';
import type { PatienceModel } from './patience-model.ts';
import { type Random, weighted } from './random.ts';
import type { TurnaroundModel } from './turnaround-model.ts';

/** The models a simulation draws from. */
export interface LearnedModel {
  readonly handling: HandlingModel;
  readonly patience: PatienceModel;
  readonly arrivals: ArrivalModel;
  readonly calendar: DutyCalendar;
  /** Delays that a log does not show; absent in the service, which observes them. */
  readonly delays?: { readonly turnaround: TurnaroundModel; readonly answerSeconds: () => number };
}

/** A contact centre at one instant; times in seconds. */
export interface CentreSnapshot {
  readonly now: number;
  readonly routes: readonly (Route & { readonly teams: readonly string[] })[];
  readonly agents: Iterable<ObservedAgent>;
  /** In routing order, probes included. */
  readonly waiting: readonly QueueEntry[];
  /** How many waits are asked for; the entries number them from 0. */
  readonly resultCount: number;
  /** Seconds of waiting that one priority level counts as. */
  readonly credit: number;
  /** A run stops after so many seconds. */
  readonly horizon: number;
}

/** What every run of one simulation begins with. A route is known by its index in `routes`. */
export interface SimulationStart {
  readonly now: number;
  readonly routes: readonly Route[];
  readonly agents: readonly AgentProfile[];
  readonly waiting: readonly QueueEntry[];
  readonly resultCount: number;
  readonly credit: number;
  readonly horizon: number;
  /** Requests per second in the half-hour of an instant. */
  readonly ratesAt: (t: number) => ArrivalRates;
  /** Draws the past day to copy the calendar from, and from it when the duty of each agent changes next; infinite: it does not. */
  readonly drawDuty: (random: Random) => DutyDraw;
}

export interface DutyDraw {
  readonly daysBack: number;
  readonly changesAt: readonly number[];
}

export interface ArrivalRates {
  readonly byRoute: readonly number[];
  readonly total: number;
}

/** A subject with one set of teams and delays; waiting hand-offs of one subject may have several. */
export interface Route {
  readonly subject: string;
  /** Seconds from the request until each team opens, ascending. */
  readonly delays: readonly number[];
  /** The instant its teams open for the day; 0: they are open. */
  readonly notBefore: number;
  /** True for the one route of a subject that new requests take. */
  readonly hasArrivals: boolean;
}

export interface AgentProfile {
  readonly id: string;
  readonly status: AgentStatus;
  readonly since: number;
  readonly startedShift: boolean;
  readonly capacity: number;
  readonly pace: number;
  readonly handlings: readonly { readonly subject: string; readonly elapsed: number; readonly slowness: number }[];
  /** For how long each capacity unit that is free again has been free. */
  readonly idleSeconds: readonly number[];
  /** True if someone waits to whom a team of the agent is open. */
  readonly isAwaited: boolean;
  /** By route, how many seconds after a request this agent may take it; infinite: never. */
  readonly opensAfter: readonly number[];
}

export interface QueueEntry {
  /** The smaller key is taken first: request time less credit. */
  readonly key: number;
  readonly route: number;
  readonly t: number;
  /** Patience counts from here. */
  readonly since: number;
  /** Where its wait is written; -1: it is not asked for. */
  readonly resultIndex: number;
  /** A customer who would join: takes no capacity and does not abandon. */
  readonly isProbe: boolean;
}

/** A past day on which this share of the agents was on other duty has half the weight. */
const HALF_WEIGHT_SHARE = 0.1;
const MAX_DAYS = 14;

export const simulationStartOf = (snapshot: CentreSnapshot, model: LearnedModel): SimulationStart => {
  const { handling, arrivals, calendar } = model;
  const { now, routes } = snapshot;
  const agents = [...snapshot.agents].map((agent) => agentProfileOf(agent, handling, snapshot));
  const rates = new Map<number, ArrivalRates>();
  const known = arrivals.subjects();
  const arrivalIndexes = routes.map(({ subject, hasArrivals }) => (hasArrivals ? known.indexOf(subject) : -1));
  return {
    ...snapshot,
    agents,
    ratesAt: (t) => {
      const bin = Math.floor(t / HALF_HOUR_SECONDS);
      const found = rates.get(bin);
      if (found !== undefined) return found;
      const at = arrivals.ratesAt(t, now);
      const byRoute = arrivalIndexes.map((index) => at[index] ?? 0);
      const made = { byRoute, total: sum(byRoute) };
      rates.set(bin, made);
      return made;
    },
    drawDuty: dutyDraws(agents, calendar, now),
  };
};

/** The routes of the rules, and of the seen subjects that the rules do not name. */
export const routesOf = (rules: RoutingRules, seen: readonly string[]): CentreSnapshot['routes'] =>
  [...new Set([...Object.keys(rules.subjects), ...seen])].map((subject) => ({
    subject,
    teams: ownValue(rules.subjects, subject)?.groups ?? [],
    delays: ownValue(rules.subjects, subject)?.fallback_after_s ?? [],
    notBefore: 0,
    hasArrivals: true,
  }));

export const sortedEntries = (entries: readonly QueueEntry[]): readonly QueueEntry[] =>
  [...entries].sort((a, b) => a.key - b.key || a.t - b.t);

const agentProfileOf = (
  agent: ObservedAgent,
  handling: HandlingModel,
  { now, waiting, routes }: Pick<CentreSnapshot, 'now' | 'waiting' | 'routes'>,
): AgentProfile => {
  const pace = handling.paceOf(agent.id);
  const opensAfter = routes.map(({ teams, delays }) => {
    const openings = teams.map((team, i) => (agent.teams.includes(team) ? (delays[i] ?? 0) : Number.POSITIVE_INFINITY));
    return Math.min(Number.POSITIVE_INFINITY, ...openings);
  });
  return {
    id: agent.id,
    status: agent.status,
    since: agent.since,
    startedShift: agent.startedShift,
    capacity: agent.capacity,
    pace,
    handlings: agent.handlings.map(({ subject, since, concurrency }) => ({
      subject,
      elapsed: now - since,
      slowness: handling.durationFactor(pace, concurrency),
    })),
    idleSeconds: agent.idleSince.map((since) => now - since),
    isAwaited:
      agent.idleSince.length > 0 &&
      waiting.some(({ route, t, isProbe }) => !isProbe && (opensAfter[route] ?? Number.POSITIVE_INFINITY) <= now - t),
    opensAfter,
  };
};

/** Past days on which the same agents were on duty at this time are more likely: a Monday is not modelled on a Sunday. */
const dutyDraws = (
  agents: readonly AgentProfile[],
  calendar: DutyCalendar,
  now: number,
): ((random: Random) => DutyDraw) => {
  const days = Math.min(MAX_DAYS, calendar.daysKnown(now));
  const nobody = { daysBack: 0, changesAt: agents.map(() => Number.POSITIVE_INFINITY) };
  if (days === 0) return () => nobody;
  const weights = Array.from({ length: days }, (_, i) => {
    const then = now - (i + 1) * DAY_SECONDS;
    const differs = agents.filter(
      (profile) => calendar.wasOnDuty(profile.id, then) !== (profile.status !== 'offline'),
    ).length;
    const on = agents.filter((profile) => profile.status !== 'offline').length;
    return 1 / (1 + (differs / (HALF_WEIGHT_SHARE * (on + 1))) ** 2);
  });
  const total = sum(weights);
  const drawn = new Map<number, DutyDraw>();
  return (random) => {
    const daysBack = 1 + weighted(weights, total, random);
    const known = drawn.get(daysBack);
    if (known !== undefined) return known;
    const changesAt = agents.map(({ id, status }) =>
      status === 'offline'
        ? calendar.startOfDuty(id, now, daysBack, random)
        : calendar.endOfDuty(id, now, daysBack, random),
    );
    const day = { daysBack, changesAt };
    drawn.set(daysBack, day);
    return day;
  };
};
