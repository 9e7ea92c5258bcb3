import { z } from 'zod';

const DAYS = ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'] as const;

/** `HH:MM` up to 24:00, as minutes since midnight. */
const timeOfDay = z
  .string()
  .regex(/^(([01]\d|2[0-3]):[0-5]\d|24:00)$/, 'a time of day is HH:MM, up to 24:00')
  .transform((text) => Number(text.slice(0, 2)) * 60 + Number(text.slice(3)));

const isDate = (text: string): boolean => z.iso.date().safeParse(text).success;
const date = z
  .string()
  .regex(/^\d{4}-\d\d-\d\d$/, 'a date is YYYY-MM-DD')
  .refine(isDate, 'this day does not exist');
/** Of a leap year, so that 02-29 is one. */
const yearlyDate = z
  .string()
  .regex(/^\d\d-\d\d$/, 'a holiday is YYYY-MM-DD, or MM-DD for every year')
  .refine((text) => isDate(`2000-${text}`), 'this day does not exist');

const endsAfterStart = ({ from, to }: { from: number; to: number }): boolean => from < to;
const spanError = { path: ['to'], message: 'must be after from; split a night shift at 24:00' };

const shift = z
  .strictObject({
    days: z.array(z.enum(DAYS).transform((day) => DAYS.indexOf(day) + 1)).min(1, 'name at least one day'),
    from: timeOfDay,
    to: timeOfDay,
  })
  .refine(endsAfterStart, spanError);
const datedSpan = z
  .strictObject({ date, from: timeOfDay.default(0), to: timeOfDay.default(1440) })
  .refine(endsAfterStart, spanError);

const isTimeZone = (name: string): boolean => {
  try {
    return new Intl.DateTimeFormat('en', { timeZone: name }).resolvedOptions().timeZone !== '';
  } catch {
    return false;
  }
};

/** Opening hours: wall-clock times of one time zone. Times are minutes since midnight after parsing. */
export const calendarSchema = z.strictObject({
  timeZone: z.string().refine((name) => isTimeZone(name), 'unknown time zone'),
  week: z.array(shift).max(50),
  holidays: z
    .array(z.union([date, yearlyDate]))
    .max(400)
    .default([]),
  closed: z.array(datedSpan).max(400).default([]),
  open: z.array(datedSpan).max(400).default([]),
});
