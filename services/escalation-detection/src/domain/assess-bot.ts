import { ownValue, type Policy } from '@warmline/contracts';
import { collectFindings, type Findings } from './findings.ts';
import type { ConversationFacts, PostedMessage } from './state.ts';
import { answerFingerprint } from './text/fingerprint.ts';
import { largestAmount } from './text/largest-amount.ts';
import { parseText } from './text/parsed-text.ts';
import { detectOpportunity } from './triggers/opportunity.ts';
import { countRepetition } from './triggers/repetition.ts';

const REFUND_ENTITIES = ['refund_amount', 'amount'] as const;

/** The refund amount in the entities of the bot, where the conversation or the bot says that a refund is meant. */
const refundAmountOf = (before: ConversationFacts, event: PostedMessage, policy: Policy): number | null => {
  const { bot } = event.data;
  if (bot?.entities === undefined) return null;
  const about = `${bot.intent ?? ''} ${bot.subject ?? ''} ${Object.hasOwn(bot.entities, 'refund_amount') ? 'refund' : ''}`;
  if (!/refund|reimburse/i.test(about) && before.refundAskedAt !== before.customerMessageCount) return null;
  for (const name of REFUND_ENTITIES) {
    const value = ownValue(bot.entities, name);
    if (typeof value === 'number') return value;
    if (typeof value !== 'string') continue;
    const amount = largestAmount(parseText(`refund ${value}`), policy.thresholds.refund);
    if (amount !== null) return amount.value;
  }
  return null;
};

/** Findings of a bot turn: failures, low confidence, repetition, subject switches, refund amounts and opportunities. */
export const assessBot = (
  before: ConversationFacts,
  after: ConversationFacts,
  event: PostedMessage,
  policy: Policy,
): Findings => {
  const { text, bot, messageId } = event.data;
  const findings = collectFindings(messageId, policy);
  const { confidence, repetition, subjectSwitches, refund, nearMiss } = policy.thresholds;
  if (bot?.error !== undefined || text.trim() === '') findings.fire('bot.failure', { text: bot?.error ?? 'empty' });
  if (bot?.confidence !== undefined) {
    const value = bot.confidence;
    if (value < confidence.below) findings.fire('bot.low-confidence', { value, threshold: confidence.below });
    else if (value * nearMiss < confidence.below) findings.nearMiss('bot.low-confidence', value, confidence.below);
  }
  const { times } = countRepetition(
    before.botAnswerCounts,
    answerFingerprint(text, repetition.minWords + 1),
    repetition.botSimilarity,
    repetition.minWords + 1,
  );
  if (times > 1) findings.fireAtThreshold('bot.confusion-loop', times, repetition.loopAt);
  if (after.bot.subjectSwitches > before.bot.subjectSwitches)
    findings.fireAtThreshold('bot.subject-switches', after.bot.subjectSwitches, subjectSwitches);
  const amount = refundAmountOf(before, event, policy);
  if (amount !== null && amount > refund.limit)
    findings.fire('stakes.refund', { value: amount, threshold: refund.limit });
  if (policy.lists.pricingSubjects.includes(bot?.subject?.toLowerCase() ?? ''))
    detectOpportunity(findings, after, policy);
  return findings;
};
