import type { BotTurn, DataOf, Instant, Policy, Subject } from '@warmline/contracts';
import type { BotRecord, Memory, Mood, PostedMessage } from './state.ts';
import { promptsOf } from './triggers/answer.ts';
import { namesHolding } from './triggers/cancellation.ts';
import { answerPrint, count } from './triggers/repetition.ts';
import { subjectsOf, type Understood } from './understand.ts';

const ATTEMPTS = 20;
const LINE = 50;

const sentimentAfter = (before: Mood | null, score: DataOf<'SentimentScored'> | null | undefined): Mood | null =>
  score === null || score === undefined
    ? before
    : {
        score: score.score,
        pNegative: score.smoothed.pNegative,
        label: score.label,
        trend: score.smoothed.trend,
        line: [...(before?.line ?? []), { seq: score.seq, score: score.score }].slice(-LINE),
      };

const counted = (before: Memory['subjects'], subjects: readonly Subject[]): Memory['subjects'] => ({
  ...before,
  ...Object.fromEntries(subjects.map((subject) => [subject, (before[subject] ?? 0) + 1])),
});

const related = (a: string, b: string, policy: Policy): boolean =>
  a === b || policy.lists.relatedSubjects.some((group) => group.includes(a) && group.includes(b));

const said = (turn: BotTurn | undefined, before: BotRecord, policy: Policy): BotRecord => {
  if (turn === undefined) return before;
  const { confidence, subject, entities, attempted } = turn;
  const low =
    confidence === undefined
      ? before.lowInARow
      : confidence < policy.thresholds.confidence.below
        ? before.lowInARow + 1
        : 0;
  const switched = subject !== undefined && before.subject !== null && !related(before.subject, subject, policy);
  const tried =
    attempted === undefined || before.attempted.includes(attempted)
      ? before.attempted
      : [...before.attempted, attempted];
  return {
    confidence: confidence ?? before.confidence,
    lowInARow: low,
    subject: subject ?? before.subject,
    switches: before.switches + (switched ? 1 : 0),
    entities: { ...before.entities, ...entities },
    attempted: tried.slice(-ATTEMPTS),
  };
};

const slotNumber = (value: unknown): number | null =>
  typeof value === 'number' && value >= 0 && value <= 1 ? value : null;

/** What is open is counted from the session's start, or from the first message where that came later than the limit. */
const openSince = (memory: Memory, says: Understood, at: Instant, policy: Policy): Instant | null => {
  if (says.closing) return null;
  if (memory.openSince !== null) return memory.openSince;
  const limit = policy.thresholds.sessionMinutes * 60_000;
  const { startedAt } = memory.session;
  return memory.spoken === 0 && at - startedAt < limit ? startedAt : at;
};

const customerSaid = (memory: Memory, event: PostedMessage, says: Understood, policy: Policy): Memory => {
  const spoken = memory.spoken + 1;
  const { similarity, minWords } = policy.thresholds.repetition;
  const { question, pricing, amount } = says;
  return {
    ...memory,
    seq: event.data.seq,
    messages: memory.messages + 1,
    spoken,
    mood: sentimentAfter(memory.mood, event.score),
    questions: question === null ? memory.questions : count(memory.questions, question, similarity, minWords).said,
    subjects: counted(memory.subjects, says.subjects),
    earlierCancellation: memory.earlierCancellation || says.earlierCancellation,
    refundAskedAt: says.refund === null ? memory.refundAskedAt : spoken,
    amount: amount === null ? memory.amount : { value: amount.value, at: spoken },
    pricing: pricing === null ? memory.pricing : count(memory.pricing, pricing, similarity, 1).said,
    considering: memory.considering || says.considering,
    openSince: openSince(memory, says, event.at, policy),
    prompts: [],
    holds: memory.holds || says.namesHolding,
  };
};

/** The bot asks after a refund: the next sum named is its. */
const ASKS_OF_REFUND = /\b(?:refund|money back|reimburse\w*|return)\b[^.?]{0,80}\?/i;

const botSaid = (
  memory: Memory,
  event: PostedMessage,
  subjects: (text: string) => readonly Subject[],
  policy: Policy,
): Memory => {
  const { text, bot } = event.data;
  const { botSimilarity, minWords } = policy.thresholds.repetition;
  const about = [bot?.subject, bot?.intent].filter((name) => name !== undefined).join(' ');
  const considering = bot?.entities?.considering_enterprise === true || /enterprise/i.test(bot?.intent ?? '');
  return {
    ...memory,
    seq: event.data.seq,
    messages: memory.messages + 1,
    bot: said(bot, memory.bot, policy),
    answers: count(memory.answers, answerPrint(text, minWords + 1), botSimilarity, minWords + 1).said,
    subjects: about === '' ? memory.subjects : counted(memory.subjects, subjects(about)),
    considering: memory.considering || considering,
    engagement: slotNumber(bot?.entities?.engagement) ?? memory.engagement,
    prompts: promptsOf(text),
    refundAskedAt: ASKS_OF_REFUND.test(text) ? memory.spoken : memory.refundAskedAt,
    holds: memory.holds || namesHolding(text),
  };
};

export type Hear = (memory: Memory, event: PostedMessage) => Memory;

/**
 * What is known after a turn, under one policy. An agent's and the system's turns change nothing but the sequence. The last turn is
 * kept: a decider decides by what is known after it, and then evolves to just that.
 */
export const hearing = (policy: Policy, understand: (text: string) => Understood): Hear => {
  const subjects = subjectsOf(policy);
  const heard: Hear = (memory, event) => {
    switch (event.data.role) {
      case 'customer':
        return customerSaid(memory, event, understand(event.data.text), policy);
      case 'bot':
        return botSaid(memory, event, subjects, policy);
      case 'agent':
      case 'system':
        return { ...memory, seq: event.data.seq };
    }
  };
  let last: { readonly memory: Memory; readonly event: PostedMessage; readonly after: Memory } | null = null;
  return (memory, event) => {
    if (last === null || last.memory !== memory || last.event !== event)
      last = { memory, event, after: heard(memory, event) };
    return last.after;
  };
};
