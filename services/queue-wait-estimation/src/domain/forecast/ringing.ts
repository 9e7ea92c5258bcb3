import { samplesOf, type WaitEstimator, type Waits } from './estimator.ts';
import type { Request } from './events.ts';
import { type EndedWait, uncensored } from './history.ts';
import { LEAST } from './turnaround.ts';

/** As many of the last are kept. */
const KEPT = 200;

const atOnce = samplesOf([0]);

/** What those waited who found somebody free: from the offer until the agent took it, and what went wrong with offers. */
export interface Ringing {
  readonly estimate: (request: Request) => Waits;
  readonly learn: (ended: EndedWait) => void;
  /** Seconds. */
  readonly mean: () => number;
  /** The same estimator, with that time after the slot came free. */
  readonly after: (estimator: WaitEstimator) => WaitEstimator;
}

export const ringing = (): Ringing => {
  const asked = new Set<string>();
  const past: { readonly seconds: number; readonly gone: boolean }[] = [];
  let [told, mean] = [atOnce, 0];
  return {
    estimate: ({ id }) => {
      asked.add(id);
      return told;
    },
    learn: ({ request, seconds, gone }) => {
      if (!asked.delete(request.id)) return;
      past.push({ seconds, gone });
      if (past.length > KEPT) past.shift();
      told = past.every((each) => each.seconds < LEAST) ? atOnce : samplesOf(uncensored(past));
      mean = told.mean < LEAST ? 0 : told.mean;
    },
    mean: () => mean,
    after: ({ name, estimate }) => ({
      name,
      estimate: (request) => {
        const waits = estimate(request);
        return waits === null || mean === 0 ? waits : later(waits, mean);
      },
    }),
  };
};

const later = (waits: Waits, by: number): Waits => ({
  mean: waits.mean + by,
  quantile: (p) => waits.quantile(p) + by,
  within: (seconds) => waits.within(seconds - by),
});
