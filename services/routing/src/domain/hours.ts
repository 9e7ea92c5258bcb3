import type { Instant } from '@warmline/contracts';
import { DateTime, IANAZone } from 'luxon';

/** Minutes of the wall clock since midnight: from, and up to without it. 24:00 is 1440; a night is two spans. */
export interface TimeSpan {
  readonly from: number;
  readonly to: number;
}

/** When a team is open, by its own wall clock. What comes later here goes before what comes earlier. */
export interface Hours {
  /** IANA name; daylight saving is the zone's. */
  readonly timeZone: string;
  /** ISO weekdays, 1 is Monday. Several shifts a day are several entries. */
  readonly week: readonly (TimeSpan & { readonly days: readonly number[] })[];
  /** Closed the whole day: `2026-11-26`, or `12-25` in every year. */
  readonly holidays: readonly string[];
  readonly closed: readonly (TimeSpan & { readonly date: string })[];
  readonly open: readonly (TimeSpan & { readonly date: string })[];
}

const MINUTE = 60_000;
const DAY = 86_400_000;
/** How far ahead an opening or a closing is looked for. */
const HORIZON_DAYS = 400;

const within = ({ from, to }: TimeSpan, minute: number): boolean => from <= minute && minute < to;

/** The wall clock as if it were UTC: from an instant there is one answer, in the hour that comes twice too. */
const wallClockAt = (zone: IANAZone, instant: Instant): DateTime =>
  DateTime.fromMillis(instant + zone.offset(instant) * MINUTE, { zone: 'utc' });

const isHoliday = ({ holidays }: Hours, date: string): boolean =>
  holidays.includes(date) || holidays.includes(date.slice(5));

export const isOpenAt = (hours: Hours, instant: Instant): boolean => {
  const wall = wallClockAt(IANAZone.create(hours.timeZone), instant);
  const date = wall.toISODate() ?? '';
  const minute = wall.hour * 60 + wall.minute;
  const named = (spans: Hours['open']): boolean => spans.some((span) => span.date === date && within(span, minute));
  if (named(hours.open)) return true;
  if (named(hours.closed) || isHoliday(hours, date)) return false;
  return hours.week.some((shift) => shift.days.includes(wall.weekday) && within(shift, minute));
};

/** The instant at which the offset in force at `from` ends, where another is in force at `to`; to the millisecond. */
const offsetChangeBetween = (zone: IANAZone, from: Instant, to: Instant): Instant => {
  const before = zone.offset(from);
  let [low, high] = [from, to];
  while (high - low > 1) {
    const middle = Math.floor((low + high) / 2);
    if (zone.offset(middle) === before) low = middle;
    else high = middle;
  }
  return high;
};

/** Every instant of a wall-clock day at which a team may open or close, in order, and some at which nothing happens. */
const possibleChangesOn = (hours: Hours, zone: IANAZone, day: DateTime): Instant[] => {
  const date = day.toISODate() ?? '';
  const dated = [...hours.open, ...hours.closed].filter((span) => span.date === date);
  const shifts = hours.week.filter(({ days }) => days.includes(day.weekday));
  const minutes = new Set([0, 1440, ...[...dated, ...shifts].flatMap(({ from, to }) => [from, to])]);
  // Offsets are between -12 and +14 hours: nothing of the day lies outside.
  const [from, to] = [day.toMillis() - DAY, day.toMillis() + 2 * DAY];
  const [before, after] = [zone.offset(from), zone.offset(to)];
  /** Without the times that the clocks leave out: those are of no instant. */
  const at = (offset: number): Instant[] =>
    [...minutes]
      .map((minute) => day.toMillis() + (minute - offset) * MINUTE)
      .filter((moment) => zone.offset(moment) === offset);
  if (before === after) return at(before).sort((a, b) => a - b);
  const shift = offsetChangeBetween(zone, from, to);
  const ofDay = wallClockAt(zone, shift).toISODate() === date ? [shift] : [];
  const all = [...at(before), ...at(after), ...ofDay];
  return all.sort((a, b) => a - b);
};

/** The first instant after this one at which the team opens or closes; null when it does neither within 400 days. */
export const nextChange = (hours: Hours, instant: Instant): Instant | null => {
  const zone = IANAZone.create(hours.timeZone);
  const now = isOpenAt(hours, instant);
  const today = wallClockAt(zone, instant).startOf('day');
  const date = today.toISODate() ?? '';
  if (!now && hours.week.length === 0 && hours.open.every((span) => span.date < date)) return null;
  for (let n = 0; n <= HORIZON_DAYS; n++) {
    for (const moment of possibleChangesOn(hours, zone, today.plus({ days: n })))
      if (moment > instant && isOpenAt(hours, moment) !== now) return moment;
  }
  return null;
};

/** This instant where the team is open, else the one at which it opens next; null when it does not within 400 days. */
export const nextOpening = (hours: Hours, instant: Instant): Instant | null =>
  isOpenAt(hours, instant) ? instant : nextChange(hours, instant);

const DAY_NAMES = ['Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat', 'Sun'];

const formatDays = (days: readonly number[]): string => {
  const runs: number[][] = [];
  for (const day of [...days].sort((a, b) => a - b)) {
    const run = runs.at(-1);
    if (run !== undefined && run.at(-1) === day - 1) run.push(day);
    else runs.push([day]);
  }
  const name = (day: number | undefined): string => DAY_NAMES[(day ?? 1) - 1] ?? '';
  return runs.map((run) => (run.length === 1 ? name(run[0]) : `${name(run[0])}-${name(run.at(-1))}`)).join(', ');
};

const formatMinute = (minute: number): string =>
  `${Math.floor(minute / 60)}:${(minute % 60).toString().padStart(2, '0')}`;

/** `Mon 12 Jan 9:00`, by the team's own clock. */
export const formatOpening = ({ timeZone }: Hours, instant: Instant): string =>
  DateTime.fromMillis(instant, { zone: timeZone, locale: 'en' }).toFormat('ccc d LLL H:mm');

/** The week for a reader: `Mon-Fri 9:00-18:00 (America/New_York)`. */
export const formatHours = ({ week, timeZone }: Hours): string => {
  const shifts = week.map(({ days, from, to }) => `${formatDays(days)} ${formatMinute(from)}-${formatMinute(to)}`);
  return `${shifts.length === 0 ? 'on single days only' : shifts.join('; ')} (${timeZone})`;
};
