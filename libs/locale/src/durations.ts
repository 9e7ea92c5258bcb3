import { say } from './say.ts';

/** "a minute", "2 hours": whole minutes below an hour, else whole hours, rounded up. Stands after "in" or "within". */
export const durationText = (language: string, ms: number): string => {
  const minutes = Math.max(1, Math.ceil(ms / 60_000));
  return minutes < 60
    ? say(language, 'duration.minutes', { count: minutes })
    : say(language, 'duration.hours', { count: Math.ceil(minutes / 60) });
};
