import {
  type DataOf,
  type EscalationReason,
  type EscalationVerdict,
  isStrongerVerdict,
  knownRuleIds,
  type Policy,
  reasonsOfRules,
  strongestFirst,
} from '@warmline/contracts';
import { priorityNow } from '@warmline/escalation-detection/detect';
import type { Conversation } from './conversation-row.ts';
import { conversationRunner } from './run-conversation.ts';

type Assessed = DataOf<'EscalationAssessed'>;

export interface DetectionResult {
  readonly id: string | number;
  /** The strongest verdict up to and including the last turn. */
  readonly verdict: EscalationVerdict;
  /** Everything that led to an offer or a hand-off, the strongest first. */
  readonly reasons: readonly EscalationReason[];
  readonly rules: readonly string[];
  readonly evidence: Assessed['evidence'];
  /** 1..100: the priority of the hand-off, or of one requested after the last turn. */
  readonly priority: number;
}

/** Assesses conversations under one policy with the deciders of both services, each with its input as in the log. */
export const conversationDetector = (policy: Policy): ((row: Conversation) => DetectionResult) => {
  const run = conversationRunner(policy);

  return (row) => {
    const { state, outputs, endedAt } = run(row);
    let priority: number | null = null;
    const assessed: Assessed[] = [];
    const offered: string[] = [];
    for (const output of outputs) {
      if (output.type === 'EscalationAssessed') assessed.push(output.data);
      // A rule that fires by the clock alone makes an offer without an assessed message.
      if (output.type === 'HandoffOffered') offered.push(...output.data.rules);
      if (output.type === 'HandoffRequested') priority ??= output.data.priority;
    }
    const leading = assessed.filter(({ verdict }) => verdict !== 'none');
    const rules = strongestFirst(knownRuleIds([...leading.flatMap((one) => one.rules), ...offered]));
    const strongest = leading.reduce<EscalationVerdict>(
      (most, { verdict }) => (isStrongerVerdict(verdict, most) ? verdict : most),
      offered.length > 0 ? 'offer' : 'none',
    );
    return {
      id: row.id,
      verdict: strongest,
      reasons: reasonsOfRules(rules),
      rules,
      evidence: leading.flatMap((one) => one.evidence),
      priority: priority ?? (state === null ? policy.priority.base : priorityNow(state, rules, endedAt, policy)),
    };
  };
};
