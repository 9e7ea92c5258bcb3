import { empiricalDistribution, type WaitDistribution, type WaitEstimator } from './estimator.ts';
import type { HandoffRequest } from './log-events.ts';
import { MIN_SECONDS } from './turnaround-model.ts';
import { type EndedWait, kaplanMeierQuantiles, type ObservedWait } from './wait-history.ts';

/** The latest delays are kept, up to this many. */
const MAX_KEPT = 200;

const immediate = empiricalDistribution([0]);

/** Waits of requests that found free capacity: the agent's answer, and agent offers that failed before it. */
export interface AnswerDelays {
  readonly estimate: (request: HandoffRequest) => WaitDistribution;
  readonly learn: (ended: EndedWait) => void;
  /** Mean delay, seconds. */
  readonly mean: () => number;
  /** The estimator with the mean delay added to its waits. */
  readonly addTo: (estimator: WaitEstimator) => WaitEstimator;
}

export const answerDelays = (): AnswerDelays => {
  const offered = new Set<string>();
  const past: ObservedWait[] = [];
  let [distribution, mean] = [immediate, 0];
  return {
    estimate: ({ id }) => {
      offered.add(id);
      return distribution;
    },
    learn: ({ request, seconds, abandoned }) => {
      if (!offered.delete(request.id)) return;
      past.push({ seconds, abandoned });
      if (past.length > MAX_KEPT) past.shift();
      distribution = past.every((each) => each.seconds < MIN_SECONDS)
        ? immediate
        : empiricalDistribution(kaplanMeierQuantiles(past));
      mean = distribution.mean < MIN_SECONDS ? 0 : distribution.mean;
    },
    mean: () => mean,
    addTo: ({ name, estimate }) => ({
      name,
      estimate: (request) => {
        const waits = estimate(request);
        return waits === null || mean === 0 ? waits : shifted(waits, mean);
      },
    }),
  };
};

const shifted = (waits: WaitDistribution, by: number): WaitDistribution => ({
  mean: waits.mean + by,
  quantile: (p) => waits.quantile(p) + by,
  cdfBounds: (seconds) => waits.cdfBounds(seconds - by),
});
