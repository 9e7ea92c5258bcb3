import type { EscalationReason } from '@warmline/contracts';
import type { HandoffRecord } from './handoff-record.ts';
import { type CategoryShares, categoryShares } from './reason-categories.ts';

/** A sum and over how many it goes: what a row set or a query's SUM and COUNT both give. */
export interface Tally {
  readonly sum: number;
  readonly count: number;
}

export interface MetricInputs {
  readonly conversations: number;
  /** Hand-offs with an outcome, abandoned ones included. */
  readonly handoffs: number;
  readonly completeness: Tally;
  readonly reexplained: Tally;
  readonly resolved: Tally;
  readonly stars: Tally;
  readonly quality: Tally;
  readonly reasons: readonly (readonly EscalationReason[])[];
}

type Range = { readonly min: number; readonly max: number };
/** Targets of the specification, section 7; `above` and `below` are strict. */
export const TARGETS = {
  handoffRate: { min: 0.15, max: 0.3 } as Range,
  contextTransferScore: { above: 0.9 },
  repeatRate: { below: 0.1 },
  resolutionRate: { above: 0.85 },
  csat: { above: 4.2 },
} as const;

export interface Metrics {
  readonly handoffs: number;
  readonly conversations: number;
  /** Hand-offs over conversations. */
  readonly handoffRate: number | null;
  /** Mean completeness, 0..1. */
  readonly contextTransferScore: number | null;
  /** Share of the surveyed who had to explain again. */
  readonly repeatRate: number | null;
  /** Share of those an agent or a customer spoke of as resolved or not. */
  readonly resolutionRate: number | null;
  /** Mean stars, 1..5. */
  readonly csat: number | null;
  /** Mean handoff quality, 0..1. */
  readonly quality: number | null;
  readonly categories: CategoryShares | null;
  readonly targets: typeof TARGETS;
}

const mean = ({ sum, count }: Tally): number | null => (count === 0 ? null : sum / count);

/** The five metrics and the mean quality; null where there is no data. */
export const computeMetrics = (facts: MetricInputs): Metrics => ({
  handoffs: facts.handoffs,
  conversations: facts.conversations,
  handoffRate: mean({ sum: facts.handoffs, count: facts.conversations }),
  contextTransferScore: mean(facts.completeness),
  repeatRate: mean(facts.reexplained),
  resolutionRate: mean(facts.resolved),
  csat: mean(facts.stars),
  quality: mean(facts.quality),
  categories: categoryShares(facts.reasons),
  targets: TARGETS,
});

const tally = (values: readonly (number | boolean | null)[]): Tally => {
  const known = values.filter((value) => value !== null).map(Number);
  return { sum: known.reduce((sum, value) => sum + value, 0), count: known.length };
};

/** The facts of a set of rows. A row without an end (its survey came first) waits for its outcome. */
export const metricInputsOf = (conversations: number, records: readonly HandoffRecord[]): MetricInputs => {
  const ended = records.filter((record) => record.ended !== null);
  return {
    conversations,
    handoffs: ended.length,
    completeness: tally(ended.map((r) => r.completeness)),
    reexplained: tally(ended.map((r) => r.reexplained)),
    resolved: tally(ended.map((r) => r.resolved)),
    stars: tally(ended.map((r) => r.stars)),
    quality: tally(ended.map((r) => r.quality)),
    reasons: ended.map((r) => r.reasons ?? []),
  };
};
