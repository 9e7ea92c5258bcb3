import { type CallbackWindow, type Instant, ownValue } from '@warmline/contracts';
import { asCallbackRequest } from './callbacks.ts';
import { fitsCapacity, missingRequirement } from './eligibility.ts';
import { isOpenAt, nextChange } from './hours.ts';
import type { OpeningSchedule } from './opening-schedule.ts';
import type { HandoffRequest, Pool } from './pool.ts';
import { requirementsOf } from './queue.ts';
import { CAPACITY_UNIT, type Teams } from './teams.ts';

const DAY = 86_400_000;
/** An event names at most this many. */
const MAX_WINDOWS = 48;

const windowMs = ({ settings }: Teams): number => settings.callbackWindowMinutes * 60_000;

/** The first callback window at or after `at`. Windows begin at whole multiples of their length since the epoch. */
const windowFrom = (teams: Teams, at: Instant): CallbackWindow => {
  const length = windowMs(teams);
  const from = Math.ceil(at / length) * length;
  return { from, until: from + length };
};

/** True if the team is open during the whole window. */
const isOpenThroughout = ({ hours }: Teams, team: string, { from, until }: CallbackWindow): boolean => {
  const of = ownValue(hours, team);
  return of === undefined || (isOpenAt(of, from) && (nextChange(of, from) ?? Infinity) >= until);
};

/** The ids of agents who may make a call in this window: members of an open team of the request, from the teams file and from the pool. */
const eligibleCallers = (
  teams: Teams,
  pool: Pool,
  request: HandoffRequest,
  callWindow: CallbackWindow,
): ReadonlySet<string> => {
  const open = new Set(
    request.steps.map(({ team }) => team).filter((team) => isOpenThroughout(teams, team, callWindow)),
  );
  const { settings } = teams;
  const requirements = requirementsOf(teams, asCallbackRequest(settings, request));
  const absent = teams.agents
    .filter(({ id }) => !pool.agents.has(id))
    .map((member) => ({ ...member, agentId: member.id }));
  const able = [...absent, ...pool.agents.values()].filter(
    ({ teams: agentTeams, skills, languages, capacity }) =>
      agentTeams.some((team) => open.has(team)) &&
      missingRequirement({ skills, languages }, requirements) === null &&
      fitsCapacity(settings, requirements, { skills, freeCapacity: capacity * CAPACITY_UNIT }),
  );
  return new Set(able.map(({ agentId }) => agentId));
};

/**
 * A window takes one more call while the booked calls that compete for the eligible callers are fewer than these callers.
 * Hence every call booked in a window can be made by an agent of its own.
 */
const hasCapacity = (
  teams: Teams,
  pool: Pool,
  booked: readonly HandoffRequest[],
  request: HandoffRequest,
  callWindow: CallbackWindow,
): boolean => {
  const callers = eligibleCallers(teams, pool, request, callWindow);
  const competing = booked.filter((other) =>
    [...eligibleCallers(teams, pool, other, callWindow)].some((id) => callers.has(id)),
  );
  return competing.length < callers.size;
};

const bookingsByWindow = ({ callbacks }: Pool): Map<Instant, HandoffRequest[]> => {
  const rows = callbacks
    .values()
    .flatMap(({ call, request }) => (call.windowStart === null ? [] : [{ at: call.windowStart, request }]));
  const windows = new Map<Instant, HandoffRequest[]>();
  for (const { at, request } of rows) windows.set(at, [...(windows.get(at) ?? []), request]);
  return windows;
};

/** The windows in which a team of the request is open, in order, from now up to `callbackWindowDays` ahead. */
function* openWindows(
  teams: Teams,
  pool: Pool,
  schedule: OpeningSchedule,
  request: HandoffRequest,
): Generator<CallbackWindow> {
  const names = request.steps.map(({ team }) => team);
  const end = pool.clock + teams.settings.callbackWindowDays * DAY;
  for (let callWindow = windowFrom(teams, pool.clock + 1); callWindow.from <= end; ) {
    if (names.some((team) => isOpenThroughout(teams, team, callWindow))) {
      yield callWindow;
      callWindow = windowFrom(teams, callWindow.until);
      continue;
    }
    const opens = schedule.nextToOpen(names, callWindow.from)?.opensAt;
    if (opens === undefined) return;
    callWindow = windowFrom(teams, opens > callWindow.from ? opens : callWindow.until);
  }
}

/** The first windows that are free for this request, 48 at most. */
export const freeWindows = (
  teams: Teams,
  pool: Pool,
  schedule: OpeningSchedule,
  request: HandoffRequest,
): CallbackWindow[] => {
  const booked = bookingsByWindow(pool);
  const free: CallbackWindow[] = [];
  for (const callWindow of openWindows(teams, pool, schedule, request)) {
    if (hasCapacity(teams, pool, booked.get(callWindow.from) ?? [], request, callWindow)) free.push(callWindow);
    if (free.length === MAX_WINDOWS) break;
  }
  return free;
};

/** The window that begins at `from`, or why this request cannot have it. */
export const windowAt = (
  teams: Teams,
  pool: Pool,
  request: HandoffRequest,
  from: Instant,
): CallbackWindow | 'no-window' | 'taken' => {
  const callWindow = windowFrom(teams, from);
  const within = from > pool.clock && from <= pool.clock + teams.settings.callbackWindowDays * DAY;
  const open = request.steps.some(({ team }) => isOpenThroughout(teams, team, callWindow));
  if (callWindow.from !== from || !within || !open) return 'no-window';
  return hasCapacity(teams, pool, bookingsByWindow(pool).get(from) ?? [], request, callWindow) ? callWindow : 'taken';
};
