import type { Heard, Instant, Tick } from '@warmline/contracts';
import { type Context, type Decider, type Output, skip } from '@warmline/messaging/decider';
import { raiseAlarms } from './alarms.ts';
import { respond, settle } from './answers.ts';
import { type CallIndex, callIndex } from './callbacks.ts';
import { settleCalls } from './calls.ts';
import { type Doors, doorsOf } from './doors.ts';
import type { Evolve, RoutingEvent, RoutingInput, RoutingOutput } from './events.ts';
import { evolution, opened } from './evolve.ts';
import { floorOf } from './floor.ts';
import { firstAfter, type Moment } from './moments.ts';
import { type Course, offerSlots } from './offers.ts';
import type { Pool } from './pool.ts';
import { type Queue, type QueueIndex, queueIndex } from './queue.ts';
import type { Teams } from './teams.ts';

export type { RoutingInput, RoutingOutput } from './events.ts';
export type { Agent, HandoffState, Pool } from './pool.ts';

const courseFrom = (start: Pool, evolve: Evolve, lateFrom: Instant | null): Course => {
  let pool = start;
  const outputs: Output<RoutingOutput>[] = [];
  return {
    outputs,
    lateFrom,
    pool: () => pool,
    tell: (output) => {
      outputs.push(output);
      const told = { type: output.type, data: output.data, id: '', at: pool.clock } as Heard<RoutingOutput>;
      pool = evolve(pool, told);
    },
  };
};

interface Folded {
  readonly from: Pool;
  readonly type: string;
  readonly of: object;
  readonly to: Pool;
}

/**
 * The runtime folds once more what decide has folded: the same event over the same pool leads to the same pool. A memo of the last
 * decision and no state.
 */
const remembering = (evolve: Evolve) => {
  let last: Folded[] = [];
  const subjectOf = (event: RoutingEvent): object => (event.type === 'Tick' ? event : event.data);
  return {
    forget: (): void => {
      last = [];
    },
    evolve: (from: Pool, event: RoutingEvent): Pool => {
      const to = evolve(from, event);
      last.push({ from, type: event.type, of: subjectOf(event), to });
      return to;
    },
    again: (from: Pool, event: RoutingEvent): Pool => {
      const of = subjectOf(event);
      // Of the time of an event only the clock it leads to counts.
      const clock = Math.max(from.clock, event.at);
      const known = last.find((each) => each.from === from && each.of === of && each.type === event.type);
      return known?.to.clock === clock ? known.to : evolve(from, event);
    },
  };
};

/** Whoever waits is looked at again when a team opens to him while a slot is free, opens or closes for the day, and when a wrap-up is over. */
const dueOf = (teams: Teams, index: QueueIndex, calls: CallIndex, doors: Doors, pool: Pool): Instant | null => {
  const free = floorOf(pool.agents).free.size > 0;
  const first = ({ wakes, deadlines }: Queue): Moment | undefined => firstAfter(free ? wakes : deadlines, pool.clock);
  const next = first(index.of(pool));
  const call = first(calls.of(pool));
  const offline = firstAfter(floorOf(pool.agents).offline, -Infinity);
  const lost = offline === undefined ? null : offline.at + teams.settings.disconnectGraceSeconds * 1000;
  const waits = index.of(pool).lines.size + calls.of(pool).lines.size > 0;
  const turned = waits ? doors.changeAfter(pool.clock) : null;
  const wrapped = waits ? firstAfter(floorOf(pool.agents).wrapping, -Infinity) : undefined;
  const moments = [next?.at, call?.at, wrapped?.at, lost, turned];
  const due = Math.min(...moments.map((at) => at ?? Infinity));
  return Number.isFinite(due) ? due : null;
};

/**
 * Who serves whom. After every event each free slot is offered to whoever may use it and has waited longest by credited time,
 * so nothing that could be served waits; time passes with every event, and a Tick only says that nothing else happened.
 */
export const routing = (teams: Teams): Decider<Pool, RoutingInput, RoutingOutput> => {
  const index = queueIndex(teams);
  const calls = callIndex(teams);
  const doors = doorsOf(teams.hours);
  const { forget, evolve, again } = remembering(evolution(teams, index, calls, doors));

  const decide = (event: Heard<RoutingInput> | Tick, state: Pool | null, context: Context) => {
    const start = state ?? opened(event);
    if (start === null) return event.type === 'Tick' ? [] : skip('nothing is known of this pool');
    const known =
      event.type === 'HandoffReceived' &&
      (start.handoffs.has(event.data.handoffId) || start.callbacks.has(event.data.handoffId));
    forget();
    const now = evolve(start, event);
    const late = (context.arrived ?? now.clock) - now.clock > teams.settings.offerSeconds * 500;
    const course = courseFrom(now, evolve, late ? (context.arrived ?? null) : null);
    settle(course, teams, index, start.clock);
    settleCalls(course, teams, calls, start.clock);
    // What comes twice passes time like any other: what ends by then ends here.
    const refused = known ? 'the hand-off is known already' : respond(course, event, teams, index, doors);
    raiseAlarms(course, index, teams, doors, start);
    offerSlots(course, index, calls, teams.settings, context, start);
    return refused === null || course.outputs.length > 0 ? course.outputs : skip(refused);
  };

  /** A pool without agents, hand-offs and callbacks is finished. */
  const evolveOrEnd = (state: Pool | null, event: RoutingEvent): Pool | null => {
    const start = state ?? opened(event);
    const pool = start === null ? null : again(start, event);
    return pool === null || pool.agents.size + pool.handoffs.size + pool.callbacks.size === 0 ? null : pool;
  };

  return { decide, evolve: evolveOrEnd, due: (pool) => dueOf(teams, index, calls, doors, pool) };
};
