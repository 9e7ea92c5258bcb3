import {
  type DataOf,
  type EscalationReason,
  type EscalationVerdict,
  type Instant,
  isStrongerVerdict,
  knownRuleIds,
  type Policy,
  reasonsOfRules,
  strongestFirst,
} from '@warmline/contracts';
import { type EscalationState, escalation, priorityNow } from '@warmline/escalation-detection/detect';
import { type AnyEvent, type Context, deciderStep, type Output } from '@warmline/messaging/decider';
import { sentiment } from '@warmline/sentiment/score';
import type { Conversation } from './conversation-row.ts';

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

/** Start of a conversation without times, and the interval between its turns. */
const DEFAULT_START: Instant = 1_760_000_000_000;
const TURN_INTERVAL_MS = 1_000;

const contextOf = (event: AnyEvent): Context => ({ id: (name) => `${event.id}/${name}` });

/** The turns of a row as the gateway publishes them, in non-decreasing time. */
const conversationEvents = function* (row: Conversation): Generator<AnyEvent & { readonly data: object }> {
  const place = { conversationId: String(row.id), tenantId: 'default' };
  let at = row.conversation[0]?.at ?? DEFAULT_START;
  yield {
    type: 'ConversationStarted',
    id: 'start',
    at,
    data: {
      ...place,
      seq: 1,
      channel: 'file',
      externalId: place.conversationId,
      policyVersion: 'file',
      hasBot: true,
      ...(row.language !== undefined && { language: row.language }),
      ...(row.customer !== undefined && { customer: row.customer }),
    },
  };
  for (const [i, turn] of row.conversation.entries()) {
    at = Math.max(at, turn.at ?? at + TURN_INTERVAL_MS);
    const { role, text, bot } = turn;
    const data = { ...place, seq: i + 2, messageId: `m-${i + 1}`, role, text, epoch: 1, ...(bot && { bot }) };
    yield { type: 'MessagePosted', id: `m-${i + 1}`, at, data };
  }
};

/** Assesses conversations under one policy with the deciders of both services, each with its input as in the log. */
export const conversationDetector = (policy: Policy): ((row: Conversation) => DetectionResult) => {
  const scoring = deciderStep(sentiment);
  const detection = deciderStep(escalation(policy));

  return (row) => {
    let sentimentState: Parameters<typeof scoring.step>[0] = null;
    let state: EscalationState | null = null;
    let priority: number | null = null;
    const assessed: Assessed[] = [];
    const offered: string[] = [];
    const collect = (outputs: readonly Output[]): void => {
      for (const output of outputs) {
        if (output.type === 'EscalationAssessed') assessed.push(output.data);
        // A rule that fires by the clock alone makes an offer without an assessed message.
        if (output.type === 'HandoffOffered') offered.push(...output.data.rules);
        if (output.type === 'HandoffRequested') priority ??= output.data.priority;
      }
    };
    const step = (event: AnyEvent): void => {
      const stepped = detection.step(state, event, contextOf(event));
      state = stepped.state;
      if (stepped.verdict.is === 'reject') throw new Error(stepped.verdict.reason);
      if (stepped.verdict.is === 'emit') collect(stepped.verdict.outputs);
    };
    let last: Instant = DEFAULT_START;
    for (const event of conversationEvents(row)) {
      for (let due = state === null ? null : detection.due(state); due !== null && due <= event.at; ) {
        const before: EscalationState | null = state;
        step({ type: 'Tick', id: `${event.id}/tick`, at: due });
        due = state === null || state === before ? null : detection.due(state);
      }
      const scored = scoring.step(sentimentState, event, contextOf(event));
      sentimentState = scored.state;
      const [score] = scored.verdict.is === 'emit' ? scored.verdict.outputs : [];
      step(score === undefined ? event : Object.assign({}, event, { score: score.data }));
      last = event.at;
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
      priority: priority ?? (state === null ? policy.priority.base : priorityNow(state, rules, last, policy)),
    };
  };
};
