import { type Policy, type RuleId, rules, type VerdictName } from '@warmline/contracts';
import type { Memory } from './state.ts';

const emotional = (rule: RuleId): boolean => rules[rule].family === 'emotional';

/** The emotional firings still in the window at the customer's message number `spoken`. */
export const inWindow = (firings: readonly number[], spoken: number, policy: Policy): number[] =>
  firings.filter((at) => spoken - at < policy.thresholds.emotional.withinMessages);

/** An offer that has become urgent: the second of its kind. `after` already counts the turn the rule fired at. */
const urgent = (rule: RuleId, fired: readonly RuleId[], after: Memory, policy: Policy): boolean => {
  const { emotional: emotions, sentiment, confidence } = policy.thresholds;
  if (emotional(rule)) {
    const earlier = inWindow(after.emotional, after.spoken, policy).length;
    return earlier + fired.filter(emotional).length >= emotions.immediateAt;
  }
  if (rule === 'sentiment.negative') return after.negatives + 1 >= sentiment.immediateAt;
  if (rule === 'bot.low-confidence') return after.bot.lowInARow >= confidence.immediateAt;
  return false;
};

/**
 * What the rules that fired lead to: the strongest of their verdicts. An offer the customer was already asked about is none,
 * until something new fires.
 */
export const verdictOf = (fired: readonly RuleId[], after: Memory, policy: Policy): VerdictName => {
  if (fired.some((rule) => policy.rules[rule].verdict === 'immediate' || urgent(rule, fired, after, policy))) {
    return 'immediate';
  }
  return fired.some((rule) => !after.asked.includes(rule)) ? 'offer' : 'none';
};
