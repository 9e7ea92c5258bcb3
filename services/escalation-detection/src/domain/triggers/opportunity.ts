import type { Policy } from '@warmline/contracts';
import type { FindingsCollector } from '../findings.ts';
import type { ConversationFacts } from '../state.ts';
import { matcher } from '../text/matcher.ts';
import { type Detector, pattern } from '../text/parsed-text.ts';

const patterns = [
  '(?:pricing|price list|prices?|quotes?)(?: [^ ,]+){0,4} (?:plans?|tiers?|licen[cs]es?|seats?|users?|enterprise|team|business|volume|subscription)',
  '(?:plans?|tiers?|licen[cs]es?|seats?|enterprise|subscription|package)(?: [^ ,]+){0,4} (?:cost|costs|prices?|pricing|quotes?|rates?)',
  '(?:how much|what)(?: [^ ,]+){0,5} (?:enterprise|business|team|pro|premium|annual|yearly)(?: [^ ,]+){0,2} (?:plan|tier|licen[cs]e|subscription|package|version)?',
  '(?:your|the) pricing',
  '(?:upgrade|upgrading|move|moving|switch|switching)(?: [^ ,]+){0,3} to(?: [^ ,]+){0,2} (?:enterprise|business|team|pro)',
  '(?:annual|volume|multi year) (?:discounts?|billing|pricing)',
].map(pattern);

/** Asks or talks about the price of a plan. */
export const pricingMention: Detector = matcher({ patterns });

const enterprisePatterns = [
  '(?:consider(?:ing)?|think(?:ing)? (?:of|about)|interested in|look(?:ing)? (?:at|into)|evaluat(?:e|ing)|compar(?:e|ing)|explor(?:e|ing)|plan(?:ning)? to)(?: [^ ,]+){0,5} enterprise',
].map(pattern);

/** Says that an enterprise plan is being considered. */
export const consideringEnterprise: Detector = matcher({ patterns: enterprisePatterns });

/** Engagement of the customer, 0..1: as reported by bot or channel, else from the number of different turns about prices. */
export const engagementOf = (facts: ConversationFacts, policy: Policy): number =>
  facts.engagement ?? Math.min(1, facts.pricingTurns.length / policy.thresholds.opportunity.pricingTurns);

/** To call for turns about prices. Fires once per conversation, when the customer considers an enterprise plan and is engaged enough. */
export const detectOpportunity = (findings: FindingsCollector, after: ConversationFacts, policy: Policy): void => {
  if (!after.considersEnterprise || after.opportunityReported) return;
  const value = engagementOf(after, policy);
  const threshold = policy.thresholds.opportunity.engagement;
  if (value > threshold) findings.fire('opportunity.enterprise', { value, threshold });
  else if (value >= threshold * policy.thresholds.nearMiss)
    findings.nearMiss('opportunity.enterprise', value, threshold);
};
