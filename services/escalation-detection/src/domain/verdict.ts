import { type EscalationVerdict, escalationRules, type Policy, type RuleId } from '@warmline/contracts';
import type { ConversationFacts } from './state.ts';

const isEmotional = (rule: RuleId): boolean => escalationRules[rule].family === 'emotional';

/** The emotional firings still in the window at the customer's message number `spoken`. */
export const firingsInWindow = (firings: readonly number[], messageNumber: number, policy: Policy): number[] =>
  firings.filter((at) => messageNumber - at < policy.thresholds.emotional.withinMessages);

/** An offer that has become urgent: the second of its kind. `after` already counts the turn the rule fired at. */
const isUrgent = (rule: RuleId, fired: readonly RuleId[], after: ConversationFacts, policy: Policy): boolean => {
  const { emotional: emotions, sentiment, confidence } = policy.thresholds;
  if (isEmotional(rule)) {
    const earlier = firingsInWindow(after.emotionalFirings, after.customerMessageCount, policy).length;
    return earlier + fired.filter(isEmotional).length >= emotions.immediateAt;
  }
  if (rule === 'sentiment.negative') return after.negativeFirings + 1 >= sentiment.immediateAt;
  if (rule === 'bot.low-confidence') return after.bot.lowConfidenceStreak >= confidence.immediateAt;
  return false;
};

/**
 * What the rules that fired lead to: the strongest of their verdicts. An offer the customer was already asked about is none,
 * until something new fires.
 */
export const verdictOf = (fired: readonly RuleId[], after: ConversationFacts, policy: Policy): EscalationVerdict => {
  if (fired.some((rule) => policy.rules[rule].verdict === 'immediate' || isUrgent(rule, fired, after, policy))) {
    return 'immediate';
  }
  return fired.some((rule) => !after.offeredRules.includes(rule)) ? 'offer' : 'none';
};
