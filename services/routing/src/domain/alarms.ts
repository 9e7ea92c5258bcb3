import { type DataOf, ownValue } from '@warmline/contracts';
import { allEntries, compareEntries } from '@warmline/messaging/ordered-set';
import { affectedLines, dutyUnchanged } from './affected-lines.ts';
import { type Decision, handoffIds } from './decision.ts';
import { areAllClosed, staffedSteps } from './eligibility.ts';
import { formatHours, formatOpening, type Hours } from './hours.ts';
import type { OpeningSchedule } from './opening-schedule.ts';
import type { Alarm, Pool } from './pool.ts';
import type { QueueIndex, RoutingRequirements } from './queue.ts';
import type { Teams } from './teams.ts';

/** Why nobody can serve a queue line now; null if an agent on duty may serve it. */
const alarmFor = (requirements: RoutingRequirements, pool: Pool): Alarm | null => {
  if (staffedSteps(requirements, pool).length > 0) return null;
  return areAllClosed(requirements.steps, pool) ? 'closed' : 'unstaffed';
};

const weekOf = ({ week }: Hours): { days: number[]; from: number; to: number }[] =>
  week.map(({ days, from, to }) => ({ days: [...days], from, to }));

/** The next opening among these teams, with the hours of that team in words. */
const closedDetails = (
  { hours }: Teams,
  schedule: OpeningSchedule,
  steps: RoutingRequirements['steps'],
  pool: Pool,
): DataOf<'TeamUnstaffed'>['closed'] => {
  const names = steps.map(({ team }) => team);
  const next = schedule.nextToOpen(names, pool.clock);
  const of = ownValue(hours, next?.team ?? names[0] ?? '');
  const week = of === undefined ? '' : formatHours(of);
  if (of === undefined) return { hours: week };
  const parts = { timeZone: of.timeZone, week: weekOf(of) };
  if (next === null) return { hours: week, ...parts };
  return { ...parts, hours: `${week}; next open ${formatOpening(of, next.opensAt)}`, opensAt: next.opensAt };
};

/** Emits TeamUnstaffed for each waiting hand-off that nobody may serve: at most once because its teams are closed, and once because nobody is on duty. */
export const raiseAlarms = (
  decision: Decision,
  index: QueueIndex,
  teams: Teams,
  schedule: OpeningSchedule,
  before: Pool,
): void => {
  const pool = decision.pool();
  const lines = dutyUnchanged(before, pool)
    ? affectedLines(decision, index, before)
    : [...index.of(pool).lines.values()];
  const unserved = lines.flatMap(({ requirements, waiting }) => {
    const alarm = alarmFor(requirements, pool);
    if (alarm === null || requirements.raisedAlarms.includes(alarm)) return [];
    const closed = alarm === 'closed' ? { closed: closedDetails(teams, schedule, requirements.steps, pool) } : {};
    return allEntries(waiting).map((entry) => ({ entry, closed }));
  });
  for (const { entry, closed } of unserved.sort((a, b) => compareEntries(a.entry, b.entry))) {
    const request = pool.handoffs.get(entry.id)?.request;
    const team = request?.steps[0]?.team;
    if (request === undefined || team === undefined) continue;
    decision.emit({ type: 'TeamUnstaffed', data: { ...handoffIds(pool, request), team, ...closed } });
  }
};
