import { entriesBetween } from '@warmline/messaging/ordered-set';
import { agentIndexOf } from './agent-index.ts';
import type { Decision } from './decision.ts';
import type { Pool } from './pool.ts';
import type { QueueIndex, QueueLine } from './queue.ts';

/** True while the same agents are on duty and the same teams are open: eligibility then changes with time only. */
export const dutyUnchanged = (before: Pool, after: Pool): boolean =>
  before.closed === after.closed &&
  agentIndexOf(before.agents).onDutyGroups === agentIndexOf(after.agents).onDutyGroups;

/** True while, in addition, the same capacity is free. */
export const capacityUnchanged = (before: Pool, after: Pool): boolean =>
  dutyUnchanged(before, after) && agentIndexOf(before.agents).idleGroups === agentIndexOf(after.agents).idleGroups;

/**
 * The queue lines this decision has to look at again: those its outputs name, and those with a timer that fired since `before`.
 * All others were decided with `before`. Cost: O(outputs + fired timers), independent of the queue's length.
 */
export const affectedLines = (
  decision: Decision,
  index: Pick<QueueIndex, 'of' | 'lineOf'>,
  before: Pool,
): readonly QueueLine[] => {
  const pool = decision.pool();
  const emittedIds = decision.outputs.map(({ data }) => data.handoffId);
  const firedIds = entriesBetween(index.of(before).timers, before.clock, pool.clock).map(({ id }) => id);
  const lines = [...emittedIds, ...firedIds].flatMap((id) => index.lineOf(pool, id) ?? []);
  return [...new Set(lines)];
};
