import { DateTime, Duration } from 'luxon';

const UNITS = { s: 'seconds', m: 'minutes', h: 'hours', d: 'days', w: 'weeks' } as const;

/**
 * Milliseconds since the epoch, from an ISO 8601 date or time (UTC without a zone) or an age before `now` (`90s`, `2h`, `P1DT12H`);
 * undefined for anything else.
 */
export const parseInstant = (text: string, now: number): number | undefined => {
  const short = /^(\d{1,6})([smhdw])$/.exec(text);
  const unit = short?.[2] as keyof typeof UNITS | undefined;
  const age = unit === undefined ? Duration.fromISO(text) : Duration.fromObject({ [UNITS[unit]]: Number(short?.[1]) });
  if (age.isValid) return DateTime.fromMillis(now, { zone: 'utc' }).minus(age).toMillis();
  const at = DateTime.fromISO(text, { zone: 'utc' });
  return at.isValid ? at.toMillis() : undefined;
};
