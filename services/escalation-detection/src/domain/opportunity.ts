import type { Policy } from '@warmline/contracts';
import type { FindingsCollector } from './findings.ts';
import type { ConversationFacts } from './state.ts';

/** How engaged a customer is, 0..1: as bot or channel told, else by the number of different turns about prices. */
export const engagementOf = (facts: ConversationFacts, policy: Policy): number =>
  facts.engagement ?? Math.min(1, facts.pricingTurns.length / policy.thresholds.opportunity.pricingTurns);

/** The turn is about prices; fires once in a conversation, when the customer considers more and is engaged enough. */
export const detectOpportunity = (findings: FindingsCollector, after: ConversationFacts, policy: Policy): void => {
  if (!after.considersEnterprise || after.opportunityReported) return;
  const value = engagementOf(after, policy);
  const threshold = policy.thresholds.opportunity.engagement;
  if (value > threshold) findings.fire('opportunity.enterprise', { value, threshold });
  else if (value >= threshold * policy.thresholds.nearMiss)
    findings.nearMiss('opportunity.enterprise', value, threshold);
};
