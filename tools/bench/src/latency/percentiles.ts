import { createHistogram, type RecordableHistogram } from 'node:perf_hooks';

/** Milliseconds. */
export interface Percentiles {
  readonly count: number;
  readonly p50: number;
  readonly p95: number;
  readonly p99: number;
  readonly max: number;
}

const MICRO = 1_000;

/** An HDR histogram of durations, to three significant digits. */
export class DurationHistogram {
  private readonly histogram: RecordableHistogram = createHistogram({ lowest: 1, highest: 3_600_000_000, figures: 3 });

  add(milliseconds: number): void {
    this.histogram.record(Math.max(1, Math.round(milliseconds * MICRO)));
  }

  summary(): Percentiles {
    const { count, max } = this.histogram;
    const at = (percentile: number): number =>
      count === 0 ? Number.NaN : this.histogram.percentile(percentile) / MICRO;
    return { count, p50: at(50), p95: at(95), p99: at(99), max: count === 0 ? Number.NaN : max / MICRO };
  }
}
