import type { EscalationReason } from './value-types.ts';

/** Families of rules. Several `emotional` rules together lead to an immediate hand-off; each rule of the other families counts alone. */
export type RuleFamily = 'stakes' | 'guidance' | 'emotional' | 'complexity' | 'bot' | 'opportunity';

/** Every rule, the strongest reason for a hand-off first. The policy enables rules and sets their verdicts. */
export const escalationRules = {
  'stakes.security': { family: 'stakes', reason: 'security' },
  'stakes.legal': { family: 'stakes', reason: 'legal' },
  'stakes.refund': { family: 'stakes', reason: 'refund' },
  'stakes.billing-dispute': { family: 'stakes', reason: 'billing_dispute' },
  'stakes.cancellation': { family: 'stakes', reason: 'cancellation' },
  'guidance.matched': { family: 'guidance', reason: 'guidance' },
  'emotional.human-request': { family: 'emotional', reason: 'human_request' },
  'emotional.profanity': { family: 'emotional', reason: 'profanity' },
  'sentiment.negative': { family: 'bot', reason: 'negative_sentiment' },
  'emotional.marks': { family: 'emotional', reason: 'frustration' },
  'emotional.capitals': { family: 'emotional', reason: 'frustration' },
  'emotional.repeated-question': { family: 'emotional', reason: 'frustration' },
  'complexity.policy-exception': { family: 'complexity', reason: 'policy_exception' },
  'complexity.judgement-call': { family: 'complexity', reason: 'judgement_call' },
  'complexity.enterprise-need': { family: 'complexity', reason: 'enterprise_need' },
  'complexity.several-questions': { family: 'complexity', reason: 'multiple_subjects' },
  'bot.failure': { family: 'bot', reason: 'bot_failure' },
  'bot.confusion-loop': { family: 'bot', reason: 'confusion_loop' },
  'bot.low-confidence': { family: 'bot', reason: 'low_confidence' },
  'bot.subject-switches': { family: 'bot', reason: 'subject_switching' },
  'bot.unresolved-session': { family: 'bot', reason: 'unresolved_session' },
  'opportunity.enterprise': { family: 'opportunity', reason: 'opportunity' },
} as const satisfies Record<string, { family: RuleFamily; reason: EscalationReason }>;

export type RuleId = keyof typeof escalationRules;

export const ruleIds = Object.keys(escalationRules) as RuleId[];

const isRuleId = (id: string): id is RuleId => Object.hasOwn(escalationRules, id);

/** The known rules among ids of an event, without duplicates. */
export const knownRuleIds = (ids: readonly string[]): RuleId[] => [...new Set(ids)].filter(isRuleId);

export const reasonsOfRules = (ids: readonly RuleId[]): EscalationReason[] => [
  ...new Set(ids.map((id) => escalationRules[id].reason)),
];

/** Sorted, the strongest reason first; without duplicates. */
export const strongestFirst = (ids: readonly RuleId[]): RuleId[] => ruleIds.filter((id) => ids.includes(id));
