import type { Evidence, Policy, RuleId } from '@warmline/contracts';
import type { Found } from './triggers/reading.ts';

export interface NearMiss {
  readonly rule: RuleId;
  readonly value: number;
  readonly threshold: number;
}

/** What fired, with what was seen, and what nearly did. */
export interface Findings {
  readonly fired: readonly { readonly rule: RuleId; readonly evidence: Evidence }[];
  readonly near: readonly NearMiss[];
}

type Seen = Partial<Pick<Evidence, 'span' | 'text' | 'value' | 'threshold'>>;

export interface Notes extends Findings {
  /** Notes a firing of a rule that is on, once per message. */
  readonly fire: (rule: RuleId, seen: Seen, where?: Found | null) => void;
  readonly nearly: (rule: RuleId, value: number, threshold: number) => void;
  /** Fires at the threshold; told as nearly fired from the policy's share of it. */
  readonly number: (rule: RuleId, value: number, threshold: number, where?: Found | null) => void;
}

const EVIDENCE_TEXT = 300;

const placed = (where: Found | null | undefined): Seen =>
  where === null || where === undefined
    ? {}
    : { span: [where.span[0], where.span[1]], text: where.text.slice(0, EVIDENCE_TEXT) };

/** Gathers what is found in one message. */
export const notesOf = (messageId: string, policy: Policy): Notes => {
  const fired: { rule: RuleId; evidence: Evidence }[] = [];
  const near: NearMiss[] = [];
  const fire: Notes['fire'] = (rule, seen, where) => {
    if (!policy.rules[rule].enabled || fired.some((one) => one.rule === rule)) return;
    fired.push({ rule, evidence: { rule, messageId, ...placed(where), ...seen } });
  };
  const nearly: Notes['nearly'] = (rule, value, threshold) => {
    if (policy.rules[rule].enabled) near.push({ rule, value, threshold });
  };
  const number: Notes['number'] = (rule, value, threshold, where) => {
    if (value >= threshold) fire(rule, { value, threshold }, where);
    else if (value >= threshold * policy.thresholds.nearMiss) nearly(rule, value, threshold);
  };
  return { fired, near, fire, nearly, number };
};
