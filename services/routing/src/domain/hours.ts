import type { Instant } from '@warmline/contracts';
import { DateTime, IANAZone } from 'luxon';

/** Wall-clock minutes since midnight, `to` excluded. 24:00 is 1440; a span over midnight is written as two. */
export interface TimeSpan {
  readonly from: number;
  readonly to: number;
}

/** When a team is open, by its own wall clock. A later field overrides an earlier one. */
export interface Hours {
  /** IANA name; includes daylight saving time. */
  readonly timeZone: string;
  /** ISO weekdays, 1 is Monday. Several shifts a day are several entries. */
  readonly week: readonly (TimeSpan & { readonly days: readonly number[] })[];
  /** Closed all day: `2026-11-26`, or `12-25` for every year. */
  readonly holidays: readonly string[];
  readonly closed: readonly (TimeSpan & { readonly date: string })[];
  readonly open: readonly (TimeSpan & { readonly date: string })[];
}

const MINUTE = 60_000;
const DAY = 86_400_000;
/** The search for an opening or a closing ends after this many days. */
const HORIZON_DAYS = 400;

const within = ({ from, to }: TimeSpan, minute: number): boolean => from <= minute && minute < to;

/** The wall-clock time as a UTC date. Unique for every instant, even in the hour that daylight saving time repeats. */
const wallClockAt = (zone: IANAZone, instant: Instant): DateTime =>
  DateTime.fromMillis(instant + zone.offset(instant) * MINUTE, { zone: 'utc' });

const isHoliday = ({ holidays }: Hours, date: string): boolean =>
  holidays.includes(date) || holidays.includes(date.slice(5));

export const isOpenAt = (hours: Hours, instant: Instant): boolean => {
  const wall = wallClockAt(IANAZone.create(hours.timeZone), instant);
  const date = wall.toISODate() ?? '';
  const minute = wall.hour * 60 + wall.minute;
  const covers = (spans: Hours['open']): boolean => spans.some((span) => span.date === date && within(span, minute));
  if (covers(hours.open)) return true;
  if (covers(hours.closed) || isHoliday(hours, date)) return false;
  return hours.week.some((shift) => shift.days.includes(wall.weekday) && within(shift, minute));
};

/** The instant, to the millisecond, at which the zone leaves the offset it has at `from`. `to` must have another offset. */
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

/** All instants of a wall-clock day at which a team may open or close, in order; some of them change nothing. */
const possibleChangesOn = (hours: Hours, zone: IANAZone, day: DateTime): Instant[] => {
  const date = day.toISODate() ?? '';
  const dated = [...hours.open, ...hours.closed].filter((span) => span.date === date);
  const shifts = hours.week.filter(({ days }) => days.includes(day.weekday));
  const minutes = new Set([0, 1440, ...[...dated, ...shifts].flatMap(({ from, to }) => [from, to])]);
  // Offsets are between -12 and +14 hours, so the wall-clock day lies inside this range.
  const [from, to] = [day.toMillis() - DAY, day.toMillis() + 2 * DAY];
  const [before, after] = [zone.offset(from), zone.offset(to)];
  // Wall-clock times that a clock change skips have no instant.
  const at = (offset: number): Instant[] =>
    [...minutes]
      .map((minute) => day.toMillis() + (minute - offset) * MINUTE)
      .filter((each) => zone.offset(each) === offset);
  if (before === after) return at(before).sort((a, b) => a - b);
  const clockChange = offsetChangeBetween(zone, from, to);
  const changeOnDay = wallClockAt(zone, clockChange).toISODate() === date ? [clockChange] : [];
  const all = [...at(before), ...at(after), ...changeOnDay];
  return all.sort((a, b) => a - b);
};

/** The first instant after `instant` at which the team opens or closes; null if it does neither within 400 days. */
export const nextChange = (hours: Hours, instant: Instant): Instant | null => {
  const zone = IANAZone.create(hours.timeZone);
  const isOpen = isOpenAt(hours, instant);
  const today = wallClockAt(zone, instant).startOf('day');
  const date = today.toISODate() ?? '';
  if (!isOpen && hours.week.length === 0 && hours.open.every((span) => span.date < date)) return null;
  for (let n = 0; n <= HORIZON_DAYS; n++) {
    for (const each of possibleChangesOn(hours, zone, today.plus({ days: n })))
      if (each > instant && isOpenAt(hours, each) !== isOpen) return each;
  }
  return null;
};

/** `instant` if the team is open then, else its next opening; null if it does not open within 400 days. */
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

/** `Mon 12 Jan 9:00`, in the time zone of the team. */
export const formatOpening = ({ timeZone }: Hours, instant: Instant): string =>
  DateTime.fromMillis(instant, { zone: timeZone, locale: 'en' }).toFormat('ccc d LLL H:mm');

/** The week for a reader: `Mon-Fri 9:00-18:00 (America/New_York)`. */
export const formatHours = ({ week, timeZone }: Hours): string => {
  const shifts = week.map(({ days, from, to }) => `${formatDays(days)} ${formatMinute(from)}-${formatMinute(to)}`);
  return `${shifts.length === 0 ? 'single days only' : shifts.join('; ')} (${timeZone})`;
};
