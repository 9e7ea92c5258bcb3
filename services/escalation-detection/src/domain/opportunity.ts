import type { Policy } from '@warmline/contracts';
import type { Notes } from './notes.ts';
import type { Memory } from './state.ts';

/** How engaged a customer is, 0..1: as bot or channel told, else by the number of different turns about prices. */
export const engagementOf = (memory: Memory, policy: Policy): number =>
  memory.engagement ?? Math.min(1, memory.pricing.length / policy.thresholds.opportunity.pricingTurns);

/** The turn is about prices; fires once in a conversation, when the customer considers more and is engaged enough. */
export const noteOpportunity = (notes: Notes, after: Memory, policy: Policy): void => {
  if (!after.considering || after.opportunityTold) return;
  const value = engagementOf(after, policy);
  const threshold = policy.thresholds.opportunity.engagement;
  if (value > threshold) notes.fire('opportunity.enterprise', { value, threshold });
  else if (value >= threshold * policy.thresholds.nearMiss) notes.nearly('opportunity.enterprise', value, threshold);
};
