import type { EscalationReason } from '@warmline/contracts';

export const CATEGORIES = [
  'policy exception',
  'complex multi-step',
  'customer preference',
  'bot confusion',
  'high stakes',
  'opportunity',
] as const;
export type Category = (typeof CATEGORIES)[number];

/** The category of each reason. Emotions count as bot confusion, because a struggling bot causes them and a better bot prevents them. */
export const CATEGORY_OF: Readonly<Record<EscalationReason, Category>> = {
  policy_exception: 'policy exception',
  judgement_call: 'policy exception',
  multiple_subjects: 'complex multi-step',
  subject_switching: 'complex multi-step',
  unresolved_session: 'complex multi-step',
  enterprise_need: 'complex multi-step',
  human_request: 'customer preference',
  confusion_loop: 'bot confusion',
  low_confidence: 'bot confusion',
  bot_failure: 'bot confusion',
  negative_sentiment: 'bot confusion',
  frustration: 'bot confusion',
  profanity: 'bot confusion',
  security: 'high stakes',
  billing_dispute: 'high stakes',
  cancellation: 'high stakes',
  legal: 'high stakes',
  refund: 'high stakes',
  guidance: 'high stakes',
  opportunity: 'opportunity',
};

/** How many hand-offs have exactly these reasons. */
export interface ReasonsCount {
  readonly reasons: readonly EscalationReason[];
  readonly count: number;
}

export type CategoryShares = Readonly<Record<Category, number>>;

/**
 * Shares 0..1 that add up to 1; null without any reason. Every hand-off has weight 1: with reasons of several categories it
 * counts an equal part in each, and without a reason it does not count.
 */
export const categoryShares = (counts: readonly ReasonsCount[]): CategoryShares | null => {
  const shares = Object.fromEntries(CATEGORIES.map((category) => [category, 0])) as Record<Category, number>;
  const given = counts.filter(({ reasons }) => reasons.length > 0);
  const total = given.reduce((sum, { count }) => sum + count, 0);
  for (const { reasons, count } of given) {
    const categories = new Set(reasons.map((reason) => CATEGORY_OF[reason]));
    for (const category of categories) shares[category] += count / categories.size / total;
  }
  return total === 0 ? null : shares;
};
