import { setTimeout as sleep } from 'node:timers/promises';

/** Repeats `work` every 25 ms until it succeeds, and returns its value. After the limit, 10 s by default, throws its last error. */
export const eventually = async <T>(
  work: () => T | Promise<T>,
  { withinMs = 10_000 }: { withinMs?: number } = {},
): Promise<T> => {
  const until = Date.now() + withinMs;
  for (;;) {
    try {
      return await work();
    } catch (error) {
      if (Date.now() >= until) throw error;
      await sleep(25);
    }
  }
};
