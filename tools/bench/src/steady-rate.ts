import { setTimeout as sleep } from 'node:timers/promises';

/** What a contender has done at a moment; milliseconds of a monotonic clock. */
export interface Sample {
  readonly at: number;
  /** Events. */
  readonly done: number;
  /** Processor time of its process since its start, user and system. */
  readonly cpuSeconds: number;
}

/** What a contender reaches, and what it costs, over the steady part of its run. NaN when the samples have no steady part. */
export interface SteadyRate {
  readonly perSecond: number;
  /** Microseconds of processor time of its process for an event; load on the machine changes it less than the rate. */
  readonly cpuMicros: number;
}

/** Shares of the events that do not count: the first while the group forms and the code warms up, the last while batches run empty. */
const WARM_UP = 0.2;
const TAIL = 0.05;
const EVERY_MS = 250;

/** The rate over the steady part of a run of `total` events. */
export const steadyRate = (samples: readonly Sample[], total: number): SteadyRate => {
  const first = samples.find((s) => s.done >= total * WARM_UP);
  const last = samples.findLast((s) => s.done <= total * (1 - TAIL));
  if (first === undefined || last === undefined || last.at <= first.at)
    return { perSecond: Number.NaN, cpuMicros: Number.NaN };
  const done = last.done - first.done;
  return {
    perSecond: (done / (last.at - first.at)) * 1_000,
    cpuMicros: ((last.cpuSeconds - first.cpuSeconds) / done) * 1_000_000,
  };
};

/** Samples `look` until all events are done. Rejects without progress for `stalledMs`, or when the contender ends. */
export const sampleProgress = async (
  look: () => Promise<Pick<Sample, 'done' | 'cpuSeconds'>>,
  total: number,
  ended: () => boolean,
  stalledMs = 30_000,
): Promise<Sample[]> => {
  const samples: Sample[] = [];
  let lastProgress = { at: performance.now(), done: 0 };
  for (;;) {
    const { done, cpuSeconds } = await look();
    const at = performance.now();
    samples.push({ at, done, cpuSeconds });
    if (done >= total) return samples;
    if (done > lastProgress.done) lastProgress = { at, done };
    if (ended()) throw new Error(`ended after ${done} of ${total} events`);
    if (at - lastProgress.at > stalledMs) throw new Error(`stands still at ${done} of ${total} events`);
    await sleep(EVERY_MS);
  }
};
