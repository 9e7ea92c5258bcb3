import type { DataOf, IntentName, Policy, RuleId } from '@warmline/contracts';
import type { FindingsCollector } from './findings.ts';
import type { TextMatch } from './text/parsed-text.ts';

type Intents = DataOf<'SentimentScored'>['intents'];

/** Rules by words that suspect: the encoder confirms what they found. All other rules stand alone. */
const CONFIRMED_AS: ReadonlyMap<RuleId, 'hard' | 'soft'> = new Map([
  ['stakes.security', 'hard'],
  ['stakes.billing-dispute', 'hard'],
  ['stakes.cancellation', 'hard'],
  ['emotional.human-request', 'hard'],
  ['stakes.legal', 'soft'],
  ['complexity.policy-exception', 'soft'],
  ['complexity.judgement-call', 'soft'],
  ['complexity.enterprise-need', 'soft'],
  ['sentiment.negative', 'soft'],
]);

/** The rule that an intent fires by itself. A refund fires none: it needs an amount. */
const RULE_OF: Readonly<Partial<Record<IntentName, RuleId>>> = {
  security: 'stakes.security',
  legal: 'stakes.legal',
  billing_dispute: 'stakes.billing-dispute',
  cancellation: 'stakes.cancellation',
  human_request: 'emotional.human-request',
  profanity: 'emotional.profanity',
  policy_exception: 'complexity.policy-exception',
  frustration: 'sentiment.negative',
};

/** The probability that a person should hear the message. The gate lets pass what has any. */
const probabilityOfAny = ({ scores }: NonNullable<Intents>): number => (scores === undefined ? 0 : 1 - scores.none);

export interface JudgedMessage {
  readonly intents: Intents;
  /** Rules that need no confirmation in this message. */
  readonly standing: ReadonlySet<RuleId>;
  /** Rules that the words of the message refuse, so that the encoder does not fire them. */
  readonly refuses: (rule: RuleId) => boolean;
  readonly message: TextMatch;
}

/**
 * Withdraws what words suspect and the encoder finds harmless, and fires what the encoder alone is nearly certain of. Without intents
 * the rules stand as they are: another language, or no model.
 */
export const confirm = (
  findings: FindingsCollector,
  { intents, standing, refuses, message }: JudgedMessage,
  policy: Policy,
): void => {
  if (intents === undefined) return;
  const { confirm: hard, confirmSoft: soft, alone } = policy.thresholds.intents;
  const any = probabilityOfAny(intents);
  for (const { rule } of [...findings.fired]) {
    const kind = standing.has(rule) ? undefined : CONFIRMED_AS.get(rule);
    const threshold = kind === 'hard' ? hard : soft;
    if (kind !== undefined && any < threshold) findings.withdraw(rule, any, threshold);
  }
  if (intents.scores === undefined || any < alone * policy.thresholds.nearMiss) return;
  const rule = RULE_OF[likeliest(intents.scores)];
  if (rule === undefined || refuses(rule)) return;
  if (any >= alone) findings.fire(rule, { value: any, threshold: alone }, message);
  else findings.nearMiss(rule, any, alone);
};

const likeliest = ({ none: _, ...intents }: NonNullable<NonNullable<Intents>['scores']>): IntentName =>
  (Object.entries(intents) as [IntentName, number][]).reduce((most, one) => (one[1] > most[1] ? one : most))[0];
