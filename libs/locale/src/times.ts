import { formatTag } from './languages.ts';
import { say } from './say.ts';

const MINUTE = 60_000;
const DAY_MINUTES = 1_440;
const DAY = DAY_MINUTES * MINUTE;
/** In a year with today's rules for daylight saving. */
const A_MONDAY = Date.UTC(2026, 0, 5);

/** The opening hours of a team: shifts by ISO weekday (1 is Monday), in minutes since midnight of its wall clock. */
export interface WeekHours {
  /** IANA name. */
  readonly timeZone: string;
  readonly week: readonly { readonly days: readonly number[]; readonly from: number; readonly to: number }[];
}

/** Cache: making a format takes a hundred times as long as using it. Languages and zones come from outside, so it is bounded. */
const formats = new Map<string, Intl.DateTimeFormat>();
const MAX_FORMATS = 32;

const format = (language: string, options: Intl.DateTimeFormatOptions): Intl.DateTimeFormat => {
  const key = JSON.stringify([language, options]);
  const known = formats.get(key);
  if (known !== undefined) return known;
  if (formats.size >= MAX_FORMATS) formats.clear();
  const made = new Intl.DateTimeFormat(formatTag(language), options);
  formats.set(key, made);
  return made;
};

const dayName = (language: string, day: number): string =>
  format(language, { weekday: 'short', timeZone: 'UTC' }).format(A_MONDAY + (day - 1) * DAY);

const clock = (language: string, minute: number): string =>
  format(language, { hour: 'numeric', minute: '2-digit', timeZone: 'UTC' }).format(
    A_MONDAY + (minute % DAY_MINUTES) * MINUTE,
  );

/** "Mon – Wed, Fri": neighbours as a range. */
const daysText = (language: string, days: readonly number[]): string => {
  const runs: number[][] = [];
  for (const day of [...days].sort((a, b) => a - b)) {
    const run = runs.at(-1);
    if (run !== undefined && run.at(-1) === day - 1) run.push(day);
    else runs.push([day]);
  }
  const names = runs.map((run) =>
    [...new Set([run[0], run.at(-1)])].map((day) => dayName(language, day ?? 1)).join(' – '),
  );
  return names.join(say(language, 'list.comma'));
};

/** "Eastern Time", "heure d’Europe centrale". */
const zoneName = (language: string, timeZone: string, instant: number): string =>
  format(language, { timeZone, timeZoneName: 'longGeneric' })
    .formatToParts(instant)
    .find(({ type }) => type === 'timeZoneName')?.value ?? timeZone;

const pointOptions = { weekday: 'long', day: 'numeric', month: 'long', hour: 'numeric', minute: '2-digit' } as const;

/** The zone in which a reader is told a time; it is named in the text unless it is their own. */
export interface ReadZone {
  readonly timeZone: string;
  readonly isOwn: boolean;
}
const zoneOptions = ({ timeZone, isOwn }: ReadZone): Intl.DateTimeFormatOptions =>
  isOwn ? { timeZone } : { timeZone, timeZoneName: 'short' };

/** A moment in a time zone: weekday, day, month and time. `at` in milliseconds since the epoch. */
export const momentText = (language: string, at: number, zone: ReadZone): string =>
  format(language, { ...pointOptions, ...zoneOptions(zone) }).format(at);

/** From a moment to another one, the day said once where it is the same. */
export const periodText = (language: string, from: number, until: number, zone: ReadZone): string =>
  format(language, { ...pointOptions, weekday: 'short', month: 'short', ...zoneOptions(zone) }).formatRange(
    from,
    until,
  );

/** The week of a team, in its own zone, which is named. */
const weekText = (language: string, { timeZone, week }: WeekHours, at: number): string => {
  const shifts = week.map(({ days, from, to }) =>
    from === 0 && to === DAY_MINUTES
      ? say(language, 'hours.all-day', { days: daysText(language, days) })
      : `${daysText(language, days)} ${clock(language, from)} – ${clock(language, to)}`,
  );
  const text = shifts.length === 0 ? say(language, 'hours.single-days') : shifts.join(say(language, 'list.semicolon'));
  return say(language, 'hours.week', { shifts: text, zone: zoneName(language, timeZone, at) });
};

/**
 * The opening hours of a team and its next opening: in the zone of the reader where that is another time of day, and in the team's.
 * `readerZone` undefined = unknown.
 */
export const openingHoursText = (
  language: string,
  hours: WeekHours,
  opensAt: number | undefined,
  readerZone: string | undefined,
): string => {
  const { timeZone } = hours;
  if (opensAt === undefined) return weekText(language, hours, A_MONDAY);
  const week = weekText(language, hours, opensAt);
  const team = momentText(language, opensAt, { timeZone, isOwn: true });
  const reader = readerZone === undefined ? team : momentText(language, opensAt, { timeZone: readerZone, isOwn: true });
  const opening =
    reader === team
      ? team
      : say(language, 'hours.opening-both', { reader, team, zone: zoneName(language, timeZone, opensAt) });
  return say(language, 'hours.next', { week, opening });
};
