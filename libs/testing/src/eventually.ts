import { setTimeout as sleep } from 'node:timers/promises';

/** Asks again every 25 ms until `work` neither throws nor rejects and answers its value; after the limit (10 s) its last error is thrown. */
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
