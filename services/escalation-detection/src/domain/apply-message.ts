import type { BotTurnDetails, DataOf, Instant, Policy, Subject } from '@warmline/contracts';
import { prepare } from '@warmline/text';
import { type MessageAnalyser, type MessageAnalysis, subjectMatcher } from './message-analysis.ts';
import type { BotFacts, ConversationFacts, PostedMessage, SentimentFacts } from './state.ts';
import { answerFingerprint } from './text/fingerprint.ts';
import { botPromptsIn } from './triggers/bot-prompts.ts';
import { mentionsOrderOrAccount } from './triggers/cancellation.ts';
import { countRepetition } from './triggers/repetition.ts';

const MAX_ATTEMPTS = 20;
const MAX_SCORES = 50;

const sentimentAfter = (
  before: SentimentFacts | null,
  score: DataOf<'SentimentScored'> | null | undefined,
): SentimentFacts | null =>
  score === null || score === undefined
    ? before
    : {
        score: score.score,
        pNegative: score.smoothed.pNegative,
        label: score.label,
        trend: score.smoothed.trend,
        scores: [...(before?.scores ?? []), { seq: score.seq, score: score.score }].slice(-MAX_SCORES),
      };

const countSubjects = (
  before: ConversationFacts['subjectCounts'],
  subjects: readonly Subject[],
): ConversationFacts['subjectCounts'] => ({
  ...before,
  ...Object.fromEntries(subjects.map((subject) => [subject, (before[subject] ?? 0) + 1])),
});

const areRelated = (a: string, b: string, policy: Policy): boolean =>
  a === b || policy.lists.relatedSubjects.some((group) => group.includes(a) && group.includes(b));

const updateBotFacts = (turn: BotTurnDetails | undefined, before: BotFacts, policy: Policy): BotFacts => {
  if (turn === undefined) return before;
  const { confidence, subject, entities, attempted } = turn;
  const low =
    confidence === undefined
      ? before.lowConfidenceStreak
      : confidence < policy.thresholds.confidence.below
        ? before.lowConfidenceStreak + 1
        : 0;
  const switched = subject !== undefined && before.subject !== null && !areRelated(before.subject, subject, policy);
  const tried =
    attempted === undefined || before.attemptedSolutions.includes(attempted)
      ? before.attemptedSolutions
      : [...before.attemptedSolutions, attempted];
  return {
    confidence: confidence ?? before.confidence,
    lowConfidenceStreak: low,
    subject: subject ?? before.subject,
    subjectSwitches: before.subjectSwitches + (switched ? 1 : 0),
    entities: { ...before.entities, ...entities },
    attemptedSolutions: tried.slice(-MAX_ATTEMPTS),
  };
};

const fractionOf = (value: unknown): number | null =>
  typeof value === 'number' && value >= 0 && value <= 1 ? value : null;

/** A session goes on through shorter gaps between its messages; a longer one is a pause and does not count, milliseconds. */
export const PAUSE_MS = 5 * 60_000;

/** The unresolved time without the pause before this message. */
const afterPause = (facts: ConversationFacts, at: Instant): ConversationFacts => {
  const { unresolvedSince: since, lastTurnAt = at } = facts;
  const gap = at - lastTurnAt;
  return { ...facts, lastTurnAt: at, unresolvedSince: since === null || gap <= PAUSE_MS ? since : since + gap };
};

/** Start of the unresolved time: the start of the session, or the first message where that came later than the limit. */
const unresolvedSince = (
  facts: ConversationFacts,
  analysis: MessageAnalysis,
  at: Instant,
  policy: Policy,
): Instant | null => {
  if (analysis.isResolved) return null;
  if (facts.unresolvedSince !== null) return facts.unresolvedSince;
  const limit = policy.thresholds.sessionMinutes * 60_000;
  const { startedAt } = facts.session;
  return facts.customerMessageCount === 0 && at - startedAt < limit ? startedAt : at;
};

const applyCustomerMessage = (
  facts: ConversationFacts,
  event: PostedMessage,
  analysis: MessageAnalysis,
  policy: Policy,
): ConversationFacts => {
  const messageNumber = facts.customerMessageCount + 1;
  const { similarity, minWords } = policy.thresholds.repetition;
  const { question, pricingTurn: pricing, amount } = analysis;
  return {
    ...facts,
    seq: event.data.seq,
    messageCount: facts.messageCount + 1,
    customerMessageCount: messageNumber,
    sentiment: sentimentAfter(facts.sentiment, event.score),
    questionCounts:
      question === null
        ? facts.questionCounts
        : countRepetition(facts.questionCounts, question, similarity, minWords).counts,
    subjectCounts: countSubjects(facts.subjectCounts, analysis.subjects),
    mentionedEarlierCancellation: facts.mentionedEarlierCancellation || analysis.mentionsEarlierCancellation,
    refundAskedAt: analysis.refundRequest === null ? facts.refundAskedAt : messageNumber,
    lastAmount: amount === null ? facts.lastAmount : { value: amount.value, at: messageNumber },
    pricingTurns:
      pricing === null ? facts.pricingTurns : countRepetition(facts.pricingTurns, pricing, similarity, 1).counts,
    considersEnterprise: facts.considersEnterprise || analysis.considersEnterprise,
    unresolvedSince: unresolvedSince(facts, analysis, event.at, policy),
    botPrompts: [],
    mentionedOrderOrAccount: facts.mentionedOrderOrAccount || analysis.mentionsOrderOrAccount,
  };
};

/** The bot asks about a refund: the next amount named is that of the refund. */
const ASKS_ABOUT_REFUND = /\b(?:refund|money back|reimburse\w*|return)\b[^.?]{0,80}\?/i;

const applyBotMessage = (
  facts: ConversationFacts,
  event: PostedMessage,
  subjects: (text: string) => readonly Subject[],
  policy: Policy,
): ConversationFacts => {
  const { bot } = event.data;
  // Without what the bot quotes of the customer, and without links.
  const { text } = prepare(event.data.text);
  const { botSimilarity, minWords } = policy.thresholds.repetition;
  const about = [bot?.subject, bot?.intent].filter((name) => name !== undefined).join(' ');
  const considersEnterprise = bot?.entities?.considering_enterprise === true || /enterprise/i.test(bot?.intent ?? '');
  return {
    ...facts,
    seq: event.data.seq,
    messageCount: facts.messageCount + 1,
    bot: updateBotFacts(bot, facts.bot, policy),
    botAnswerCounts: countRepetition(
      facts.botAnswerCounts,
      answerFingerprint(text, minWords + 1),
      botSimilarity,
      minWords + 1,
    ).counts,
    subjectCounts: about === '' ? facts.subjectCounts : countSubjects(facts.subjectCounts, subjects(about)),
    considersEnterprise: facts.considersEnterprise || considersEnterprise,
    engagement: fractionOf(bot?.entities?.engagement) ?? facts.engagement,
    botPrompts: botPromptsIn(text),
    refundAskedAt: ASKS_ABOUT_REFUND.test(text) ? facts.customerMessageCount : facts.refundAskedAt,
    mentionedOrderOrAccount: facts.mentionedOrderOrAccount || mentionsOrderOrAccount(text),
  };
};

export type MessageReducer = (facts: ConversationFacts, event: PostedMessage) => ConversationFacts;

/**
 * The facts after a turn, with one policy. Turns of agents and the system change only the sequence. The last result is cached,
 * since a decider needs the same facts twice: to decide and to evolve.
 */
export const messageReducer = (policy: Policy, analyse: MessageAnalyser): MessageReducer => {
  const subjects = subjectMatcher(policy);
  const applyMessage: MessageReducer = (facts, event) => {
    switch (event.data.role) {
      case 'customer':
        return applyCustomerMessage(
          afterPause(facts, event.at),
          event,
          analyse(event.data.text, facts.session.language),
          policy,
        );
      case 'bot':
        return applyBotMessage(afterPause(facts, event.at), event, subjects, policy);
      case 'agent':
      case 'system':
        return { ...facts, seq: event.data.seq };
    }
  };
  let last: {
    readonly facts: ConversationFacts;
    readonly event: PostedMessage;
    readonly after: ConversationFacts;
  } | null = null;
  return (facts, event) => {
    if (last === null || last.facts !== facts || last.event !== event)
      last = { facts, event, after: applyMessage(facts, event) };
    return last.after;
  };
};
