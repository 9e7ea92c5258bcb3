import { type CategoryShares, categoryShares, type ReasonsCount } from './reason-categories.ts';

/** A sum and the number of its values. */
export interface Tally {
  readonly sum: number;
  readonly count: number;
}

export interface MetricInputs {
  readonly conversations: number;
  /** Hand-offs with an outcome, abandoned ones included. */
  readonly handoffs: number;
  readonly completeness: Tally;
  readonly explainedAgain: Tally;
  readonly resolved: Tally;
  readonly stars: Tally;
  readonly quality: Tally;
  readonly reasons: readonly ReasonsCount[];
}

type Range = { readonly min: number; readonly max: number };
/** Targets; `above` and `below` are strict, `min` and `max` inclusive. */
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
  /** Hand-offs divided by conversations. */
  readonly handoffRate: number | null;
  /** Mean completeness, 0..1. */
  readonly contextTransferScore: number | null;
  /** Share of answered surveys in which the customer had to explain again. */
  readonly repeatRate: number | null;
  /** Share of resolved hand-offs among those with a known resolution. */
  readonly resolutionRate: number | null;
  /** Mean stars, 1..5. */
  readonly csat: number | null;
  /** Mean quality, 0..1. */
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
  repeatRate: mean(facts.explainedAgain),
  resolutionRate: mean(facts.resolved),
  csat: mean(facts.stars),
  quality: mean(facts.quality),
  categories: categoryShares(facts.reasons),
  targets: TARGETS,
});
