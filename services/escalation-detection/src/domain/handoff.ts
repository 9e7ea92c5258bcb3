import {
  type DataOf,
  type Instant,
  type Policy,
  poolOf,
  type Reason,
  type RuleId,
  reasonsOf,
  type Subject,
} from '@warmline/contracts';
import type { JournalRow, Output } from '@warmline/messaging/decider';
import { missingOf } from './missing.ts';
import { advice, noteOf } from './playbook.ts';
import { priorityOf } from './priority.ts';
import type { Memory } from './state.ts';
import { attemptedOf, type Ending, summaryOf, wanted } from './summary.ts';
import { cut, transcriptOf, turnsUpTo } from './transcript.ts';
import { handoffText } from './wording.ts';

type Requested = DataOf<'HandoffRequested'>;

/** What is meant where a channel tells no language; it is then named as missing. */
const LANGUAGE = 'en';

/** Where the hand-off goes: by its reason where the policy ties one, else by what the conversation was about. */
export const subjectOf = (reasons: readonly Reason[], memory: Memory, policy: Policy): Subject => {
  for (const reason of reasons) {
    const tied = policy.subjects[reason];
    if (tied !== undefined) return tied;
  }
  if (memory.earlierCancellation) return 'cancellation';
  const [most] = (Object.entries(memory.subjects) as [Subject, number][]).sort(
    ([a, times], [b, others]) => others - times || (a < b ? -1 : 1),
  );
  return most?.[0] ?? 'general';
};

const issueOf = (reasons: readonly Reason[], subject: Subject, memory: Memory, policy: Policy): string => {
  const { issues } = policy;
  const own = reasons.map((reason) => issues.reasons[reason]).find((text) => text !== undefined);
  const earlier = memory.earlierCancellation && !reasons.includes('cancellation');
  return earlier && subject === 'cancellation' ? issues.earlierCancellation : (own ?? issues.subjects[subject]);
};

interface Told {
  readonly issue: string;
  readonly ending: Ending;
  readonly memory: Memory;
  readonly policy: Policy;
}

/** The journal's share of the payload: transcript, summary, likely issue, what was tried, the note to pass on, and what is missing after all. */
const withTurns =
  ({ issue, ending, memory, policy }: Told) =>
  (data: Requested, journal: readonly JournalRow[]): Requested => {
    const { session, bot } = memory;
    const turns = turnsUpTo(journal, data.seq, session.startedAt);
    const { transcript, truncated } = transcriptOf(turns, {
      handoffId: data.handoffId,
      seq: data.seq,
      at: data.requestedAt,
      text: `Handed over to a person: ${ending.because}`,
    });
    const want = wanted(turns);
    const tried = attemptedOf(bot.attempted, turns);
    const metadata = { ...data.metadata, attempted_solutions: tried };
    const noted = {
      customer: session.customer,
      want,
      issue,
      tried,
      because: ending.because,
      conversation: session.conversationId,
    };
    const context: Requested['context'] = {
      ...data.context,
      transcript,
      summary: { ...data.context.summary, text: summaryOf(turns, tried, ending) },
      likely_issue: cut(want === null ? issue : `${issue}: “${want}”`, 500),
      ...noteOf(data.reasons, noted, policy),
    };
    const missing = missingOf({ context, metadata, language: session.language, truncated });
    return { ...data, metadata, context: { ...context, missing } };
  };

/** The customer as the channel told, with the hand-offs of this very conversation counted in where a number is known. */
const customerOf = ({ session: { customer }, handoffs = 0 }: Memory) =>
  customer?.previousEscalations === undefined || handoffs === 0
    ? customer
    : { ...customer, previousEscalations: customer.previousEscalations + handoffs };

export interface Cause {
  readonly handoffId: string;
  readonly seq: number;
  readonly at: Instant;
  /** What led to it, the strongest first. */
  readonly rules: readonly RuleId[];
}

/** The hand-off with everything a person needs; turns come in with the journal. */
export const handoff = (cause: Cause, memory: Memory, policy: Policy): Output<'HandoffRequested'> => {
  const { session, mood, bot } = memory;
  const customer = customerOf(memory);
  const reasons = reasonsOf(cause.rules);
  const opportunity = reasons.every((reason) => reason === 'opportunity');
  const subject = subjectOf(reasons, memory, policy);
  const recovery = reasons.some((reason) => policy.recovery.reasons.includes(reason));
  const durationS = Math.max(0, (cause.at - session.startedAt) / 1_000);
  const because = cut(reasons.map((reason) => policy.texts.reasons[reason]).join(', '), 280);
  const issue = issueOf(reasons, subject, memory, policy);
  const confidence = bot.confidence;
  const facts = { customer, score: mood?.score ?? null, durationS, messages: memory.messages, subject, waitingS: 0 };
  const context: Requested['context'] = {
    transcript: [],
    transcript_url: `/v1/conversations/${session.conversationId}/transcript`,
    summary: {
      text: `Handed over: ${because}.`,
      ...(customer !== null && { customer_id: customer.customerId }),
      session_start: session.startedAt,
      duration_s: durationS,
      messages: memory.messages,
      escalation_reason: because,
      sentiment_label: mood?.label ?? 'unknown',
      sentiment_trend: mood?.trend ?? 'unknown',
      ...(confidence !== null && { bot_confidence: confidence }),
    },
    ...(customer !== null && { customer }),
    likely_issue: issue,
    sentiment: {
      ...(mood !== null && { score: mood.score, p_negative: mood.pNegative }),
      line: [...(mood?.line ?? [])],
    },
    ...advice({ reasons, subject }, policy),
    missing: [],
  };
  const metadata: Requested['metadata'] = {
    session_id: session.conversationId,
    escalation_trigger: because,
    ...(confidence !== null && { ai_confidence: confidence }),
    attempted_solutions: [...bot.attempted],
  };
  return {
    type: 'HandoffRequested',
    data: {
      conversationId: session.conversationId,
      tenantId: session.tenantId,
      handoffId: cause.handoffId,
      poolId: poolOf(session.tenantId),
      seq: cause.seq,
      requestedAt: cause.at,
      type: opportunity ? 'opportunity' : 'support',
      subject,
      reasons,
      rules: [...cause.rules],
      policyVersion: policy.version,
      text: handoffText({ reasons, subject, recovery, opportunity }, policy, memory),
      ...priorityOf(facts, policy),
      skills_required: [...(policy.skills[subject] ?? [])],
      senior_first: recovery,
      language: session.language ?? LANGUAGE,
      channel: session.channel,
      sentiment_recovery: recovery,
      ...(recovery && { agent_note: policy.texts.agentNote }),
      context: { ...context, missing: missingOf({ context, metadata, language: session.language, truncated: false }) },
      metadata,
    },
    withJournal: withTurns({ issue, ending: { because, reasons, earlier: memory.handoffs ?? 0 }, memory, policy }),
  };
};
