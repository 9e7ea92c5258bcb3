import {
  type DataOf,
  type EscalationReason,
  type Instant,
  type Policy,
  poolOf,
  type RuleId,
  reasonsOfRules,
  type Subject,
} from '@warmline/contracts';
import type { JournalRow, Output } from '@warmline/messaging/decider';
import { masked } from '@warmline/text';
import { assessmentOf } from './episodes/assessment.ts';
import { briefer } from './episodes/briefing.ts';
import { pastHandoffLine } from './episodes/earlier.ts';
import { situationsOf } from './guidance.ts';
import { missingFieldsOf } from './missing-fields.ts';
import { escalationNote, recommendedActions } from './playbook.ts';
import { priorityOf } from './priority.ts';
import type { ConversationFacts, LeadingEvidence } from './state.ts';
import { transcriptOf, truncate, turnsUpTo } from './transcript.ts';
import { handoffText } from './wording.ts';

type Requested = DataOf<'HandoffRequested'>;

/** Used where the channel gives no language; `language` is then listed as missing. */
const DEFAULT_LANGUAGE = 'en';

/** The subject a hand-off is routed by: that of its reason where the policy has one, else the main subject of the conversation. */
export const subjectOf = (reasons: readonly EscalationReason[], facts: ConversationFacts, policy: Policy): Subject => {
  for (const reason of reasons) {
    const subject = policy.subjects[reason];
    if (subject !== undefined) return subject;
  }
  if (facts.mentionedEarlierCancellation) return 'cancellation';
  const [most] = (Object.entries(facts.subjectCounts) as [Subject, number][]).sort(
    ([a, times], [b, others]) => others - times || (a < b ? -1 : 1),
  );
  return most?.[0] ?? 'general';
};

const isNegative = ({ sentiment }: ConversationFacts): boolean => sentiment?.label === 'negative';

/** Nothing of the conversation is known before its turns are read. */
export const EMPTY_BRIEFING: Pick<Requested['context'], 'now' | 'known' | 'tried' | 'earlier'> = {
  now: { text: 'Not known', messageIds: [] },
  known: [],
  tried: [],
  earlier: [],
};

interface HandoffContextInput {
  readonly cause: HandoffCause;
  readonly because: string;
  readonly facts: ConversationFacts;
  readonly policy: Policy;
}

/** The part of the payload that needs the journal: transcript, briefing, likely issue, actions, escalation note and missing fields. */
const addJournaledContext =
  ({ cause, because, facts, policy }: HandoffContextInput) =>
  (data: Requested, journal: readonly JournalRow[]): Requested => {
    const { session } = facts;
    const { reasons, subject } = data;
    const turns = turnsUpTo(journal, data.seq, session.startedAt);
    const { transcript, truncated } = transcriptOf(turns, {
      handoffId: data.handoffId,
      seq: data.seq,
      at: data.requestedAt,
      text: `Handed over to a person: ${because}`,
    });
    const { text, wish, said, now, known, tried, earlier } = briefer(policy)({
      turns,
      evidence: cause.evidence ?? [],
      reasons,
      because,
      handedBackAt: facts.handedBackAt ?? [],
      earlierHandoffs: (facts.pastHandoffs ?? []).map(pastHandoffLine),
    });
    const { issue, steps, wentWrong } = assessmentOf(policy)({
      wish,
      quote: now.quote,
      said,
      reasons,
      subject,
      botAnswered: turns.some(({ role, withheld }) => role === 'bot' && withheld !== true),
      isNegative: isNegative(facts),
    });
    const attempted = tried.filter(({ withheld }) => withheld !== true).map((one) => one.text);
    const metadata = { ...data.metadata, attempted_solutions: attempted };
    const noteInput = {
      customer: session.customer,
      want: now.quote === undefined ? null : now.text,
      issue,
      tried: attempted,
      because,
      conversation: session.conversationId,
    };
    const context: Requested['context'] = {
      ...data.context,
      transcript,
      now,
      known,
      tried,
      earlier,
      summary: { ...data.context.summary, text },
      likely_issue: issue,
      ...recommendedActions(steps, { reasons, subject, wentWrong }, policy),
      ...escalationNote(reasons, noteInput, policy),
    };
    const missing = missingFieldsOf({ context, metadata, language: session.language, truncated });
    return { ...data, metadata, context: { ...context, missing } };
  };

/** The customer as the channel reported; hand-offs of this conversation are added where it reports a number of earlier ones. */
const customerOf = ({ session: { customer }, handoffCount: handoffs = 0 }: ConversationFacts) =>
  customer?.previousEscalations === undefined || handoffs === 0
    ? customer
    : { ...customer, previousEscalations: customer.previousEscalations + handoffs };

/** The reasons as text for the agent; guidance names its situations. At most 280 characters. */
const becauseOf = (
  reasons: readonly EscalationReason[],
  evidence: readonly LeadingEvidence[],
  policy: Policy,
): string => {
  const situations = situationsOf(evidence, policy).join('; ');
  const said = reasons.map((reason) =>
    reason === 'guidance' && situations !== ''
      ? `${policy.texts.reasons.guidance}: ${situations}`
      : policy.texts.reasons[reason],
  );
  return truncate(said.join(', '), 280);
};

export interface HandoffCause {
  readonly handoffId: string;
  readonly seq: number;
  readonly at: Instant;
  /** Rules that caused it, strongest first. */
  readonly rules: readonly RuleId[];
  /** Their evidence, strongest first; absent: a button, or the clock. */
  readonly evidence?: readonly LeadingEvidence[];
}

/** The hand-off with everything an agent needs. The turns are added from the journal when the batch commits. */
export const handoffRequested = (
  cause: HandoffCause,
  facts: ConversationFacts,
  policy: Policy,
): Output<'HandoffRequested'> => {
  const { session, sentiment, bot } = facts;
  const customer = customerOf(facts);
  const reasons = reasonsOfRules(cause.rules);
  const opportunity = reasons.every((reason) => reason === 'opportunity');
  const subject = subjectOf(reasons, facts, policy);
  const recovery = reasons.some((reason) => policy.recovery.reasons.includes(reason));
  const botHasSpoken = facts.messageCount > facts.customerMessageCount;
  const durationS = Math.max(0, (cause.at - session.startedAt) / 1_000);
  const because = becauseOf(reasons, cause.evidence ?? [], policy);
  const { issue, steps, wentWrong } = assessmentOf(policy)({
    wish: null,
    said: '',
    reasons,
    subject,
    botAnswered: botHasSpoken,
    isNegative: isNegative(facts),
  });
  const confidence = bot.confidence;
  const priorityInput = {
    customer,
    score: sentiment?.score ?? null,
    durationS,
    messages: facts.messageCount,
    subject,
    waitingS: 0,
  };
  const context: Requested['context'] = {
    transcript: [],
    transcript_url: `/v1/conversations/${session.conversationId}/transcript`,
    ...EMPTY_BRIEFING,
    summary: {
      text: `Handed over: ${because}.`,
      ...(customer !== null && { customer_id: customer.customerId }),
      session_start: session.startedAt,
      duration_s: durationS,
      messages: facts.messageCount,
      escalation_reason: because,
      sentiment_label: sentiment?.label ?? 'unknown',
      sentiment_trend: sentiment?.trend ?? 'unknown',
      ...(confidence !== null && { bot_confidence: confidence }),
    },
    ...(customer !== null && { customer }),
    likely_issue: issue,
    sentiment: {
      ...(sentiment !== null && { score: sentiment.score, p_negative: sentiment.pNegative }),
      scores: [...(sentiment?.scores ?? [])],
    },
    ...recommendedActions(steps, { reasons, subject, wentWrong }, policy),
    missing: [],
  };
  const metadata: Requested['metadata'] = {
    session_id: session.conversationId,
    escalation_trigger: because,
    ...(confidence !== null && { ai_confidence: confidence }),
    attempted_solutions: bot.attemptedSolutions.map((text) => masked(text)),
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
      text: handoffText({ reasons, subject, recovery, opportunity, botHasSpoken }, policy, facts),
      ...priorityOf(priorityInput, policy),
      skills_required: [...(policy.skills[subject] ?? [])],
      senior_first: recovery,
      language: session.language ?? DEFAULT_LANGUAGE,
      channel: session.channel,
      sentiment_recovery: recovery,
      ...(recovery && { agent_note: botHasSpoken ? policy.texts.agentNote : policy.texts.agentNoteWithoutBot }),
      context: {
        ...context,
        missing: missingFieldsOf({ context, metadata, language: session.language, truncated: false }),
      },
      metadata,
    },
    withJournal: addJournaledContext({ cause, because, facts, policy }),
  };
};
