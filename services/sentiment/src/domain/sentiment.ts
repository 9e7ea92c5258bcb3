import type { Heard } from '@warmline/contracts';
import type { Decider, Output } from '@warmline/messaging/decider';
import { type Score, score } from './score.ts';

/** The smoothed values of one conversation; `scored` counts the messages that were understood. */
export interface Mood {
  readonly score: number;
  readonly pNegative: number;
  readonly trend: 'falling' | 'steady' | 'rising';
  readonly scored: number;
}

/** What a model of others says of a text. */
export type Judgement = Pick<Score, 'score' | 'pNegative' | 'label'>;
/** A message with that attached before it is decided; the built-in model judges where there is none. */
type Posted = Heard<'MessagePosted'> & { readonly judged?: Judgement };

export type Said =
  | 'ConversationStarted'
  | 'MessagePosted'
  | 'CustomerIdentified'
  | 'HumanRequested'
  | 'ChoiceMade'
  | 'CustomerNotified'
  | 'OwnerChanged'
  | 'ConversationEnded'
  | 'SurveyAnswered';

/**
 * Exponential smoothing: s(k) = w x(k) + (1 - w) s(k-1) from a calm start, for score and pNegative alike. With w = 0.7 one message lifts
 * the smoothed value over 0.7 only if its own is above 0.91, the first one too: one annoyed sentence is no mood.
 */
export const NEWEST = 0.7;
/** What a conversation is taken for before anybody has spoken: the share of negative messages among requests that need no person, rounded up. */
export const CALM = 0.2;
/** A smaller change of the smoothed score is no trend. */
const STEADY = 0.1;

const undisturbed: Mood = { score: 0, pNegative: CALM, trend: 'steady', scored: 0 };

/** One SentimentScored per customer message, the empty one too: whoever waits for a message's score always gets it. */
export const sentiment: Decider<Mood, Said, 'SentimentScored'> = {
  decide: (event, state) =>
    event.type === 'MessagePosted' && event.data.role === 'customer' ? [scored(event, state ?? undisturbed)] : [],

  evolve: (state, event) => {
    if (event.type === 'ConversationEnded') return null;
    if (event.type !== 'SentimentScored') return state;
    const { smoothed, label } = event.data;
    return { ...smoothed, scored: (state?.scored ?? 0) + (label === 'unknown' ? 0 : 1) };
  },
};

const scored = ({ data, judged }: Posted, before: Mood): Output<'SentimentScored'> => {
  const { words, ...built } = score(data.text);
  const own = { ...built, ...judged };
  return {
    type: 'SentimentScored',
    data: {
      conversationId: data.conversationId,
      tenantId: data.tenantId,
      seq: data.seq,
      messageId: data.messageId,
      ...own,
      words: [...words],
      smoothed: own.label === 'unknown' ? standing(before) : smooth(before, own),
    },
  };
};

/** What was not understood leaves the mood as it is. */
const standing = ({ score, pNegative }: Mood) => ({ score, pNegative, trend: 'steady' as const });

const smooth = (before: Mood, own: { readonly score: number; readonly pNegative: number }) => {
  const next = NEWEST * own.score + (1 - NEWEST) * before.score;
  const change = before.scored === 0 ? 0 : next - before.score;
  return {
    score: next,
    pNegative: NEWEST * own.pNegative + (1 - NEWEST) * before.pNegative,
    trend: change <= -STEADY ? ('falling' as const) : change >= STEADY ? ('rising' as const) : ('steady' as const),
  };
};
