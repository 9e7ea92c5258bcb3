import { z } from 'zod';

const DAYS = ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'] as const;

const MINUTES_OF_A_DAY = 1_440;

/** `HH:MM` up to 24:00, as minutes since midnight. */
const timeOfDay = z
  .string()
  .regex(/^(([01]\d|2[0-3]):[0-5]\d|24:00)$/, 'a time of day is HH:MM, up to 24:00')
  .transform((text) => Number(text.slice(0, 2)) * 60 + Number(text.slice(3)));

const isDate = (text: string): boolean => z.iso.date().safeParse(text).success;
/** A yearly date is checked in a leap year, so that 02-29 is one. */
const date = z
  .string()
  .regex(/^(\d{4}-)?\d\d-\d\d$/, 'a date is YYYY-MM-DD, or MM-DD for every year')
  .refine((text) => isDate(text.length === 5 ? `2000-${text}` : text), 'this day does not exist');

const isSpan = ({ from, to }: { from: number; to: number }): boolean => from !== to && from < MINUTES_OF_A_DAY;
const spanError = {
  path: ['to'],
  message: 'must differ from from, which is 23:59 at most; the whole day is 00:00 to 24:00',
};
/** A span whose end is not after its start ends on the next day: 22:00 to 06:00 becomes 1320 to 1800. */
const overMidnight = <T extends { from: number; to: number }>(span: T): T =>
  span.to > span.from ? span : { ...span, to: span.to + MINUTES_OF_A_DAY };

const shift = z
  .strictObject({
    days: z.array(z.enum(DAYS).transform((day) => DAYS.indexOf(day) + 1)).min(1, 'name at least one day'),
    from: timeOfDay,
    to: timeOfDay,
  })
  .refine(isSpan, spanError)
  .transform(overMidnight);
const datedSpan = z
  .strictObject({ date, from: timeOfDay.default(0), to: timeOfDay.default(MINUTES_OF_A_DAY) })
  .refine(isSpan, spanError)
  .transform(overMidnight);

/** True for an IANA name that this runtime knows. */
export const isTimeZone = (name: string): boolean => {
  try {
    return new Intl.DateTimeFormat('en', { timeZone: name }).resolvedOptions().timeZone !== '';
  } catch {
    return false;
  }
};

/**
 * Opening hours: wall-clock times of one time zone. After parsing, times are minutes since midnight of the day a span begins on, so an
 * end on the next day is above 1440. What each field overrides: `services/routing/src/domain/hours.ts`.
 */
export const calendarSchema = z.strictObject({
  timeZone: z.string().refine((name) => isTimeZone(name), 'unknown time zone'),
  week: z.array(shift).max(50),
  holidays: z.array(date).max(400).default([]),
  closed: z.array(datedSpan).max(400).default([]),
  open: z.array(datedSpan).max(400).default([]),
});
