import { entriesBetween } from '@warmline/messaging/ordered-set';
import { agentIndexOf } from './agent-index.ts';
import type { Decision } from './decision.ts';
import type { Pool } from './pool.ts';
import type { QueueIndex, QueueLine } from './queue.ts';

/** The same are on duty and the same teams are closed: who may serve whom has not changed, but by time. */
export const dutyUnchanged = (before: Pool, after: Pool): boolean =>
  before.closed === after.closed &&
  agentIndexOf(before.agents).onDutyGroups === agentIndexOf(after.agents).onDutyGroups;

/** And the same slots are free. */
export const capacityUnchanged = (before: Pool, after: Pool): boolean =>
  dutyUnchanged(before, after) && agentIndexOf(before.agents).idleGroups === agentIndexOf(after.agents).idleGroups;

/**
 * The lines of those who wait and of whom something was told since `before`, or for whom an instant has come: of all others what
 * could be said or given was, when `before` was decided. O(what was told and woke), whatever the queue's length.
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
