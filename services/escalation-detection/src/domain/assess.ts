import type { Policy } from '@warmline/contracts';
import { type Findings, type Notes, notesOf } from './notes.ts';
import { noteOpportunity } from './opportunity.ts';
import type { Memory, PostedMessage } from './state.ts';
import { answered } from './triggers/answer.ts';
import { dispassionate } from './triggers/dispassionate.ts';
import { capitals, emphasisMarks } from './triggers/emphasis.ts';
import { count } from './triggers/repetition.ts';
import { severalQuestions } from './triggers/several-questions.ts';
import type { Understood } from './understand.ts';

/** Messages a refund and its sum may lie apart. */
const APART = 2;

const refund = (notes: Notes, before: Memory, { reading, refund: talk, amount }: Understood, policy: Policy): void => {
  const now = before.spoken + 1;
  const asked = talk !== null || (before.refundAskedAt !== null && now - before.refundAskedAt <= APART);
  const earlier = before.amount !== null && now - before.amount.at <= APART ? before.amount.value : null;
  const value = amount?.value ?? (talk === null ? null : earlier);
  if (!asked || value === null) return;
  const span = amount?.span ?? talk?.span;
  const { limit } = policy.thresholds.refund;
  const where = span === undefined ? null : { span, text: reading.raw.slice(...span) };
  if (value > limit) notes.fire('stakes.refund', { value, threshold: limit }, where);
  else if (value >= limit * policy.thresholds.nearMiss) notes.nearly('stakes.refund', value, limit);
};

const repeated = (notes: Notes, before: Memory, { question }: Understood, policy: Policy): void => {
  if (question === null) return;
  const { similarity, minWords, loopAt, repeatedAt } = policy.thresholds.repetition;
  const { times } = count(before.questions, question, similarity, minWords);
  if (times >= loopAt) notes.fire('bot.confusion-loop', { value: times, threshold: loopAt });
  else if (times >= repeatedAt) {
    notes.fire('emotional.repeated-question', { value: times, threshold: repeatedAt });
    notes.nearly('bot.confusion-loop', times, loopAt);
  }
};

const sentiment = (
  notes: Notes,
  before: Memory,
  event: PostedMessage,
  { reading }: Understood,
  policy: Policy,
): void => {
  const threshold = policy.thresholds.sentiment.pNegative;
  const { score } = event;
  if (score === null || score === undefined || dispassionate(reading)) return;
  // The smoothed value still carries the turns before a hand-back: those may not fire again by it.
  if (before.handedBack && score.pNegative < threshold) return;
  notes.number('sentiment.negative', score.smoothed.pNegative, threshold);
};

/** Assesses customer messages under one policy: what the text says, in the light of what was said before. */
export const customerAssessment = (policy: Policy) => {
  const acronyms = new Set(policy.lists.acronyms);
  const pricingSubjects = new Set(policy.lists.pricingSubjects);
  const { emphasis, severalQuestions: several } = policy.thresholds;
  return (before: Memory, after: Memory, event: PostedMessage, says: Understood): Findings => {
    const { reading } = says;
    const notes = notesOf(event.data.messageId, policy);
    for (const [rule, where] of says.found) notes.fire(rule, {}, where);
    for (const [rule, where] of answered(reading, before.prompts)) notes.fire(rule, {}, where);
    if (says.cancelsIt !== null && before.holds) notes.fire('stakes.cancellation', {}, says.cancelsIt);
    refund(notes, before, says, policy);
    const glad = event.score?.label === 'positive';
    const marks = glad ? null : emphasisMarks(reading, emphasis.marks);
    if (marks !== null) notes.number('emotional.marks', marks.count, emphasis.marks, marks);
    const shouted = glad ? null : capitals(reading, emphasis.capitalWords, acronyms);
    if (shouted !== null) notes.number('emotional.capitals', shouted.count, emphasis.capitalWords, shouted);
    repeated(notes, before, says, policy);
    const asked = severalQuestions(reading);
    if (asked.subjects >= several.subjects) {
      notes.number('complexity.several-questions', asked.questions, several.questions, asked.found);
    }
    sentiment(notes, before, event, says, policy);
    if (pricingSubjects.has(before.bot.subject?.toLowerCase() ?? '') || says.pricing !== null)
      noteOpportunity(notes, after, policy);
    return notes;
  };
};
