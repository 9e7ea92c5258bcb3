import {
  type EscalationVerdict,
  escalationRules,
  type GuidanceEntry,
  type Policy,
  type RuleId,
} from '@warmline/contracts';
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
 * The strongest verdict of the rules that fired, and of the entries of the guidance that matched: each has its own. What was already
 * offered gives `none` until another rule or entry fires.
 */
export const verdictOf = (
  rules: readonly RuleId[],
  after: ConversationFacts,
  policy: Policy,
  guidance: readonly GuidanceEntry[],
): EscalationVerdict => {
  const fired = rules.filter((rule) => rule !== 'guidance.matched');
  const entries = fired.length < rules.length ? guidance : [];
  if (
    entries.some(({ verdict }) => verdict === 'immediate') ||
    fired.some((rule) => policy.rules[rule].verdict === 'immediate' || isUrgent(rule, fired, after, policy))
  )
    return 'immediate';
  const { offeredRules, offeredGuidance = [] } = after;
  const isNew =
    fired.some((rule) => !offeredRules.includes(rule)) || entries.some(({ id }) => !offeredGuidance.includes(id));
  return isNew ? 'offer' : 'none';
};
