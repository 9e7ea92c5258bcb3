import { type Arrivals, BIN, DAY } from './arrivals.ts';
import type { Calendar } from './calendar.ts';
import type { AgentStatus, Rules } from './events.ts';
import type { Agent } from './floor.ts';
import type { Handling } from './handling.ts';
import type { Patience } from './patience.ts';
import { type Random, weighted } from './random.ts';
import type { Turnaround } from './turnaround.ts';

/** What was learnt so far. */
export interface Learnt {
  readonly handling: Handling;
  readonly patience: Patience;
  readonly arrivals: Arrivals;
  readonly calendar: Calendar;
  /** Where nobody says so: how long slots are out of use, and how long it rings. */
  readonly pauses?: { readonly turnaround: Turnaround; readonly ring: () => number };
}

/** What is to be seen at one instant, seconds. Who waits is in the order in which a slot takes them, those only asked about included. */
export interface Scene {
  readonly now: number;
  readonly subjects: readonly (Subject & { readonly groups: readonly string[] })[];
  readonly agents: Iterable<Agent>;
  readonly waiting: readonly Place[];
  /** How many are watched: their places are numbered from 0. */
  readonly watched: number;
  readonly credit: number;
  /** No future is run beyond so many seconds. */
  readonly horizon: number;
}

/** The scene as every future of it begins. Topics are known by their place in `subjects`. */
export interface Situation {
  readonly now: number;
  readonly subjects: readonly Subject[];
  readonly agents: readonly Seat[];
  readonly waiting: readonly Place[];
  readonly watched: number;
  readonly credit: number;
  readonly horizon: number;
  /** Requests a second by subject, as one total and its parts, in the half-hour of an instant. */
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

export interface Subject {
  readonly name: string;
  /** After how many seconds its groups open, ascending. */
  readonly delays: readonly number[];
  /** The instant its teams open for the day; 0 where they are. */
  readonly notBefore: number;
  /** Who comes by this name comes here; of subjects of one name, one. */
  readonly arriving: boolean;
}

export interface Seat {
  readonly id: string;
  readonly status: AgentStatus;
  readonly since: number;
  readonly fresh: boolean;
  readonly capacity: number;
  readonly pace: number;
  readonly chats: readonly { readonly subject: string; readonly elapsed: number; readonly slowness: number }[];
  /** How long ago slots came free that nobody has taken since. */
  readonly rested: readonly number[];
  /** Somebody waits to whom one of his teams is open. */
  readonly awaited: boolean;
  /** By subject, how many seconds after a request this agent may take it; infinite: never. */
  readonly opens: readonly number[];
}

export interface Place {
  readonly key: number;
  readonly subject: number;
  readonly t: number;
  /** What is waited counts from here for who may give up. */
  readonly since: number;
  /** The number of the one watched; -1: not watched. */
  readonly watch: number;
  /** Only asked about: takes no slot and does not give up. */
  readonly probe: boolean;
}

/** Duty differs from the day copied in this share of agents at most before the day counts for half. */
const HALF = 0.1;
const MOST_DAYS = 14;

export const situationOf = (scene: Scene, learnt: Learnt): Situation => {
  const { handling, arrivals, calendar } = learnt;
  const { now, subjects } = scene;
  const agents = [...scene.agents].map((agent) => seatOf(agent, subjects, handling, scene));
  const rates = new Map<number, Rates>();
  const known = arrivals.subjects();
  const places = subjects.map(({ name, arriving }) => (arriving ? known.indexOf(name) : -1));
  return {
    ...scene,
    subjects,
    agents,
    ratesAt: (t) => {
      const bin = Math.floor(t / BIN);
      const found = rates.get(bin);
      if (found !== undefined) return found;
      const at = arrivals.ratesAt(t, now);
      const parts = places.map((place) => at[place] ?? 0);
      const made = { parts, total: parts.reduce((a, b) => a + b, 0) };
      rates.set(bin, made);
      return made;
    },
    drawDay: daysOf(agents, calendar, now),
  };
};

/** The subjects by the routing law, and those seen that it does not name. */
export const subjectsOf = (rules: Rules, seen: readonly string[]): Scene['subjects'] =>
  [...new Set([...Object.keys(rules.subjects), ...seen])].map((name) => ({
    name,
    groups: rules.subjects[name]?.groups ?? [],
    delays: rules.subjects[name]?.fallback_after_s ?? [],
    notBefore: 0,
    arriving: true,
  }));

export const inOrder = (places: readonly Place[]): readonly Place[] =>
  [...places].sort((a, b) => a.key - b.key || a.t - b.t);

const seatOf = (
  agent: Agent,
  subjects: Scene['subjects'],
  handling: Handling,
  { now, waiting }: Pick<Scene, 'now' | 'waiting'>,
): Seat => {
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
    fresh: agent.fresh,
    capacity: agent.capacity,
    pace,
    chats: agent.chats.map(({ subject, since, together }) => ({
      subject,
      elapsed: now - since,
      slowness: handling.slownessOf(pace, together),
    })),
    rested: agent.rested.map((since) => now - since),
    awaited:
      agent.rested.length > 0 &&
      waiting.some(({ subject, t, probe }) => !probe && (opens[subject] ?? Number.POSITIVE_INFINITY) <= now - t),
    opens,
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
