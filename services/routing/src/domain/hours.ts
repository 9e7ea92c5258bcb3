import type { Instant } from '@warmline/contracts';
import { DateTime } from 'luxon';

/** Wall-clock minutes since midnight, `to` excluded. 24:00 is 1440; a span over midnight ends above it, on the next day. */
export interface TimeSpan {
  readonly from: number;
  readonly to: number;
}

/** A span of one date: `2026-12-24`, or `12-24` for every year. */
export type DatedSpan = TimeSpan & { readonly date: string };

/**
 * When a team is open, by its own wall clock.
 * - `open`: special days. They replace the week: on such a date only their spans are open, whatever the other fields say.
 * - `closed`: these spans are taken out of the week.
 * - `holidays`: closed all day. As on a special day or a day `closed` as a whole, no shift of the week begins on it or reaches into it.
 */
export interface Hours {
  /** IANA name; includes daylight saving time. */
  readonly timeZone: string;
  /** ISO weekdays on which the shift begins, 1 is Monday. Several shifts a day are several entries. */
  readonly week: readonly (TimeSpan & { readonly days: readonly number[] })[];
  readonly holidays: readonly string[];
  readonly closed: readonly DatedSpan[];
  readonly open: readonly DatedSpan[];
}

const MINUTE = 60_000;
const MINUTES_OF_A_DAY = 1_440;
/** The search for an opening or a closing ends after this many days. */
const HORIZON_DAYS = 400;

const isOn = (date: string, day: string): boolean => date === day || date === day.slice(5);
const dateOf = (day: DateTime): string => day.toISODate() ?? '';
const spansOf = ({ week, open, closed }: Hours): readonly TimeSpan[] => [...week, ...open, ...closed];
const covers = ({ from, to }: TimeSpan, minute: number): boolean => from <= minute && minute < to;

/** True if nothing of the week counts on this date. */
const replacesWeek = ({ holidays, closed, open }: Hours, date: string): boolean =>
  open.some((span) => isOn(span.date, date)) ||
  holidays.some((each) => isOn(each, date)) ||
  closed.some((span) => isOn(span.date, date) && span.from === 0 && span.to >= MINUTES_OF_A_DAY);

interface DayView {
  readonly date: string;
  readonly weekday: number;
  readonly minute: number;
}

/** An instant as seen from its day and, if a span may have begun there, from the day before. */
const viewsOf = (hours: Hours, instant: Instant): readonly [DayView, ...DayView[]] => {
  const wall = DateTime.fromMillis(instant, { zone: hours.timeZone });
  const view = (day: DateTime, minute: number): DayView => ({ date: dateOf(day), weekday: day.weekday, minute });
  const minute = wall.hour * 60 + wall.minute;
  const today = view(wall, minute);
  return spansOf(hours).some(({ to }) => to > MINUTES_OF_A_DAY)
    ? [today, view(wall.minus({ days: 1 }), minute + MINUTES_OF_A_DAY)]
    : [today];
};

export const isOpenAt = (hours: Hours, instant: Instant): boolean => {
  const views = viewsOf(hours, instant);
  const isIn = (spans: readonly DatedSpan[]): boolean =>
    views.some(({ date, minute }) => spans.some((span) => isOn(span.date, date) && covers(span, minute)));
  if (isIn(hours.open)) return true;
  if (replacesWeek(hours, views[0].date) || isIn(hours.closed)) return false;
  return views.some(
    ({ date, weekday, minute }) =>
      hours.week.some((shift) => shift.days.includes(weekday) && covers(shift, minute)) && !replacesWeek(hours, date),
  );
};

/** All instants of a wall-clock day at which a team may open or close, in order; some of them change nothing. */
const possibleChangesOn = (hours: Hours, day: DateTime): Instant[] => {
  const minutes = new Set([0, ...spansOf(hours).flatMap(({ from, to }) => [from, to % MINUTES_OF_A_DAY])]);
  const start = day.toMillis();
  const length = (day.plus({ days: 1 }).startOf('day').toMillis() - start) / MINUTE;
  if (length === MINUTES_OF_A_DAY) return [...minutes].sort((a, b) => a - b).map((minute) => start + minute * MINUTE);
  // The clocks change: an hour is skipped, so that the change itself may open a team, or it is there twice.
  const all = Array.from({ length }, (_, n) => DateTime.fromMillis(start + n * MINUTE, { zone: day.zone }));
  const isPossible = (each: DateTime, n: number): boolean =>
    minutes.has(each.hour * 60 + each.minute) || all[n - 1]?.offset !== each.offset;
  return all.filter(isPossible).map((each) => each.toMillis());
};

/** The first instant after `instant` at which the team opens or closes; null if it does neither within 400 days. */
export const nextChange = (hours: Hours, instant: Instant): Instant | null => {
  const isOpen = isOpenAt(hours, instant);
  const today = DateTime.fromMillis(instant, { zone: hours.timeZone }).startOf('day');
  if (!isOpen && hours.week.length === 0 && hours.open.length === 0) return null;
  for (let n = 0; n <= HORIZON_DAYS; n++) {
    // `plus` of days keeps the wall clock; a day may begin at 01:00.
    const day = today.plus({ days: n }).startOf('day');
    for (const each of possibleChangesOn(hours, day))
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

/** 24:00 stays 24:00; a minute of the next day is its time of day. */
const formatMinute = (minute: number): string => {
  const ofDay = minute > MINUTES_OF_A_DAY ? minute - MINUTES_OF_A_DAY : minute;
  return `${Math.floor(ofDay / 60)}:${(ofDay % 60).toString().padStart(2, '0')}`;
};

/** `Mon 12 Jan 9:00`, in the time zone of the team. */
export const formatOpening = ({ timeZone }: Hours, instant: Instant): string =>
  DateTime.fromMillis(instant, { zone: timeZone, locale: 'en' }).toFormat('ccc d LLL H:mm');

/** The week for a reader: `Mon-Fri 9:00-18:00 (America/New_York)`. */
export const formatHours = ({ week, timeZone }: Hours): string => {
  const shifts = week.map(({ days, from, to }) => `${formatDays(days)} ${formatMinute(from)}-${formatMinute(to)}`);
  return `${shifts.length === 0 ? 'single days only' : shifts.join('; ')} (${timeZone})`;
};
