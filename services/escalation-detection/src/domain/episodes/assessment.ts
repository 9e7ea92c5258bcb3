import type { EscalationReason, Matter, Policy, Subject } from '@warmline/contracts';
import { parseText } from '../text/parsed-text.ts';
import { mentionsEarlierCancellation } from '../triggers/cancellation.ts';
import { lookupText, matterFinder, onlyAsks } from './matters.ts';

export interface Assessment {
  readonly issue: string;
  readonly steps: readonly string[];
  /** Something went wrong before, or the customer complains: there is something to acknowledge. */
  readonly wentWrong: boolean;
}

export interface AssessedWish {
  /** The customer's own words on what they want; null: they have not said it. */
  readonly wish: string | null;
  readonly reasons: readonly EscalationReason[];
  readonly subject: Subject;
  /** What is quoted of it. */
  readonly quote?: string | undefined;
  /** All they wrote on it. */
  readonly said: string;
  /** A bot has answered in this conversation. */
  readonly botAnswered: boolean;
  /** The customer sounds negative. */
  readonly isNegative: boolean;
}

/** Reasons that say themselves what it is about. */
const STAKES: readonly EscalationReason[] = [
  'security',
  'billing_dispute',
  'cancellation',
  'legal',
  'refund',
  'enterprise_need',
  'opportunity',
];

/** The steps for these go first, and no other matter replaces them. */
const URGENT: readonly EscalationReason[] = ['security', 'legal'];

/** One message may ask for two things. */
const ASKS_TWICE = / (?:and|also|plus) /;

/** Reasons that are about a feeling, and whose steps answer it. */
const FEELINGS: readonly EscalationReason[] = ['negative_sentiment', 'frustration'];

/** Reasons that mean that the bot went wrong. */
const BOT_WENT_WRONG: readonly EscalationReason[] = ['bot_failure', 'confusion_loop', 'low_confidence'];

const wordsOf = (text: string): string[] => text.toLowerCase().match(/[\p{L}\p{N}]+/gu) ?? [];
const MIN_SHARED_WORDS = 3;

/** The step without a first half that a step before it has; null where nothing is left that the other does not say. */
const withoutShared = (step: string, before: readonly string[]): string | null => {
  const [first = '', rest = ''] = step.split(/, and (.*)/s);
  if (rest === '' || wordsOf(first).length < MIN_SHARED_WORDS) return before.includes(step) ? null : step;
  const same = before.find((other) => other.startsWith(`${first} `) || other.startsWith(`${first},`));
  if (same === undefined) return step;
  const known = wordsOf(same);
  return wordsOf(rest).every((word) => known.includes(word)) ? null : rest.charAt(0).toUpperCase() + rest.slice(1);
};

/** The steps in their order, and nothing in them twice. */
const unique = (steps: readonly string[]): string[] => {
  const kept: string[] = [];
  for (const step of steps) {
    const left = withoutShared(step, kept);
    if (left !== null && !kept.includes(left)) kept.push(left);
  }
  return kept;
};

/**
 * Likely issue and steps for what is asked now. The matter of the wish comes first; where none fits, the reason, then the subject.
 * Reasons that the matter does not explain keep their steps: they say how to meet the customer.
 */
export const assessmentOf = (policy: Policy) => {
  const findMatter = matterFinder(policy);
  const { issues, playbooks } = policy;
  const isStake = (reason: EscalationReason): boolean =>
    policy.issues.reasons[reason] !== undefined && STAKES.includes(reason);
  /** The matter of the strongest reason that one explains. */
  const explainedMatter = (text: string, reasons: readonly EscalationReason[]): Matter | null => {
    const stakes = reasons.filter(isStake);
    if (stakes.length === 0) return findMatter(text, []);
    for (const reason of stakes) {
      const matter = findMatter(text, [reason]);
      if (matter !== null || URGENT.includes(reason)) return matter;
    }
    return null;
  };
  /** Another thing that the same message asks for. */
  const secondMatter = (text: string, { name, family = name }: Matter): Matter | null => {
    const second = findMatter(text, [], (other) => (other.family ?? other.name) !== family);
    return second === null || second.reasons.length > 0 ? null : second;
  };

  return ({ wish, quote, said, reasons, subject, botAnswered, isNegative }: AssessedWish): Assessment => {
    const parsed = parseText(wish ?? '');
    const text = lookupText(parsed);
    const wentWrong =
      botAnswered ||
      reasons.some((reason) => BOT_WENT_WRONG.includes(reason)) ||
      ((isNegative || reasons.includes('negative_sentiment')) && !onlyAsks(text));
    const stepsOf = (from: readonly EscalationReason[]): string[] =>
      from
        .filter((reason) => wentWrong || !FEELINGS.includes(reason))
        .flatMap((reason) => playbooks.reasons[reason] ?? []);
    const [first] = reasons.filter((reason) => issues.reasons[reason] !== undefined);
    const untold: Assessment = {
      issue: reasons[0] === 'human_request' ? issues.untold : issues.untoldOther,
      steps: unique([...stepsOf(reasons), ...playbooks.untold]),
      wentWrong,
    };
    if (wish === null && first === undefined) return untold;
    const matter = explainedMatter(text, reasons);
    const isEarlier =
      !reasons.includes('cancellation') &&
      (mentionsEarlierCancellation(parsed) !== null ||
        (subject === 'cancellation' && mentionsEarlierCancellation(parseText(said)) !== null));
    if (isEarlier)
      return {
        issue: issues.earlierCancellation,
        steps: unique([...stepsOf(reasons), ...playbooks.subjects.cancellation]),
        wentWrong: true,
      };
    if (matter !== null) {
      const { issue, steps } = onlyAsks(text) && matter.asked !== undefined ? matter.asked : matter;
      const second = matter.reasons.length > 0 || !ASKS_TWICE.test(text) ? null : secondMatter(text, matter);
      const others = reasons.filter(
        (reason) => !matter.reasons.includes(reason) && (!isStake(reason) || URGENT.includes(reason)),
      );
      return {
        issue: second === null ? issue : `${issue}; ${second.issue}`,
        steps: unique([...stepsOf(others), ...steps, ...(second?.steps ?? [])]),
        wentWrong,
      };
    }
    if (first === undefined && subject === 'general' && quote === undefined) return untold;
    const own = stepsOf(reasons);
    const isExplained = first !== undefined && (playbooks.reasons[first]?.length ?? 0) > 0;
    const general =
      subject === 'general' && quote !== undefined
        ? `${issues.subjects.general}: “${quote}”`
        : issues.subjects[subject];
    return {
      issue: (first === undefined ? undefined : issues.reasons[first]) ?? general,
      steps: unique(isExplained ? own : [...own, ...playbooks.subjects[subject]]),
      wentWrong,
    };
  };
};
