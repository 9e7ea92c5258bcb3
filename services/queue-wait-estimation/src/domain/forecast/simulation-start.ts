import { type ArrivalModel, DAY_SECONDS, HALF_HOUR_SECONDS } from './arrival-model.ts';
import type { Agent } from './centre-state.ts';
import type { DutyCalendar } from './duty-calendar.ts';
import type { HandlingModel } from './handling-model.ts';
import type { AgentStatus, RoutingRules } from './log-events.ts';
import type { PatienceModel } from './patience-model.ts';
import { type Random, weighted } from './random.ts';
import type { TurnaroundModel } from './turnaround-model.ts';

/** What was learnt so far. */
export interface LearnedModel {
  readonly handling: HandlingModel;
  readonly patience: PatienceModel;
  readonly arrivals: ArrivalModel;
  readonly calendar: DutyCalendar;
  /** Where nobody says so: how long slots are out of use, and how long it rings. */
  readonly delays?: { readonly turnaround: TurnaroundModel; readonly answerSeconds: () => number };
}

/** What is to be seen at one instant, seconds. Who waits is in the order in which a slot takes them, those only asked about included. */
export interface CentreSnapshot {
  readonly now: number;
  readonly subjects: readonly (Subject & { readonly groups: readonly string[] })[];
  readonly agents: Iterable<Agent>;
  readonly waiting: readonly QueueEntry[];
  /** How many are watched: their places are numbered from 0. */
  readonly resultCount: number;
  readonly credit: number;
  /** No future is run beyond so many seconds. */
  readonly horizon: number;
}

/** The scene as every future of it begins. Topics are known by their place in `subjects`. */
export interface SimulationStart {
  readonly now: number;
  readonly subjects: readonly Subject[];
  readonly agents: readonly AgentProfile[];
  readonly waiting: readonly QueueEntry[];
  readonly resultCount: number;
  readonly credit: number;
  readonly horizon: number;
  /** Requests a second by subject, as one total and its parts, in the half-hour of an instant. */
  readonly ratesAt: (t: number) => ArrivalRates;
  /** One draw of the day to copy the calendar from, and for every seat when its duty changes next; infinite where it does not. */
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

export interface Subject {
  readonly name: string;
  /** After how many seconds its groups open, ascending. */
  readonly delays: readonly number[];
  /** The instant its teams open for the day; 0 where they are. */
  readonly notBefore: number;
  /** Who comes by this name comes here; of subjects of one name, one. */
  readonly arriving: boolean;
}

export interface AgentProfile {
  readonly id: string;
  readonly status: AgentStatus;
  readonly since: number;
  readonly startedShift: boolean;
  readonly capacity: number;
  readonly pace: number;
  readonly handlings: readonly { readonly subject: string; readonly elapsed: number; readonly slowness: number }[];
  /** How long ago slots came free that nobody has taken since. */
  readonly idleSeconds: readonly number[];
  /** Somebody waits to whom one of his teams is open. */
  readonly isAwaited: boolean;
  /** By subject, how many seconds after a request this agent may take it; infinite: never. */
  readonly opensAfter: readonly number[];
}

export interface QueueEntry {
  readonly key: number;
  readonly subject: number;
  readonly t: number;
  /** What is waited counts from here for who may give up. */
  readonly since: number;
  /** The number of the one watched; -1: not watched. */
  readonly resultIndex: number;
  /** Only asked about: takes no slot and does not give up. */
  readonly isProbe: boolean;
}

/** Duty differs from the day copied in this share of agents at most before the day counts for half. */
const HALF_WEIGHT_SHARE = 0.1;
const MAX_DAYS = 14;

export const simulationStartOf = (snapshot: CentreSnapshot, model: LearnedModel): SimulationStart => {
  const { handling, arrivals, calendar } = model;
  const { now, subjects } = snapshot;
  const agents = [...snapshot.agents].map((agent) => agentProfileOf(agent, subjects, handling, snapshot));
  const rates = new Map<number, ArrivalRates>();
  const known = arrivals.subjects();
  const arrivalIndexes = subjects.map(({ name, arriving }) => (arriving ? known.indexOf(name) : -1));
  return {
    ...snapshot,
    subjects,
    agents,
    ratesAt: (t) => {
      const bin = Math.floor(t / HALF_HOUR_SECONDS);
      const found = rates.get(bin);
      if (found !== undefined) return found;
      const at = arrivals.ratesAt(t, now);
      const byRoute = arrivalIndexes.map((place) => at[place] ?? 0);
      const made = { byRoute, total: byRoute.reduce((a, b) => a + b, 0) };
      rates.set(bin, made);
      return made;
    },
    drawDuty: dutyDraws(agents, calendar, now),
  };
};

/** The subjects by the routing law, and those seen that it does not name. */
export const subjectsOf = (rules: RoutingRules, seen: readonly string[]): CentreSnapshot['subjects'] =>
  [...new Set([...Object.keys(rules.subjects), ...seen])].map((name) => ({
    name,
    groups: rules.subjects[name]?.groups ?? [],
    delays: rules.subjects[name]?.fallback_after_s ?? [],
    notBefore: 0,
    arriving: true,
  }));

export const inQueueOrder = (places: readonly QueueEntry[]): readonly QueueEntry[] =>
  [...places].sort((a, b) => a.key - b.key || a.t - b.t);

const agentProfileOf = (
  agent: Agent,
  subjects: CentreSnapshot['subjects'],
  handling: HandlingModel,
  { now, waiting }: Pick<CentreSnapshot, 'now' | 'waiting'>,
): AgentProfile => {
  const pace = handling.paceOf(agent.id);
  const opens = subjects.map(({ groups, delays }) => {
    const openings = groups.map((group, i) =>
      agent.groups.includes(group) ? (delays[i] ?? 0) : Number.POSITIVE_INFINITY,
    );
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
      waiting.some(({ subject, t, isProbe }) => !isProbe && (opens[subject] ?? Number.POSITIVE_INFINITY) <= now - t),
    opensAfter: opens,
  };
};

/** Days on which the same agents were on duty at this time are the likelier ones: so a Sunday is not taken for a Monday. */
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
  const total = weights.reduce((a, b) => a + b, 0);
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
