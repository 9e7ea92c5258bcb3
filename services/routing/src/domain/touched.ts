import { floorOf } from './floor.ts';
import { momentsBetween } from './moments.ts';
import type { Course } from './offers.ts';
import type { Pool } from './pool.ts';
import type { Line, QueueIndex } from './queue.ts';

/** The same are on duty and the same teams are closed: who may serve whom has not changed, but by time. */
export const sameDuty = (before: Pool, after: Pool): boolean =>
  before.closed === after.closed && floorOf(before.agents).onDuty === floorOf(after.agents).onDuty;

/** And the same slots are free. */
export const sameSlots = (before: Pool, after: Pool): boolean =>
  sameDuty(before, after) && floorOf(before.agents).free === floorOf(after.agents).free;

/**
 * The lines of those who wait and of whom something was told since `before`, or for whom an instant has come: of all others what
 * could be said or given was, when `before` was decided. O(what was told and woke), whatever the queue's length.
 */
export const touchedLines = (
  course: Course,
  index: Pick<QueueIndex, 'of' | 'lineOf'>,
  before: Pool,
): readonly Line[] => {
  const pool = course.pool();
  const told = course.outputs.map(({ data }) => data.handoffId);
  const woken = momentsBetween(index.of(before).wakes, before.clock, pool.clock).map(({ id }) => id);
  const lines = [...told, ...woken].flatMap((id) => index.lineOf(pool, id) ?? []);
  return [...new Set(lines)];
};
