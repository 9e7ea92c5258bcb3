import { setTimeout as sleep } from 'node:timers/promises';

/** Number of events done at a moment; milliseconds of a monotonic clock. */
export interface Sample {
  readonly at: number;
  readonly done: number;
}

/** Shares of the events that do not count: the first while the group forms and the code warms up, the last while batches run empty. */
const WARM_UP = 0.2;
const TAIL = 0.05;
const EVERY_MS = 250;

/** Events per second over the steady part of a run of `total` events. NaN if the samples have no steady part. */
export const steadyRate = (samples: readonly Sample[], total: number): number => {
  const first = samples.find((s) => s.done >= total * WARM_UP);
  const last = samples.findLast((s) => s.done <= total * (1 - TAIL));
  if (first === undefined || last === undefined || last.at <= first.at) return Number.NaN;
  return ((last.done - first.done) / (last.at - first.at)) * 1_000;
};

/** Samples `count` until all events are done. Rejects without progress for `stalledMs`, or when the contender ends. */
export const sampleProgress = async (
  count: () => Promise<number>,
  total: number,
  ended: () => boolean,
  stalledMs = 30_000,
): Promise<Sample[]> => {
  const samples: Sample[] = [];
  let lastProgress = { at: performance.now(), done: 0 };
  for (;;) {
    const done = await count();
    const at = performance.now();
    samples.push({ at, done });
    if (done >= total) return samples;
    if (done > lastProgress.done) lastProgress = { at, done };
    if (ended()) throw new Error(`ended after ${done} of ${total} events`);
    if (at - lastProgress.at > stalledMs) throw new Error(`stands still at ${done} of ${total} events`);
    await sleep(EVERY_MS);
  }
};
