import type { EventOf, Instant, Tick } from '@warmline/contracts';
import { type Context, type Decider, emit, type StepResult, skip } from '@warmline/messaging/decider';
import { type Entry, firstAfter } from '@warmline/messaging/ordered-set';
import { agentIndexOf } from './agent-index.ts';
import { raiseAlarms } from './alarms.ts';
import { expireCallbackTimers } from './callback-attempts.ts';
import { type CallbackIndex, createCallbackIndex } from './callbacks.ts';
import { createDecision } from './decision.ts';
import { isHandled, isRoutingEvent, type RoutingEvent, type RoutingInput, type RoutingOutput } from './events.ts';
import { createEvolve, initialPool } from './evolve.ts';
import { expireTimers, handleEvent } from './handle-event.ts';
import { offerFreeCapacity } from './offers.ts';
import { createOpeningSchedule, type OpeningSchedule } from './opening-schedule.ts';
import type { Pool } from './pool.ts';
import { createQueueIndex, type Queue, type QueueIndex } from './queue.ts';
import type { Teams } from './teams.ts';

export type { RoutingInput, RoutingOutput } from './events.ts';
export type { Agent, HandoffState, Pool } from './pool.ts';

/**
 * Next Tick: the earliest deadline (of an offer, a first response, a call or a promised callback), the end of a disconnect grace
 * period, a time at which more agents may serve a request (only while capacity is free), and, while anybody waits, a change of
 * opening hours or the end of a wrap-up.
 */
const nextTimerAt = (
  teams: Teams,
  index: QueueIndex,
  callbackIndex: CallbackIndex,
  schedule: OpeningSchedule,
  pool: Pool,
): Instant | null => {
  const agents = agentIndexOf(pool.agents);
  const hasFreeCapacity = agents.idleGroups.size > 0;
  const firstTimer = ({ timers, deadlines }: Queue): Entry | undefined =>
    firstAfter(hasFreeCapacity ? timers : deadlines, pool.clock);
  const offline = firstAfter(agents.disconnected, -Infinity);
  const disconnectAt = offline === undefined ? null : offline.at + teams.settings.disconnectGraceSeconds * 1000;
  const hasWaiting = index.of(pool).lines.size + callbackIndex.of(pool).lines.size > 0;
  const hoursChangeAt = hasWaiting ? schedule.nextChangeAfter(pool.clock) : null;
  const wrapUpEnd = hasWaiting ? firstAfter(agents.wrappingUp, -Infinity) : undefined;
  const handoffTimer = firstTimer(index.of(pool));
  const callbackTimer = firstTimer(callbackIndex.of(pool));
  const instants = [handoffTimer?.at, callbackTimer?.at, wrapUpEnd?.at, disconnectAt, hoursChangeAt];
  const due = Math.min(...instants.map((at) => at ?? Infinity));
  return Number.isFinite(due) ? due : null;
};

/** A pool without agents, hand-offs and callbacks is finished. */
const nullIfFinished = (pool: Pool): Pool | null =>
  pool.agents.size + pool.handoffs.size + pool.callbacks.size === 0 ? null : pool;

/**
 * Decides who serves whom. After every event all free capacity is offered to those who may use it and have waited longest by
 * credited time, so no request that could be served waits. Every event moves time on; a Tick does nothing else.
 */
export const routing = (teams: Teams): Decider<Pool, RoutingInput, RoutingOutput> => {
  const index = createQueueIndex(teams);
  const callbackIndex = createCallbackIndex(teams);
  const schedule = createOpeningSchedule(teams.hours);
  const evolve = createEvolve(teams, index, callbackIndex, schedule);

  const decide = (event: EventOf<RoutingInput> | Tick, state: Pool | null, context: Context): StepResult<Pool> => {
    if (!isHandled(event)) return { state, verdict: skip('routing does not handle this event') };
    const start = state ?? initialPool(event);
    if (start === null) return { state, verdict: event.type === 'Tick' ? emit() : skip('unknown pool') };
    const isDuplicate =
      event.type === 'HandoffReceived' &&
      (start.handoffs.has(event.data.handoffId) || start.callbacks.has(event.data.handoffId));
    const now = evolve(start, event);
    const { receivedAt } = context;
    const isLate = receivedAt !== undefined && receivedAt - now.clock > teams.settings.offerTimeoutSeconds * 500;
    const decision = createDecision(now, evolve, isLate ? receivedAt : null);
    expireTimers(decision, teams, index, start.clock);
    expireCallbackTimers(decision, teams, callbackIndex, start.clock);
    // A duplicate still advances the clock and expires offers.
    const refusal = isDuplicate ? 'duplicate hand-off' : handleEvent(decision, event, teams, index, schedule);
    raiseAlarms(decision, index, teams, schedule, start);
    offerFreeCapacity(decision, index, callbackIndex, teams.settings, context, start);
    const { outputs } = decision;
    const verdict = refusal === null || outputs.length > 0 ? emit(...outputs) : skip(refusal);
    return { state: nullIfFinished(decision.pool()), verdict };
  };

  /** For a replay of inputs and outputs; the runtime uses the state that `decide` returns. */
  const evolveOrRemove = (state: Pool | null, event: RoutingEvent): Pool | null => {
    if (!isRoutingEvent(event)) return state;
    const start = state ?? initialPool(event);
    return start === null ? null : nullIfFinished(evolve(start, event));
  };

  return { decide, evolve: evolveOrRemove, due: (pool) => nextTimerAt(teams, index, callbackIndex, schedule, pool) };
};
