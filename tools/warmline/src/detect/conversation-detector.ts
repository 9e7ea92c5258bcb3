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
import { conversationRunner, type RunOptions } from './run-conversation.ts';

type Assessed = DataOf<'EscalationAssessed'>;
type Scored = DataOf<'SentimentScored'>;

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
  /** Each customer message that was judged, in order. */
  readonly explanation: readonly MessageExplanation[];
}

/** Why a message led to its verdict: what was found, what nearly fired, and what the models say of it. */
export interface MessageExplanation
  extends Pick<Assessed, 'messageId' | 'verdict' | 'rules' | 'evidence' | 'nearMisses'> {
  readonly sentiment?: Pick<Scored, 'label' | 'pNegative' | 'smoothed' | 'language'>;
  readonly intents?: Scored['intents'];
}

/** Assesses conversations under one policy with the deciders of both services, each with its input as in the log. */
export const conversationDetector = (
  policy: Policy,
): ((row: Conversation, intents?: RunOptions['intents']) => DetectionResult) => {
  const run = conversationRunner(policy);

  return (row, intents = []) => {
    const { state, outputs, scores, endedAt } = run(row, { intents });
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
      explanation: assessed.map((one) => explained(one, scores.get(one.messageId))),
      priority: priority ?? (state === null ? policy.priority.base : priorityNow(state, rules, endedAt, policy)),
    };
  };
};

const explained = (
  { messageId, verdict, rules, evidence, nearMisses }: Assessed,
  scored: Scored | undefined,
): MessageExplanation => {
  const found = { messageId, verdict, rules, evidence, nearMisses };
  if (scored === undefined) return found;
  const { label, pNegative, smoothed, language, intents } = scored;
  return {
    ...found,
    sentiment: { label, pNegative, smoothed, language },
    ...(intents === undefined ? {} : { intents }),
  };
};
