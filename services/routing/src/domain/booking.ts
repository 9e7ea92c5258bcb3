import type { DataOf } from '@warmline/contracts';
import type { Doors } from './doors.ts';
import { factsOf, offerIn, opensFor, waiting } from './leaving.ts';
import type { Course } from './offers.ts';
import { freeSlots, slotAt } from './slots.ts';
import type { Teams } from './teams.ts';

/** As soon as the teams are open, or in the slot that was chosen. A slot that is gone leaves the customer where he was, with those that are free. */
export const bookCall = (
  course: Course,
  { handoffId, phone, notBefore }: DataOf<'CallbackRequested'>,
  teams: Teams,
  doors: Doors,
): string | null => {
  const pool = course.pool();
  const row = waiting(pool, handoffId);
  if (typeof row === 'string') return row;
  const facts = factsOf(pool, row);
  const promised = { ...facts, ...offerIn(row), ...(phone === undefined ? {} : { phone }) };
  if (notBefore === undefined) {
    const from = opensFor(row.request, doors, pool.clock);
    if (from === null) return 'none of its teams opens again';
    const by = from + teams.settings.callbackWithinSeconds * 1000;
    course.tell({ type: 'CallbackBooked', data: { ...promised, dueBy: by, notBefore: from } });
    return null;
  }
  const slot = slotAt(teams, pool, row.request, notBefore);
  if (typeof slot === 'string') {
    const slots = freeSlots(teams, pool, doors, row.request);
    course.tell({ type: 'CallbackRefused', data: { ...facts, notBefore, reason: slot, windows: slots } });
    return null;
  }
  course.tell({
    type: 'CallbackBooked',
    data: { ...promised, dueBy: slot.until, notBefore: slot.from, scheduled: true },
  });
  return null;
};

export const offerCallSlots = (
  course: Course,
  { handoffId }: DataOf<'CallbackWindowsRequested'>,
  teams: Teams,
  doors: Doors,
): string | null => {
  const pool = course.pool();
  const row = waiting(pool, handoffId);
  if (typeof row === 'string') return row;
  const slots = freeSlots(teams, pool, doors, row.request);
  course.tell({ type: 'CallbackWindowsOffered', data: { ...factsOf(pool, row), windows: slots } });
  return null;
};
