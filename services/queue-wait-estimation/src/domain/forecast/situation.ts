import { type Arrivals, BIN, DAY } from './arrivals.ts';
import type { Calendar } from './calendar.ts';
import type { AgentStatus, Request, Rules } from './events.ts';
import type { Agent, Floor } from './floor.ts';
import type { Handling } from './handling.ts';
import type { Patience } from './patience.ts';
import { type Random, weighted } from './random.ts';

/** What was learnt so far. */
export interface Learnt {
  readonly handling: Handling;
  readonly patience: Patience;
  readonly arrivals: Arrivals;
  readonly calendar: Calendar;
}

/** The floor at a request, as every future of it begins. Topics are known by their place in `topics`. */
export interface Situation {
  readonly now: number;
  readonly topics: readonly Topic[];
  readonly agents: readonly Seat[];
  /** In the order in which a slot takes them; the one the forecast is for included. */
  readonly waiting: readonly Place[];
  readonly credit: number;
  /** Requests a second by topic, as one total and its parts, in the half-hour of an instant. */
  readonly ratesAt: (t: number) => Rates;
  /** One draw of the day to copy the calendar from, and for every seat when its duty changes next; infinite where it does not. */
  readonly drawDay: (random: Random) => Day;
}

export interface Day {
  readonly back: number;
  readonly changes: readonly number[];
}

export interface Rates {
  readonly parts: readonly number[];
  readonly total: number;
}

export interface Topic {
  readonly name: string;
  /** After how many seconds its groups open, ascending. */
  readonly delays: readonly number[];
}

export interface Seat {
  readonly id: string;
  readonly status: AgentStatus;
  readonly since: number;
  readonly fresh: boolean;
  readonly capacity: number;
  readonly pace: number;
  readonly chats: readonly { readonly topic: string; readonly elapsed: number; readonly slowness: number }[];
  /** By topic, how many seconds after a request this agent may take it; infinite: never. */
  readonly opens: readonly number[];
}

export interface Place {
  readonly key: number;
  readonly topic: number;
  readonly t: number;
  readonly target: boolean;
}

/** Duty differs from the day copied in this share of agents at most before the day counts for half. */
const HALF = 0.1;
const MOST_DAYS = 14;

export const situationOf = (request: Request, floor: Floor, rules: Rules, learnt: Learnt): Situation => {
  const { handling, arrivals, calendar } = learnt;
  const now = request.t;
  const names = [...new Set([...Object.keys(rules.topics), ...arrivals.topics(), request.topic])];
  const topics = names.map((name) => ({ name, delays: [...(rules.topics[name]?.fallback_after_s ?? [])] }));
  const indexOf = new Map(names.map((name, i) => [name, i]));
  const agents = [...floor.agents.values()].map((agent) => seatOf(agent, names, rules, handling, now));
  const place = ({ id, t, topic, priority }: Request): Place => ({
    key: t - rules.credit_s * priority,
    topic: indexOf.get(topic) ?? 0,
    t,
    target: id === request.id,
  });
  const waiting = [...floor.waiting.values()].map(place);
  if (!floor.waiting.has(request.id)) waiting.push(place(request));
  waiting.sort((a, b) => a.key - b.key || a.t - b.t);
  const rates = new Map<number, Rates>();
  const known = arrivals.topics();
  return {
    now,
    topics,
    agents,
    waiting,
    credit: rules.credit_s,
    ratesAt: (t) => {
      const bin = Math.floor(t / BIN);
      const found = rates.get(bin);
      if (found !== undefined) return found;
      const at = arrivals.ratesAt(t, now);
      const parts = names.map((name) => at[known.indexOf(name)] ?? 0);
      const made = { parts, total: parts.reduce((a, b) => a + b, 0) };
      rates.set(bin, made);
      return made;
    },
    drawDay: daysOf(agents, calendar, now),
  };
};

const seatOf = (agent: Agent, names: readonly string[], rules: Rules, handling: Handling, now: number): Seat => {
  const pace = handling.paceOf(agent.id);
  return {
    id: agent.id,
    status: agent.status,
    since: agent.since,
    fresh: agent.fresh,
    capacity: agent.capacity,
    pace,
    chats: agent.chats.map(({ topic, since, together }) => ({
      topic,
      elapsed: now - since,
      slowness: handling.slownessOf(pace, together),
    })),
    opens: names.map((name) => {
      const rule = rules.topics[name];
      if (rule === undefined) return Number.POSITIVE_INFINITY;
      const delays = rule.groups.map((group, i) =>
        agent.groups.includes(group) ? (rule.fallback_after_s[i] ?? 0) : Number.POSITIVE_INFINITY,
      );
      return Math.min(Number.POSITIVE_INFINITY, ...delays);
    }),
  };
};

/** Days on which the same agents were on duty at this time are the likelier ones: so a Sunday is not taken for a Monday. */
const daysOf = (agents: readonly Seat[], calendar: Calendar, now: number): ((random: Random) => Day) => {
  const days = Math.min(MOST_DAYS, calendar.daysKnown(now));
  const nobody = { back: 0, changes: agents.map(() => Number.POSITIVE_INFINITY) };
  if (days === 0) return () => nobody;
  const weights = Array.from({ length: days }, (_, i) => {
    const then = now - (i + 1) * DAY;
    const differs = agents.filter((seat) => calendar.wasOnDuty(seat.id, then) !== (seat.status !== 'offline')).length;
    const on = agents.filter((seat) => seat.status !== 'offline').length;
    return 1 / (1 + (differs / (HALF * (on + 1))) ** 2);
  });
  const total = weights.reduce((a, b) => a + b, 0);
  const drawn = new Map<number, Day>();
  return (random) => {
    const back = 1 + weighted(weights, total, random);
    const known = drawn.get(back);
    if (known !== undefined) return known;
    const changes = agents.map(({ id, status }) =>
      status === 'offline' ? calendar.startOfDuty(id, now, back, random) : calendar.endOfDuty(id, now, back, random),
    );
    const day = { back, changes };
    drawn.set(back, day);
    return day;
  };
};
