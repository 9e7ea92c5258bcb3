import { type DataOf, type EventOf, type RuleId, reasonsOfRules } from '@warmline/contracts';
import {
  type AnyEvent,
  type Context,
  emit,
  type JournalRow,
  type Output,
  type StepResult,
} from '@warmline/messaging/decider';
import { handoffRequested } from './handoff.ts';
import type { PolicyLookup } from './pinned-policy.ts';
import { type EscalationState, type OutputEventType, resetAfterHandback } from './state.ts';
import { transcriptOf, truncate, turnsUpTo } from './transcript.ts';

const BOT_FAILURE: RuleId = 'bot.failure';
const HUMAN_REQUEST: RuleId = 'emotional.human-request';
const MAX_EVIDENCE_LENGTH = 300;

type Turn = EventOf<'MessagePosted' | 'HumanRequested' | 'ChoiceMade'>;

/** The rule an event leads to a person by, if it cannot be judged; null for events that need no person. */
const ruleFor = (event: Turn): RuleId | null => {
  switch (event.type) {
    case 'MessagePosted':
      return event.data.role === 'customer' || event.data.role === 'bot' ? BOT_FAILURE : null;
    case 'HumanRequested':
      return HUMAN_REQUEST;
    case 'ChoiceMade':
      return event.data.choice === 'accept-offer' || event.data.choice === 'connect-now' ? HUMAN_REQUEST : null;
    default:
      return null;
  }
};

/**
 * Hands the conversation to a person when judging an event failed: with rule `bot.failure` and the fault as evidence for a message,
 * as requested by the customer for a request. Null where no person is needed: the conversation is not open, or has been handed off.
 */
export const handOffOnFault =
  (policyOf: PolicyLookup) =>
  (
    state: EscalationState | null,
    event: AnyEvent,
    fault: string,
    context: Context,
  ): StepResult<EscalationState> | null => {
    const turn = event as Turn;
    const rule = state === null || state.is === 'handed-off' ? null : ruleFor(turn);
    if (state === null || rule === null) return null;
    const { session } = state.facts;
    const policy = policyOf(session.tenantId, session.policyVersion);
    const handoffId = context.id('handoff');
    // Counters of rules may be what the judging failed on.
    const facts = {
      ...resetAfterHandback(state.facts, event.at),
      seq: turn.data.seq,
      wasHandedBack: state.facts.wasHandedBack,
    };
    const cause = { handoffId, seq: turn.data.seq, at: event.at, rules: [rule] };
    const request = handoffRequested(cause, facts, policy);
    const marker = { handoffId, seq: cause.seq, at: event.at, text: 'Handed over to a person: judging failed' };
    const outputs: Output<OutputEventType>[] = [
      {
        ...request,
        withJournal: (data: DataOf<'HandoffRequested'>, journal: readonly JournalRow[]) => {
          const { transcript } = transcriptOf(turnsUpTo(journal, data.seq, session.startedAt), marker);
          const now = { text: 'The last message could not be judged; read it in the transcript', messageIds: [] };
          return { ...data, context: { ...data.context, transcript, now } };
        },
      },
    ];
    if (turn.type === 'MessagePosted') {
      const { messageId, role } = turn.data;
      outputs.unshift({
        type: 'EscalationAssessed',
        data: {
          conversationId: session.conversationId,
          tenantId: session.tenantId,
          seq: cause.seq,
          messageId,
          verdict: 'immediate',
          reasons: reasonsOfRules([rule]),
          rules: [rule],
          evidence: [{ rule, messageId, text: truncate(`judging failed: ${fault}`, MAX_EVIDENCE_LENGTH) }],
          nearMisses: [],
          policyVersion: policy.version,
          degraded: role === 'customer',
        },
      });
    }
    return {
      state: {
        is: 'handed-off',
        facts: { ...facts, handoffCount: (facts.handoffCount ?? 0) + 1 },
        handoffId,
        hasAgent: false,
      },
      verdict: emit(...outputs),
    };
  };
