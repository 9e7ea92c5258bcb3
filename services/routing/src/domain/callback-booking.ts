import type { DataOf } from '@warmline/contracts';
import { freeWindows, windowAt } from './callback-windows.ts';
import { type Decision, findUnassigned, handoffIds, nextOpeningFor, openOfferOf } from './decision.ts';
import type { OpeningSchedule } from './opening-schedule.ts';
import type { Teams } from './teams.ts';

/** As soon as the teams are open, or in the slot that was chosen. A slot that is gone leaves the customer where he was, with those that are free. */
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
    if (from === null) return 'none of its teams opens again';
    const by = from + teams.settings.callbackWithinSeconds * 1000;
    decision.emit({ type: 'CallbackBooked', data: { ...promised, dueBy: by, notBefore: from } });
    return null;
  }
  const slot = windowAt(teams, pool, row.request, notBefore);
  if (typeof slot === 'string') {
    const slots = freeWindows(teams, pool, schedule, row.request);
    decision.emit({ type: 'CallbackRefused', data: { ...facts, notBefore, reason: slot, windows: slots } });
    return null;
  }
  decision.emit({
    type: 'CallbackBooked',
    data: { ...promised, dueBy: slot.until, notBefore: slot.from, scheduled: true },
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
  const slots = freeWindows(teams, pool, schedule, row.request);
  decision.emit({ type: 'CallbackWindowsOffered', data: { ...handoffIds(pool, row.request), windows: slots } });
  return null;
};
