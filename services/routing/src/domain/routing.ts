import type { EventOf, Instant, Tick } from '@warmline/contracts';
import { type Context, type Decider, type Output, skip } from '@warmline/messaging/decider';
import { type Entry, firstAfter } from '@warmline/messaging/ordered-set';
import { agentIndexOf } from './agent-index.ts';
import { raiseAlarms } from './alarms.ts';
import { expireCallbackTimers } from './callback-attempts.ts';
import { type CallbackIndex, createCallbackIndex } from './callbacks.ts';
import type { Evolve, RoutingEvent, RoutingInput, RoutingOutput } from './events.ts';
import { createEvolve, initialPool } from './evolve.ts';
import { expireTimers, handleEvent } from './handle-event.ts';
import { type Decision, offerFreeCapacity } from './offers.ts';
import { createOpeningSchedule, type OpeningSchedule } from './opening-schedule.ts';
import type { Pool } from './pool.ts';
import { createQueueIndex, type Queue, type QueueIndex } from './queue.ts';
import type { Teams } from './teams.ts';

export type { RoutingInput, RoutingOutput } from './events.ts';
export type { Agent, HandoffState, Pool } from './pool.ts';

const createDecision = (start: Pool, evolve: Evolve, receivedLateAt: Instant | null): Decision => {
  let pool = start;
  const outputs: Output<RoutingOutput>[] = [];
  return {
    outputs,
    receivedLateAt,
    pool: () => pool,
    emit: (output) => {
      outputs.push(output);
      const event = { type: output.type, data: output.data, id: '', at: pool.clock } as EventOf<RoutingOutput>;
      pool = evolve(pool, event);
    },
  };
};

interface CachedStep {
  readonly before: Pool;
  readonly type: string;
  readonly payload: object;
  readonly after: Pool;
}

/**
 * The runtime folds once more what decide has folded: the same event over the same pool leads to the same pool. A memo of the last
 * decision and no state.
 */
const memoizeEvolve = (evolve: Evolve) => {
  let last: CachedStep[] = [];
  const payloadOf = (event: RoutingEvent): object => (event.type === 'Tick' ? event : event.data);
  return {
    clear: (): void => {
      last = [];
    },
    evolve: (before: Pool, event: RoutingEvent): Pool => {
      const after = evolve(before, event);
      last.push({ before, type: event.type, payload: payloadOf(event), after });
      return after;
    },
    evolveCached: (before: Pool, event: RoutingEvent): Pool => {
      const payload = payloadOf(event);
      // Of the time of an event only the clock it leads to counts.
      const clock = Math.max(before.clock, event.at);
      const cached = last.find(
        (each) => each.before === before && each.payload === payload && each.type === event.type,
      );
      return cached?.after.clock === clock ? cached.after : evolve(before, event);
    },
  };
};

/** Whoever waits is looked at again when a team opens to him while a slot is free, opens or closes for the day, and when a wrap-up is over. */
const nextTimerAt = (
  teams: Teams,
  index: QueueIndex,
  callbackIndex: CallbackIndex,
  schedule: OpeningSchedule,
  pool: Pool,
): Instant | null => {
  const free = agentIndexOf(pool.agents).idleGroups.size > 0;
  const first = ({ timers, deadlines }: Queue): Entry | undefined => firstAfter(free ? timers : deadlines, pool.clock);
  const next = first(index.of(pool));
  const callbackTimer = first(callbackIndex.of(pool));
  const offline = firstAfter(agentIndexOf(pool.agents).disconnected, -Infinity);
  const disconnectAt = offline === undefined ? null : offline.at + teams.settings.disconnectGraceSeconds * 1000;
  const hasWaiting = index.of(pool).lines.size + callbackIndex.of(pool).lines.size > 0;
  const hoursChangeAt = hasWaiting ? schedule.nextChangeAfter(pool.clock) : null;
  const wrapUpEnd = hasWaiting ? firstAfter(agentIndexOf(pool.agents).wrappingUp, -Infinity) : undefined;
  const instants = [next?.at, callbackTimer?.at, wrapUpEnd?.at, disconnectAt, hoursChangeAt];
  const due = Math.min(...instants.map((at) => at ?? Infinity));
  return Number.isFinite(due) ? due : null;
};

/**
 * Who serves whom. After every event each free slot is offered to whoever may use it and has waited longest by credited time,
 * so nothing that could be served waits; time passes with every event, and a Tick only says that nothing else happened.
 */
export const routing = (teams: Teams): Decider<Pool, RoutingInput, RoutingOutput> => {
  const index = createQueueIndex(teams);
  const callbackIndex = createCallbackIndex(teams);
  const schedule = createOpeningSchedule(teams.hours);
  const { clear, evolve, evolveCached } = memoizeEvolve(createEvolve(teams, index, callbackIndex, schedule));

  const decide = (event: EventOf<RoutingInput> | Tick, state: Pool | null, context: Context) => {
    const start = state ?? initialPool(event);
    if (start === null) return event.type === 'Tick' ? [] : skip('nothing is known of this pool');
    const isDuplicate =
      event.type === 'HandoffReceived' &&
      (start.handoffs.has(event.data.handoffId) || start.callbacks.has(event.data.handoffId));
    clear();
    const now = evolve(start, event);
    const isLate = (context.receivedAt ?? now.clock) - now.clock > teams.settings.offerSeconds * 500;
    const decision = createDecision(now, evolve, isLate ? (context.receivedAt ?? null) : null);
    expireTimers(decision, teams, index, start.clock);
    expireCallbackTimers(decision, teams, callbackIndex, start.clock);
    // What comes twice passes time like any other: what ends by then ends here.
    const refused = isDuplicate
      ? 'the hand-off is known already'
      : handleEvent(decision, event, teams, index, schedule);
    raiseAlarms(decision, index, teams, schedule, start);
    offerFreeCapacity(decision, index, callbackIndex, teams.settings, context, start);
    return refused === null || decision.outputs.length > 0 ? decision.outputs : skip(refused);
  };

  /** A pool without agents, hand-offs and callbacks is finished. */
  const evolveOrRemove = (state: Pool | null, event: RoutingEvent): Pool | null => {
    const start = state ?? initialPool(event);
    const pool = start === null ? null : evolveCached(start, event);
    return pool === null || pool.agents.size + pool.handoffs.size + pool.callbacks.size === 0 ? null : pool;
  };

  return { decide, evolve: evolveOrRemove, due: (pool) => nextTimerAt(teams, index, callbackIndex, schedule, pool) };
};
