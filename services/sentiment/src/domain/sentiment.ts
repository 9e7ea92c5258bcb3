import type { DataOf, EventOf } from '@warmline/contracts';
import type { Decider, Output } from '@warmline/messaging/decider';
import { type Score, score } from './score.ts';

/** The smoothed values of one conversation. `scoredMessages` counts the messages that could be read. */
export interface SmoothedSentiment {
  readonly score: number;
  readonly pNegative: number;
  readonly trend: 'falling' | 'steady' | 'rising';
  readonly scoredMessages: number;
  /** The end of the bot turn that the next message follows. Missing after any other turn. */
  readonly botTurn?: string;
  /** Version of the policy whose guidance applies. Missing in states from before it was kept. */
  readonly policyVersion?: string;
  /** A queue or an agent has the conversation: its verdict is made, so no guidance is asked for. */
  readonly withPerson?: true;
}

/** The score of a text by an external model. */
export type ModelScore = Pick<Score, 'score' | 'pNegative' | 'label'>;
/** A message with what models say of it. Without an external score the built-in model scores it. */
type ScorableMessage = EventOf<'MessagePosted'> & {
  readonly modelScore?: ModelScore;
  readonly intents?: NonNullable<DataOf<'SentimentScored'>['intents']>;
  readonly guidance?: NonNullable<DataOf<'SentimentScored'>['guidance']>;
};

export type InputEventType =
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
 * Exponential smoothing: s(k) = w x(k) + (1 - w) s(k-1) from a neutral start, for score and pNegative. With w = 0.7 a single message, the
 * first one too, lifts the smoothed pNegative over 0.7 only if its own is above 0.957.
 */
export const SMOOTHING_FACTOR = 0.7;
/** Initial pNegative: the share of negative messages among requests that need no person, rounded up. */
export const INITIAL_P_NEGATIVE = 0.1;
/** A smaller change of the smoothed score counts as steady. */
const TREND_THRESHOLD = 0.1;

/** UTF-16 units kept of a bot turn; its question stands at the end. */
const MAX_BOT_TURN = 400;

const INITIAL_SENTIMENT: SmoothedSentiment = {
  score: 0,
  pNegative: INITIAL_P_NEGATIVE,
  trend: 'steady',
  scoredMessages: 0,
};

/** Emits one SentimentScored per customer message, also for an empty one, since escalation-detection waits for each score. */
export const sentiment: Decider<SmoothedSentiment, InputEventType, 'SentimentScored'> = {
  decide: (event, state) =>
    event.type === 'MessagePosted' && event.data.role === 'customer'
      ? [scoreMessage(event, state ?? INITIAL_SENTIMENT)]
      : [],

  evolve: (state, event) => {
    if (event.type === 'ConversationEnded') return null;
    if (event.type === 'ConversationStarted') return afterStart(state, event);
    if (event.type === 'OwnerChanged') return afterOwner(state, event);
    if (event.type === 'MessagePosted') return afterTurn(state, event);
    if (event.type !== 'SentimentScored') return state;
    const { smoothed, label } = event.data;
    return { ...state, ...smoothed, scoredMessages: (state?.scoredMessages ?? 0) + (label === 'unknown' ? 0 : 1) };
  },
};

/** An open conversation keeps the version it started with. */
const afterStart = (
  state: SmoothedSentiment | null,
  { data }: EventOf<'ConversationStarted'>,
): SmoothedSentiment | null =>
  state?.policyVersion === undefined ? { ...(state ?? INITIAL_SENTIMENT), policyVersion: data.policyVersion } : state;

const afterOwner = (state: SmoothedSentiment | null, { data }: EventOf<'OwnerChanged'>): SmoothedSentiment | null => {
  if (state === null || (data.owner.kind === 'bot') === (state.withPerson === undefined)) return state;
  const { withPerson: _, ...rest } = state;
  return data.owner.kind === 'bot' ? rest : { ...rest, withPerson: true };
};

/** A message is read with the bot turn right before it. */
const afterTurn = (state: SmoothedSentiment | null, { data }: EventOf<'MessagePosted'>): SmoothedSentiment | null => {
  const { botTurn: _, ...rest } = state ?? INITIAL_SENTIMENT;
  if (data.role === 'bot' && data.text !== '') return { ...rest, botTurn: data.text.slice(-MAX_BOT_TURN) };
  return state?.botTurn === undefined ? state : rest;
};

const scoreMessage = (
  { data, modelScore, intents, guidance }: ScorableMessage,
  before: SmoothedSentiment,
): Output<'SentimentScored'> => {
  const { words, ...built } = score(data.text);
  const own = { ...built, ...modelScore };
  return {
    type: 'SentimentScored',
    data: {
      conversationId: data.conversationId,
      tenantId: data.tenantId,
      seq: data.seq,
      messageId: data.messageId,
      ...own,
      words: [...words],
      ...(intents === undefined ? {} : { intents }),
      ...(guidance === undefined ? {} : { guidance }),
      smoothed: own.label === 'unknown' ? unchanged(before) : smooth(before, own),
    },
  };
};

/** A text that cannot be read leaves the smoothed values as they are. */
const unchanged = ({ score, pNegative }: SmoothedSentiment) => ({ score, pNegative, trend: 'steady' as const });

const smooth = (before: SmoothedSentiment, own: { readonly score: number; readonly pNegative: number }) => {
  const next = SMOOTHING_FACTOR * own.score + (1 - SMOOTHING_FACTOR) * before.score;
  const change = before.scoredMessages === 0 ? 0 : next - before.score;
  return {
    score: next,
    pNegative: SMOOTHING_FACTOR * own.pNegative + (1 - SMOOTHING_FACTOR) * before.pNegative,
    trend:
      change <= -TREND_THRESHOLD
        ? ('falling' as const)
        : change >= TREND_THRESHOLD
          ? ('rising' as const)
          : ('steady' as const),
  };
};
