import type { Instant } from '@warmline/contracts';

/** The only source of time of the runtime, so a simulated clock drives the whole system. */
export interface Clock {
  now(): Instant;
  /** Calls back once after `ms` milliseconds. Returns a function that cancels it. */
  after(ms: number, call: () => void): () => void;
}

export const systemClock: Clock = {
  now: () => Date.now(),
  after: (ms, call) => {
    const timer = setTimeout(call, Math.min(ms, 2_000_000_000));
    return () => clearTimeout(timer);
  },
};

export const pause = (clock: Clock, ms: number): Promise<void> =>
  new Promise((resolve) => void clock.after(ms, resolve));
