import { type EscalationVerdict, escalationRules, type Policy, type RuleId } from '@warmline/contracts';
import type { ConversationFacts } from './state.ts';

const isEmotional = (rule: RuleId): boolean => escalationRules[rule].family === 'emotional';

/** The emotional firings still in the window at customer message `messageNumber`. */
export const firingsInWindow = (firings: readonly number[], messageNumber: number, policy: Policy): number[] =>
  firings.filter((at) => messageNumber - at < policy.thresholds.emotional.withinMessages);

/** True where an offer turns into an immediate hand-off: the second of its kind. `after` includes the current turn. */
const isUrgent = (rule: RuleId, fired: readonly RuleId[], after: ConversationFacts, policy: Policy): boolean => {
  const { emotional, sentiment, confidence } = policy.thresholds;
  if (isEmotional(rule)) {
    const earlier = firingsInWindow(after.emotionalFirings, after.customerMessageCount, policy).length;
    return earlier + fired.filter(isEmotional).length >= emotional.immediateAt;
  }
  if (rule === 'sentiment.negative') return after.negativeFirings + 1 >= sentiment.immediateAt;
  if (rule === 'bot.low-confidence') return after.bot.lowConfidenceStreak >= confidence.immediateAt;
  return false;
};

/**
 * The strongest verdict of the rules that fired. Rules that were already offered give `none` until another rule
 * fires.
 */
export const verdictOf = (fired: readonly RuleId[], after: ConversationFacts, policy: Policy): EscalationVerdict => {
  if (fired.some((rule) => policy.rules[rule].verdict === 'immediate' || isUrgent(rule, fired, after, policy))) {
    return 'immediate';
  }
  return fired.some((rule) => !after.offeredRules.includes(rule)) ? 'offer' : 'none';
};
