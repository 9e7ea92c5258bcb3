import type { DataOf } from '@warmline/contracts';
import type { Doors } from './doors.ts';
import { staffedSteps } from './eligibility.ts';
import { inWords, openingInWords } from './hours.ts';
import { allMoments, inOrder } from './moments.ts';
import { type Course, factsOf } from './offers.ts';
import type { Alarm, Pool } from './pool.ts';
import type { QueueIndex, Shape } from './queue.ts';
import type { Teams } from './teams.ts';
import { sameDuty, touchedLines } from './touched.ts';

/** Why a line can be served by nobody now; null where somebody on duty may serve it. */
const alarmOf = (shape: Shape, pool: Pool): Alarm | null => {
  if (staffedSteps(shape, pool).length > 0) return null;
  return shape.steps.every(({ team }) => pool.closed.includes(team)) ? 'closed' : 'unstaffed';
};

/** When the first of these teams opens, and its hours in words. */
const closedUntil = (
  { hours }: Teams,
  doors: Doors,
  steps: Shape['steps'],
  pool: Pool,
): DataOf<'TeamUnstaffed'>['closed'] => {
  const names = steps.map(({ team }) => team);
  const next = doors.firstToOpen(names, pool.clock);
  const of = hours[next?.team ?? names[0] ?? ''];
  const week = of === undefined ? '' : inWords(of);
  if (next === null || of === undefined) return { hours: week };
  return { hours: `${week}; next open ${openingInWords(of, next.opensAt)}`, opensAt: next.opensAt };
};

/** Says of each hand-off that waits while nobody may serve it, once that its teams are closed and once that nobody is on duty. */
export const raiseAlarms = (course: Course, index: QueueIndex, teams: Teams, doors: Doors, before: Pool): void => {
  const pool = course.pool();
  const lines = sameDuty(before, pool) ? touchedLines(course, index, before) : [...index.of(pool).lines.values()];
  const alone = lines.flatMap(({ shape, waiting }) => {
    const alarm = alarmOf(shape, pool);
    if (alarm === null || shape.alarmed.includes(alarm)) return [];
    const closed = alarm === 'closed' ? { closed: closedUntil(teams, doors, shape.steps, pool) } : {};
    return allMoments(waiting).map((moment) => ({ moment, closed }));
  });
  for (const { moment, closed } of alone.sort((a, b) => inOrder(a.moment, b.moment))) {
    const request = pool.handoffs.get(moment.id)?.request;
    const team = request?.steps[0]?.team;
    if (request === undefined || team === undefined) continue;
    course.tell({ type: 'TeamUnstaffed', data: { ...factsOf(pool, request), team, ...closed } });
  }
};
