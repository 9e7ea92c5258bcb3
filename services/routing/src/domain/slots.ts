import type { CallbackWindow, Instant } from '@warmline/contracts';
import { asCall } from './callbacks.ts';
import type { Doors } from './doors.ts';
import { fits, lackOf } from './eligibility.ts';
import { nextChange, openAt } from './hours.ts';
import type { Pool, Request } from './pool.ts';
import { shapeOf } from './queue.ts';
import { SLOT, type Teams } from './teams.ts';

const DAY = 86_400_000;
/** As many as an event names. */
const NAMED = 48;

const lengthOf = ({ settings }: Teams): number => settings.callbackWindowMinutes * 60_000;

/** Slots begin at whole multiples of their length since the epoch. */
const slotFrom = (teams: Teams, at: Instant): CallbackWindow => {
  const length = lengthOf(teams);
  const from = Math.ceil(at / length) * length;
  return { from, until: from + length };
};

/** The team is open from the start of the slot to its end. */
const opensThrough = ({ hours }: Teams, team: string, { from, until }: CallbackWindow): boolean => {
  const of = hours[team];
  return of === undefined || (openAt(of, from) && (nextChange(of, from) ?? Infinity) >= until);
};

/** Who may make a call in this slot: of the teams file and of who is at a desk, members of an open team of the request. */
const callersOf = (teams: Teams, pool: Pool, request: Request, slot: CallbackWindow): ReadonlySet<string> => {
  const open = new Set(request.steps.map(({ team }) => team).filter((team) => opensThrough(teams, team, slot)));
  const { settings } = teams;
  const shape = shapeOf(teams, asCall(settings, request));
  const absent = teams.agents
    .filter(({ id }) => !pool.agents.has(id))
    .map((member) => ({ ...member, agentId: member.id }));
  const able = [...absent, ...pool.agents.values()].filter(
    ({ teams: his, skills, languages, capacity }) =>
      his.some((team) => open.has(team)) &&
      lackOf({ skills, languages }, shape) === null &&
      fits(settings, shape, { skills, room: capacity * SLOT }),
  );
  return new Set(able.map(({ agentId }) => agentId));
};

/**
 * A slot takes one more call while the calls booked in it that some of these agents may have to make are fewer than these agents.
 * Hence everybody booked in a slot can be called by an agent of his own: those before took at most so many of them.
 */
const hasRoom = (
  teams: Teams,
  pool: Pool,
  booked: readonly Request[],
  request: Request,
  slot: CallbackWindow,
): boolean => {
  const callers = callersOf(teams, pool, request, slot);
  const rivals = booked.filter((other) => [...callersOf(teams, pool, other, slot)].some((id) => callers.has(id)));
  return rivals.length < callers.size;
};

const bookedIn = ({ callbacks }: Pool): Map<Instant, Request[]> => {
  const rows = callbacks
    .values()
    .flatMap(({ call, request }) => (call.slot === null ? [] : [{ at: call.slot, request }]));
  const slots = new Map<Instant, Request[]>();
  for (const { at, request } of rows) slots.set(at, [...(slots.get(at) ?? []), request]);
  return slots;
};

/** Slots in which the teams of the request are open, the first at or after `from`, in order; none begins later than the settings allow. */
function* openSlots(teams: Teams, pool: Pool, doors: Doors, request: Request): Generator<CallbackWindow> {
  const names = request.steps.map(({ team }) => team);
  const end = pool.clock + teams.settings.callbackWindowDays * DAY;
  for (let slot = slotFrom(teams, pool.clock + 1); slot.from <= end; ) {
    if (names.some((team) => opensThrough(teams, team, slot))) {
      yield slot;
      slot = slotFrom(teams, slot.until);
      continue;
    }
    const opens = doors.firstToOpen(names, slot.from)?.opensAt;
    if (opens === undefined) return;
    slot = slotFrom(teams, opens > slot.from ? opens : slot.until);
  }
}

/** The first slots that are free for this request, 48 at most. */
export const freeSlots = (teams: Teams, pool: Pool, doors: Doors, request: Request): CallbackWindow[] => {
  const booked = bookedIn(pool);
  const free: CallbackWindow[] = [];
  for (const slot of openSlots(teams, pool, doors, request)) {
    if (hasRoom(teams, pool, booked.get(slot.from) ?? [], request, slot)) free.push(slot);
    if (free.length === NAMED) break;
  }
  return free;
};

/** The slot that begins then, or why there is none for this request. */
export const slotAt = (
  teams: Teams,
  pool: Pool,
  request: Request,
  from: Instant,
): CallbackWindow | 'no-window' | 'taken' => {
  const slot = slotFrom(teams, from);
  const within = from > pool.clock && from <= pool.clock + teams.settings.callbackWindowDays * DAY;
  const open = request.steps.some(({ team }) => opensThrough(teams, team, slot));
  if (slot.from !== from || !within || !open) return 'no-window';
  return hasRoom(teams, pool, bookedIn(pool).get(from) ?? [], request, slot) ? slot : 'taken';
};
