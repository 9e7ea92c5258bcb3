import type { Reason } from './parts.ts';

/** The families of triggers: `emotional` firings add up to an immediate hand-over, the others stand alone. */
export type Family = 'stakes' | 'emotional' | 'complexity' | 'bot' | 'opportunity';

/** Every rule there is, strongest claim on the hand-over's reason first. The policy says which are on and what each leads to. */
export const rules = {
  'stakes.security': { family: 'stakes', reason: 'security' },
  'stakes.legal': { family: 'stakes', reason: 'legal' },
  'stakes.refund': { family: 'stakes', reason: 'refund' },
  'stakes.billing-dispute': { family: 'stakes', reason: 'billing_dispute' },
  'stakes.cancellation': { family: 'stakes', reason: 'cancellation' },
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
} as const satisfies Record<string, { family: Family; reason: Reason }>;

export type RuleId = keyof typeof rules;

export const ruleIds = Object.keys(rules) as RuleId[];

const isRule = (id: string): id is RuleId => Object.hasOwn(rules, id);

/** The rules among ids that came back from an event, without repeats. */
export const rulesIn = (ids: readonly string[]): RuleId[] => [...new Set(ids)].filter(isRule);

export const reasonsOf = (ids: readonly RuleId[]): Reason[] => [...new Set(ids.map((id) => rules[id].reason))];

/** The strongest claim first, without repeats. */
export const byClaim = (ids: readonly RuleId[]): RuleId[] => ruleIds.filter((id) => ids.includes(id));
