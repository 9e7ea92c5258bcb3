import type { Policy, RuleId } from '@warmline/contracts';
import { answerTo } from '@warmline/text';
import { confirm } from './confirmation.ts';
import { collectFindings, type Findings, type FindingsCollector } from './findings.ts';
import { matchedGuidance } from './guidance.ts';
import type { MessageAnalysis } from './message-analysis.ts';
import type { ConversationFacts, PostedMessage } from './state.ts';
import { isFactualQuestion } from './text/factual-question.ts';
import { capitals, emphasisMarks } from './triggers/emphasis.ts';
import { detectOpportunity } from './triggers/opportunity.ts';
import { matchReply } from './triggers/prompt-reply.ts';
import { countRepetition } from './triggers/repetition.ts';
import { severalQuestions } from './triggers/several-questions.ts';

/** A refund request and its amount count together within this many messages. */
const MAX_MESSAGES_APART = 2;

const assessRefund = (
  findings: FindingsCollector,
  before: ConversationFacts,
  { parsed, refundRequest, amount }: MessageAnalysis,
  policy: Policy,
): void => {
  const messageNumber = before.customerMessageCount + 1;
  const isRequested =
    refundRequest !== null ||
    (before.refundAskedAt !== null && messageNumber - before.refundAskedAt <= MAX_MESSAGES_APART);
  const earlierAmount =
    before.lastAmount !== null && messageNumber - before.lastAmount.at <= MAX_MESSAGES_APART
      ? before.lastAmount.value
      : null;
  const value = amount?.value ?? (refundRequest === null ? null : earlierAmount);
  if (!isRequested || value === null) return;
  const span = amount?.span ?? refundRequest?.span;
  const { limit } = policy.thresholds.refund;
  const match = span === undefined ? null : { span, text: parsed.raw.slice(...span) };
  if (value > limit) findings.fire('stakes.refund', { value, threshold: limit }, match);
  else if (value >= limit * policy.thresholds.nearMiss) findings.nearMiss('stakes.refund', value, limit);
};

const assessRepetition = (
  findings: FindingsCollector,
  before: ConversationFacts,
  { question }: MessageAnalysis,
  policy: Policy,
): void => {
  if (question === null) return;
  const { similarity, minWords, loopAt, repeatedAt } = policy.thresholds.repetition;
  const { times } = countRepetition(before.questionCounts, question, similarity, minWords);
  if (times >= loopAt) findings.fire('bot.confusion-loop', { value: times, threshold: loopAt });
  else if (times >= repeatedAt) {
    findings.fire('emotional.repeated-question', { value: times, threshold: repeatedAt });
    findings.nearMiss('bot.confusion-loop', times, loopAt);
  }
};

/** A bare yes or no, in any of the languages, has no sentiment of its own. */
const isPlainAnswer = (text: string, language: string): boolean => {
  const answer = answerTo({ kind: 'yes-no' }, text, language);
  return (answer.is === 'yes' || answer.is === 'no') && !('details' in answer);
};

const assessSentiment = (
  findings: FindingsCollector,
  before: ConversationFacts,
  event: PostedMessage,
  { parsed }: MessageAnalysis,
  policy: Policy,
): void => {
  const threshold = policy.thresholds.sentiment.pNegative;
  const { score } = event;
  if (score === null || score === undefined || isFactualQuestion(parsed)) return;
  // What cannot be scored leaves the smoothed value of the messages before it, which have fired already.
  if (score.label === 'unknown') return;
  // The smoothed value includes the turns before a hand-back; they must not fire again.
  if (before.wasHandedBack && score.pNegative < threshold) return;
  if (isPlainAnswer(parsed.raw, before.session.language ?? 'en')) return;
  findings.fireAtThreshold('sentiment.negative', score.smoothed.pNegative, threshold);
};

/** What praise only looks like: "killer product". */
const OF_ANGER: ReadonlySet<RuleId> = new Set(['emotional.profanity', 'sentiment.negative']);

/** Assesses customer messages with one policy: the text, and what the conversation said before it. */
export const customerAssessor = (policy: Policy) => {
  const acronyms = new Set(policy.lists.acronyms);
  const pricingSubjects = new Set(policy.lists.pricingSubjects);
  const { emphasis, severalQuestions: several } = policy.thresholds;
  return (
    before: ConversationFacts,
    after: ConversationFacts,
    event: PostedMessage,
    analysis: MessageAnalysis,
  ): Findings => {
    const { parsed } = analysis;
    const findings = collectFindings(event.data.messageId, policy, analysis.original);
    const standing = new Set<RuleId>(analysis.isPlainHumanRequest ? ['emotional.human-request'] : []);
    for (const [rule, match] of analysis.matches) findings.fire(rule, {}, match);
    const replies = matchReply(parsed, before.botPrompts, before.session.language ?? 'en');
    for (const [rule, match] of [...analysis.phrases, ...replies]) {
      findings.fire(rule, {}, match);
      standing.add(rule);
    }
    if (analysis.cancelsUnnamed !== null && before.mentionedOrderOrAccount)
      findings.fire('stakes.cancellation', {}, analysis.cancelsUnnamed);
    assessRefund(findings, before, analysis, policy);
    const isPositive = event.score?.label === 'positive';
    const marks = isPositive ? null : emphasisMarks(parsed, emphasis);
    if (marks !== null) findings.fireAtThreshold('emotional.marks', marks.count, marks.threshold, marks);
    const capitalWords = isPositive ? null : capitals(parsed, emphasis.capitalWords, acronyms);
    if (capitalWords !== null)
      findings.fireAtThreshold('emotional.capitals', capitalWords.count, emphasis.capitalWords, capitalWords);
    assessRepetition(findings, before, analysis, policy);
    const questions = severalQuestions(parsed);
    if (questions.subjects >= several.subjects) {
      findings.fireAtThreshold('complexity.several-questions', questions.questions, several.questions, questions.match);
    }
    assessSentiment(findings, before, event, analysis, policy);
    if (pricingSubjects.has(before.bot.subject?.toLowerCase() ?? '') || analysis.pricingTurn !== null)
      detectOpportunity(findings, after, policy);
    const message = { span: [0, parsed.raw.length] as const, text: parsed.raw };
    for (const { id, when } of matchedGuidance(event.score?.guidance, policy))
      findings.fire('guidance.matched', { guidance: { id, when } }, message);
    confirm(
      findings,
      {
        intents: event.score?.intents,
        standing,
        refuses: (rule) =>
          isPlainAnswer(parsed.raw, before.session.language ?? 'en') ||
          (isPositive && OF_ANGER.has(rule)) ||
          analysis.refuses(rule),
        message,
      },
      policy,
    );
    return findings;
  };
};
