import type { Evidence, Policy, RuleId } from '@warmline/contracts';
import type { TextMatch } from './text/parsed-text.ts';

export interface NearMiss {
  readonly rule: RuleId;
  readonly value: number;
  readonly threshold: number;
}

/** Rules that fired, with their evidence, and near misses. */
export interface Findings {
  readonly fired: readonly { readonly rule: RuleId; readonly evidence: Evidence }[];
  readonly nearMisses: readonly NearMiss[];
}

type EvidenceDetails = Partial<Pick<Evidence, 'span' | 'text' | 'value' | 'threshold' | 'guidance'>>;

export interface FindingsCollector extends Findings {
  /** Adds a rule that fired, if it is enabled; once per message, and once per entry of the guidance. */
  readonly fire: (rule: RuleId, details: EvidenceDetails, where?: TextMatch | null) => void;
  /** Takes a rule back that a judgement on the whole message does not confirm; it is a near miss. */
  readonly withdraw: (rule: RuleId, value: number, threshold: number) => void;
  readonly nearMiss: (rule: RuleId, value: number, threshold: number) => void;
  /** Fires at the threshold; a near miss from the policy's share of it on. */
  readonly fireAtThreshold: (rule: RuleId, value: number, threshold: number, where?: TextMatch | null) => void;
}

const MAX_EVIDENCE_LENGTH = 300;

const evidenceOf = ({ span, text }: TextMatch): EvidenceDetails => ({
  span: [span[0], span[1]],
  text: text.slice(0, MAX_EVIDENCE_LENGTH),
});

/** Collects the findings of one message. `original` gives the place of a match in the message as written. */
export const collectFindings = (
  messageId: string,
  policy: Policy,
  original: (match: TextMatch) => TextMatch = (match) => match,
): FindingsCollector => {
  const fired: { rule: RuleId; evidence: Evidence }[] = [];
  const nearMisses: NearMiss[] = [];
  const fire: FindingsCollector['fire'] = (rule, details, match) => {
    const isSame = (one: (typeof fired)[number]) =>
      one.rule === rule && one.evidence.guidance?.id === details.guidance?.id;
    if (!policy.rules[rule].enabled || fired.some(isSame)) return;
    const where = match === null || match === undefined ? {} : evidenceOf(original(match));
    fired.push({ rule, evidence: { rule, messageId, ...where, ...details } });
  };
  const nearMiss: FindingsCollector['nearMiss'] = (rule, value, threshold) => {
    if (policy.rules[rule].enabled) nearMisses.push({ rule, value, threshold });
  };
  const withdraw: FindingsCollector['withdraw'] = (rule, value, threshold) => {
    const at = fired.findIndex((one) => one.rule === rule);
    if (at < 0) return;
    fired.splice(at, 1);
    nearMiss(rule, value, threshold);
  };
  const fireAtThreshold: FindingsCollector['fireAtThreshold'] = (rule, value, threshold, match) => {
    if (value >= threshold) fire(rule, { value, threshold }, match);
    else if (value >= threshold * policy.thresholds.nearMiss) nearMiss(rule, value, threshold);
  };
  return { fired, nearMisses, fire, withdraw, nearMiss, fireAtThreshold };
};
