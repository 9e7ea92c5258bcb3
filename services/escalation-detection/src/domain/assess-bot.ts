import type { Policy } from '@warmline/contracts';
import { type Findings, notesOf } from './notes.ts';
import { noteOpportunity } from './opportunity.ts';
import type { Memory, PostedMessage } from './state.ts';
import { read } from './triggers/reading.ts';
import { largestAmount } from './triggers/refund.ts';
import { answerPrint, count } from './triggers/repetition.ts';

const REFUND_SLOTS = ['refund_amount', 'amount'] as const;

/** The sum to pay back in the bot's entities, where the conversation or the bot says that it is about a refund. */
const slotAmount = (before: Memory, event: PostedMessage, policy: Policy): number | null => {
  const { bot } = event.data;
  if (bot?.entities === undefined) return null;
  const about = `${bot.intent ?? ''} ${bot.subject ?? ''} ${'refund_amount' in bot.entities ? 'refund' : ''}`;
  if (!/refund|reimburse/i.test(about) && before.refundAskedAt !== before.spoken) return null;
  for (const name of REFUND_SLOTS) {
    const value = bot.entities[name];
    if (typeof value === 'number') return value;
    if (typeof value !== 'string') continue;
    const amount = largestAmount(read(`refund ${value}`), policy.thresholds.refund);
    if (amount !== null) return amount.value;
  }
  return null;
};

/** What a bot's turn says of the bot, and of the conversation. */
export const assessBot = (before: Memory, after: Memory, event: PostedMessage, policy: Policy): Findings => {
  const { text, bot, messageId } = event.data;
  const notes = notesOf(messageId, policy);
  const { confidence, repetition, subjectSwitches, refund, nearMiss } = policy.thresholds;
  if (bot?.error !== undefined || text.trim() === '') notes.fire('bot.failure', { text: bot?.error ?? 'empty' });
  if (bot?.confidence !== undefined) {
    const value = bot.confidence;
    if (value < confidence.below) notes.fire('bot.low-confidence', { value, threshold: confidence.below });
    else if (value * nearMiss < confidence.below) notes.nearly('bot.low-confidence', value, confidence.below);
  }
  const { times } = count(
    before.answers,
    answerPrint(text, repetition.minWords + 1),
    repetition.botSimilarity,
    repetition.minWords + 1,
  );
  if (times > 1) notes.number('bot.confusion-loop', times, repetition.loopAt);
  if (after.bot.switches > before.bot.switches)
    notes.number('bot.subject-switches', after.bot.switches, subjectSwitches);
  const amount = slotAmount(before, event, policy);
  if (amount !== null && amount > refund.limit) notes.fire('stakes.refund', { value: amount, threshold: refund.limit });
  if (policy.lists.pricingSubjects.includes(bot?.subject?.toLowerCase() ?? '')) noteOpportunity(notes, after, policy);
  return notes;
};
