import type { DataOf } from '@warmline/contracts';
import { freeWindows, windowAt } from './callback-windows.ts';
import { type Decision, findUnassigned, handoffIds, nextOpeningFor, openOfferOf } from './decision.ts';
import type { OpeningSchedule } from './opening-schedule.ts';
import type { Teams } from './teams.ts';

/** Books a callback as soon as the teams are open, or in the callback window the customer chose. If that window is no longer free, the customer keeps their place and gets the free windows. */
export const bookCallback = (
  decision: Decision,
  { handoffId, phone, notBefore }: DataOf<'CallbackRequested'>,
  teams: Teams,
  schedule: OpeningSchedule,
): string | null => {
  const pool = decision.pool();
  const row = findUnassigned(pool, handoffId);
  if (typeof row === 'string') return row;
  const facts = handoffIds(pool, row.request);
  const promised = { ...facts, ...openOfferOf(row), ...(phone === undefined ? {} : { phone }) };
  if (notBefore === undefined) {
    const from = nextOpeningFor(row.request, schedule, pool.clock);
    if (from === null) return 'none of the teams opens within 400 days';
    const by = from + teams.settings.callbackWithinSeconds * 1000;
    decision.emit({ type: 'CallbackBooked', data: { ...promised, dueBy: by, notBefore: from } });
    return null;
  }
  const callWindow = windowAt(teams, pool, row.request, notBefore);
  if (typeof callWindow === 'string') {
    const windows = freeWindows(teams, pool, schedule, row.request);
    decision.emit({ type: 'CallbackRefused', data: { ...facts, notBefore, reason: callWindow, windows } });
    return null;
  }
  decision.emit({
    type: 'CallbackBooked',
    data: { ...promised, dueBy: callWindow.until, notBefore: callWindow.from, scheduled: true },
  });
  return null;
};

export const offerCallbackWindows = (
  decision: Decision,
  { handoffId }: DataOf<'CallbackWindowsRequested'>,
  teams: Teams,
  schedule: OpeningSchedule,
): string | null => {
  const pool = decision.pool();
  const row = findUnassigned(pool, handoffId);
  if (typeof row === 'string') return row;
  const windows = freeWindows(teams, pool, schedule, row.request);
  decision.emit({ type: 'CallbackWindowsOffered', data: { ...handoffIds(pool, row.request), windows } });
  return null;
};
