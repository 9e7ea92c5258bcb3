import { type Findings, type Notes, notesOf } from './notes.ts';
import { noteOpportunity } from './opportunity.ts';
import type { Policy } from './policy.ts';
import type { RuleId } from './rules.ts';
import type { Memory, PostedMessage } from './state.ts';
import { billingDispute } from './triggers/billing-dispute.ts';
import { cancellation } from './triggers/cancellation.ts';
import { capitals, emphasisMarks } from './triggers/emphasis.ts';
import { enterpriseNeed } from './triggers/enterprise-need.ts';
import { humanRequest } from './triggers/human-request.ts';
import { judgementCall } from './triggers/judgement-call.ts';
import { legal } from './triggers/legal.ts';
import { policyException } from './triggers/policy-exception.ts';
import { pricingTalk } from './triggers/pricing.ts';
import { profanityOf } from './triggers/profanity.ts';
import { type Detector, type Reading, read } from './triggers/reading.ts';
import { largestAmount, refundTalk } from './triggers/refund.ts';
import { asking, count, fingerprint } from './triggers/repetition.ts';
import { security } from './triggers/security.ts';
import { severalQuestions } from './triggers/several-questions.ts';

/** Messages a refund and its sum may lie apart. */
const APART = 2;
const BY_INTENT: readonly (readonly [RuleId, Detector])[] = [
  ['stakes.security', security],
  ['stakes.legal', legal],
  ['stakes.billing-dispute', billingDispute],
  ['stakes.cancellation', cancellation],
  ['emotional.human-request', humanRequest],
  ['complexity.policy-exception', policyException],
  ['complexity.judgement-call', judgementCall],
  ['complexity.enterprise-need', enterpriseNeed],
];

const phrases = (notes: Notes, reading: Reading, policy: Policy): void => {
  const plain = reading.raw.toLowerCase();
  for (const [rule, said] of Object.entries(policy.lists.phrases) as [RuleId, string[]][]) {
    for (const phrase of said) {
      const at = plain.indexOf(phrase.toLowerCase());
      if (at < 0) continue;
      notes.fire(rule, {}, { span: [at, at + phrase.length], text: reading.raw.slice(at, at + phrase.length) });
    }
  }
};

const refund = (notes: Notes, before: Memory, reading: Reading, policy: Policy): void => {
  const now = before.spoken + 1;
  const talk = refundTalk(reading);
  const amount = largestAmount(reading, policy.thresholds.refund);
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

const sentiment = (notes: Notes, before: Memory, event: PostedMessage, policy: Policy): void => {
  const threshold = policy.thresholds.sentiment.pNegative;
  const { score } = event;
  if (score === null || score === undefined) return;
  // The smoothed value still carries the turns before a hand-back: those may not fire again by it.
  if (before.handedBack && score.pNegative < threshold) return;
  notes.number('sentiment.negative', score.smoothed.pNegative, threshold);
};

/** Reads customer messages under one policy. */
export const customerReader = (policy: Policy) => {
  const profanity = profanityOf(policy.lists.profanity);
  const acronyms = new Set(policy.lists.acronyms);
  const { emphasis, repetition, severalQuestions: several } = policy.thresholds;
  return (before: Memory, after: Memory, event: PostedMessage): Findings => {
    const { text, messageId } = event.data;
    const notes = notesOf(messageId, policy);
    const reading = read(text);
    for (const [rule, detect] of BY_INTENT) {
      const found = detect(reading);
      if (found !== null) notes.fire(rule, {}, found);
    }
    phrases(notes, reading, policy);
    refund(notes, before, reading, policy);
    const profane = profanity(reading);
    if (profane !== null) notes.fire('emotional.profanity', {}, profane);
    const glad = event.score?.label === 'positive';
    const marks = glad ? null : emphasisMarks(reading, emphasis.marks);
    if (marks !== null) notes.number('emotional.marks', marks.count, emphasis.marks, marks);
    const shouted = glad ? null : capitals(reading, emphasis.capitalWords, acronyms);
    if (shouted !== null) notes.number('emotional.capitals', shouted.count, emphasis.capitalWords, shouted);
    const times = asking(reading)
      ? count(before.questions, fingerprint(text), repetition.similarity, repetition.minWords).times
      : 0;
    if (times >= repetition.loopAt) notes.fire('bot.confusion-loop', { value: times, threshold: repetition.loopAt });
    else if (times >= repetition.repeatedAt) {
      notes.fire('emotional.repeated-question', { value: times, threshold: repetition.repeatedAt });
      notes.nearly('bot.confusion-loop', times, repetition.loopAt);
    }
    const asked = severalQuestions(reading);
    if (asked.topics >= several.topics) {
      notes.number('complexity.several-questions', asked.questions, several.questions, asked.found);
    }
    sentiment(notes, before, event, policy);
    const pricingTopic = policy.lists.pricingTopics.includes(before.bot.topic?.toLowerCase() ?? '');
    if (pricingTopic || pricingTalk(reading) !== null) noteOpportunity(notes, after, policy);
    return notes;
  };
};
