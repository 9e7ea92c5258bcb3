import type { BotTurn, DataOf, Instant, RoutingTopic } from '@warmline/contracts';
import type { Policy } from './policy.ts';
import type { BotRecord, Memory, Mood, PostedMessage } from './state.ts';
import { earlierCancellation } from './triggers/cancellation.ts';
import { closing } from './triggers/closing.ts';
import { consideringEnterprise, pricingTalk } from './triggers/pricing.ts';
import { type Reading, read } from './triggers/reading.ts';
import { largestAmount, refundTalk } from './triggers/refund.ts';
import { asking, count, fingerprint } from './triggers/repetition.ts';

const ATTEMPTS = 20;
const LINE = 50;

const moodAfter = (before: Mood | null, score: DataOf<'SentimentScored'> | null | undefined): Mood | null =>
  score === null || score === undefined
    ? before
    : {
        score: score.score,
        pNegative: score.smoothed.pNegative,
        label: score.label,
        trend: score.smoothed.trend,
        line: [...(before?.line ?? []), { seq: score.seq, score: score.score }].slice(-LINE),
      };

/** The routing topics a text speaks of, by the policy's words. */
const subjectsIn = (text: string, policy: Policy): RoutingTopic[] => {
  const plain = ` ${text.toLowerCase().replace(/[^\p{L}\p{N}]+/gu, ' ')} `;
  return (Object.entries(policy.lists.routing) as [RoutingTopic, string[]][])
    .filter(([, words]) => words.some((word) => plain.includes(` ${word.toLowerCase()}`)))
    .map(([topic]) => topic);
};

const counted = (before: Memory['subjects'], topics: readonly RoutingTopic[]): Memory['subjects'] => ({
  ...before,
  ...Object.fromEntries(topics.map((topic) => [topic, (before[topic] ?? 0) + 1])),
});

const related = (a: string, b: string, policy: Policy): boolean =>
  a === b || policy.lists.relatedTopics.some((group) => group.includes(a) && group.includes(b));

const said = (turn: BotTurn | undefined, before: BotRecord, policy: Policy): BotRecord => {
  if (turn === undefined) return before;
  const { confidence, topic, slots, attempted } = turn;
  const low =
    confidence === undefined
      ? before.lowInARow
      : confidence < policy.thresholds.confidence.below
        ? before.lowInARow + 1
        : 0;
  const switched = topic !== undefined && before.topic !== null && !related(before.topic, topic, policy);
  const tried =
    attempted === undefined || before.attempted.includes(attempted)
      ? before.attempted
      : [...before.attempted, attempted];
  return {
    confidence: confidence ?? before.confidence,
    lowInARow: low,
    topic: topic ?? before.topic,
    switches: before.switches + (switched ? 1 : 0),
    slots: { ...before.slots, ...slots },
    attempted: tried.slice(-ATTEMPTS),
  };
};

const slotNumber = (value: unknown): number | null =>
  typeof value === 'number' && value >= 0 && value <= 1 ? value : null;

const pricingTurn = (memory: Memory, text: string, policy: Policy): Memory['pricing'] =>
  count(memory.pricing, fingerprint(text), policy.thresholds.repetition.similarity, 1).said;

/** What is open is counted from the session's start, or from the first message where that came later than the limit. */
const openSince = (memory: Memory, reading: Reading, at: Instant, policy: Policy): Instant | null => {
  if (closing(reading)) return null;
  if (memory.openSince !== null) return memory.openSince;
  const limit = policy.thresholds.sessionMinutes * 60_000;
  const { startedAt } = memory.session;
  return memory.spoken === 0 && at - startedAt < limit ? startedAt : at;
};

const customerSaid = (memory: Memory, event: PostedMessage, policy: Policy): Memory => {
  const { text } = event.data;
  const reading = read(text);
  const spoken = memory.spoken + 1;
  const repetition = policy.thresholds.repetition;
  const amount = largestAmount(reading, policy.thresholds.refund);
  const earlier = earlierCancellation(reading) !== null;
  return {
    ...memory,
    seq: event.data.seq,
    messages: memory.messages + 1,
    spoken,
    mood: moodAfter(memory.mood, event.score),
    questions: asking(reading)
      ? count(memory.questions, fingerprint(text), repetition.similarity, repetition.minWords).said
      : memory.questions,
    subjects: counted(memory.subjects, subjectsIn(text, policy)),
    earlierCancellation: memory.earlierCancellation || earlier,
    refundAskedAt: refundTalk(reading) === null ? memory.refundAskedAt : spoken,
    amount: amount === null ? memory.amount : { value: amount.value, at: spoken },
    pricing: pricingTalk(reading) === null ? memory.pricing : pricingTurn(memory, text, policy),
    considering: memory.considering || consideringEnterprise(reading) !== null,
    openSince: openSince(memory, reading, event.at, policy),
  };
};

const botSaid = (memory: Memory, event: PostedMessage, policy: Policy): Memory => {
  const { text, bot } = event.data;
  const repetition = policy.thresholds.repetition;
  const about = [bot?.topic, bot?.intent].filter((name) => name !== undefined).join(' ');
  const considering = bot?.slots?.considering_enterprise === true || /enterprise/i.test(bot?.intent ?? '');
  return {
    ...memory,
    seq: event.data.seq,
    messages: memory.messages + 1,
    bot: said(bot, memory.bot, policy),
    answers: count(memory.answers, fingerprint(text), repetition.botSimilarity, repetition.minWords + 1).said,
    subjects: counted(memory.subjects, subjectsIn(about, policy)),
    considering: memory.considering || considering,
    engagement: slotNumber(bot?.slots?.engagement) ?? memory.engagement,
  };
};

/** What is known after a turn. An agent's and the system's turns change nothing but the sequence. */
export const hear = (memory: Memory, event: PostedMessage, policy: Policy): Memory => {
  switch (event.data.role) {
    case 'customer':
      return customerSaid(memory, event, policy);
    case 'bot':
      return botSaid(memory, event, policy);
    case 'agent':
    case 'system':
      return { ...memory, seq: event.data.seq };
  }
};
