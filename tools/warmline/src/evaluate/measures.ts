import { quantile } from 'd3-array';
import { uniformInt } from 'pure-rand/distribution/uniformInt';
import { xoroshiro128plus } from 'pure-rand/generator/xoroshiro128plus';
import type { EvaluatedRow } from './labelled-row.ts';

export interface Measures {
  readonly rows: number;
  readonly precision: number | null;
  readonly recall: number | null;
  readonly f1: number | null;
  readonly falseAlarms: number;
  readonly harmless: number;
  readonly falseAlarmRate: number | null;
}

const share = (part: number, whole: number): number | null => (whole === 0 ? null : part / whole);

/** A verdict other than none counts as positive. */
export const measures = (rows: readonly EvaluatedRow[]): Measures => {
  let hits = 0;
  let falseAlarms = 0;
  let missed = 0;
  for (const { shouldHandOff: should, didHandOff: did } of rows) {
    if (should && did) hits += 1;
    else if (did) falseAlarms += 1;
    else if (should) missed += 1;
  }
  const harmless = rows.length - hits - missed;
  return {
    rows: rows.length,
    precision: share(hits, hits + falseAlarms),
    recall: share(hits, hits + missed),
    f1: share(2 * hits, 2 * hits + falseAlarms + missed),
    falseAlarms,
    harmless,
    falseAlarmRate: share(falseAlarms, harmless),
  };
};

export interface ReasonMeasures {
  readonly reason: string;
  /** Rows with this label. */
  readonly labelled: number;
  /** Of these, rows with any verdict. */
  readonly detected: number;
  /** Of these, rows whose verdict has this reason. */
  readonly correct: number;
  /** All rows whose verdict has this reason. */
  readonly predicted: number;
  /** Harmless rows among them. */
  readonly falseAlarms: number;
  readonly precision: number | null;
  readonly recall: number | null;
  readonly f1: number | null;
}

/** Measures of each reason against its own label. */
export const byReason = (rows: readonly EvaluatedRow[]): ReasonMeasures[] => {
  const all = new Set(rows.flatMap(({ reason, reasons }) => [reason, ...reasons]));
  all.delete('none');
  return [...all].sort().map((reason) => {
    const labelled = rows.filter((row) => row.shouldHandOff && row.reason === reason);
    const predicted = rows.filter((row) => row.didHandOff && row.reasons.includes(reason));
    const correct = labelled.filter((row) => row.reasons.includes(reason)).length;
    const precision = share(correct, predicted.length);
    const recall = share(correct, labelled.length);
    return {
      reason,
      labelled: labelled.length,
      detected: labelled.filter((row) => row.didHandOff).length,
      correct,
      predicted: predicted.length,
      falseAlarms: predicted.filter((row) => !row.shouldHandOff).length,
      precision,
      recall,
      f1: share(2 * correct, predicted.length + labelled.length),
    };
  });
};

export interface ReliabilityBin {
  readonly from: number;
  readonly to: number;
  readonly rows: number;
  /** Mean predicted probability. */
  readonly meanPredicted: number | null;
  /** Share of rows whose label is a hand-off. */
  readonly handoffShare: number | null;
}

const BINS = 10;

/** Predicted probability of negative against the share of rows labelled as a hand-off, in ten bins. */
export const reliability = (rows: readonly EvaluatedRow[]): ReliabilityBin[] =>
  Array.from({ length: BINS }, (_, i) => {
    const inBin = rows.filter(({ pNegative: p }) => p !== null && Math.min(BINS - 1, Math.floor(p * BINS)) === i);
    const total = inBin.reduce((sum, { pNegative }) => sum + (pNegative ?? 0), 0);
    return {
      from: i / BINS,
      to: (i + 1) / BINS,
      rows: inBin.length,
      meanPredicted: share(total, inBin.length),
      handoffShare: share(inBin.filter(({ shouldHandOff: should }) => should).length, inBin.length),
    };
  });

export interface Interval {
  readonly f1: readonly [number, number];
  readonly falseAlarmRate: readonly [number, number];
}

/** 95 % by the percentile bootstrap over rows (Efron, 1979). */
export const interval = (rows: readonly EvaluatedRow[], samples: number, seed: number): Interval | null => {
  if (rows.length === 0) return null;
  const generator = xoroshiro128plus(seed);
  const f1: number[] = [];
  const alarms: number[] = [];
  for (let s = 0; s < samples; s++) {
    const drawn = rows.flatMap(() => rows[uniformInt(generator, 0, rows.length - 1)] ?? []);
    const { f1: f, falseAlarmRate: rate } = measures(drawn);
    f1.push(f ?? 0);
    alarms.push(rate ?? 0);
  }
  return { f1: central95(f1), falseAlarmRate: central95(alarms) };
};

const central95 = (values: readonly number[]): readonly [number, number] => [
  quantile(values, 0.025) ?? 0,
  quantile(values, 0.975) ?? 0,
];
