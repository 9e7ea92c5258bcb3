import type { Heard, Instant, Tick } from '@warmline/contracts';
import { type Context, type Decider, type Output, skip } from '@warmline/messaging/decider';
import { respond, settle } from './answers.ts';
import { type Evolve, evolution, opened, type RoutingEvent, type RoutingInput, type RoutingOutput } from './evolve.ts';
import { momentsAfter } from './moments.ts';
import { type Course, offerSlots, raiseAlarms } from './offers.ts';
import type { Pool } from './pool.ts';
import { type QueueIndex, queueIndex } from './queue.ts';
import type { Teams } from './teams.ts';

export type { RoutingInput, RoutingOutput } from './evolve.ts';
export type { Agent, HandoffState, Pool } from './pool.ts';

const courseFrom = (start: Pool, evolve: Evolve): Course => {
  let pool = start;
  const outputs: Output<RoutingOutput>[] = [];
  return {
    outputs,
    pool: () => pool,
    tell: (output) => {
      outputs.push(output);
      const told = { type: output.type, data: output.data, id: '', at: pool.clock } as Heard<RoutingOutput>;
      pool = evolve(pool, told);
    },
  };
};

const dueOf = (teams: Teams, index: QueueIndex, pool: Pool): Instant | null => {
  const next = momentsAfter(index.of(pool).wakes, pool.clock).next();
  let due = next.done === true ? Number.POSITIVE_INFINITY : next.value.at;
  for (const agent of pool.agents.values()) {
    if (agent.standing !== 'offline') continue;
    due = Math.min(due, agent.since + teams.settings.lostAfterSeconds * 1000);
  }
  return Number.isFinite(due) ? due : null;
};

/**
 * Who serves whom. After every event each free slot is offered to whoever may use it and has waited longest by credited time,
 * so nothing that could be served waits; time passes with every event, and a Tick only says that nothing else happened.
 */
export const routing = (teams: Teams): Decider<Pool, RoutingInput, RoutingOutput> => {
  const index = queueIndex(teams);
  const evolve = evolution(teams, index);

  const decide = (event: Heard<RoutingInput> | Tick, state: Pool | null, context: Context) => {
    const start = state ?? opened(event);
    if (start === null) return event.type === 'Tick' ? [] : skip('nothing is known of this pool');
    if (event.type === 'HandoffTaken' && start.handoffs.has(event.data.handoffId)) {
      return skip('the hand-off is known already');
    }
    const course = courseFrom(evolve(start, event), evolve);
    settle(course, teams, index, start.clock);
    const refused = respond(course, event, teams);
    raiseAlarms(course, index);
    offerSlots(course, index, teams.settings, context);
    return refused === null || course.outputs.length > 0 ? course.outputs : skip(refused);
  };

  /** A pool without agents and hand-offs is finished. */
  const evolveOrEnd = (state: Pool | null, event: RoutingEvent): Pool | null => {
    const start = state ?? opened(event);
    const pool = start === null ? null : evolve(start, event);
    return pool === null || pool.agents.size + pool.handoffs.size === 0 ? null : pool;
  };

  return { decide, evolve: evolveOrEnd, due: (pool) => dueOf(teams, index, pool) };
};
