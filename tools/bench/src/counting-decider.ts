import type { DataOf, EventOf } from '@warmline/contracts';
import type { AnyEvent, Decider, Output } from '@warmline/messaging/decider';

/** What is stored of a conversation; stock Nest stores the same. */
export interface MessageCount {
  readonly messages: number;
  readonly characters: number;
}

const scoreEvent = (
  conversationId: string,
  message: DataOf<'MessagePosted'>,
  messages: number,
): Output<'SentimentScored'> => ({
  type: 'SentimentScored',
  data: {
    conversationId,
    tenantId: message.tenantId,
    seq: message.seq,
    messageId: message.messageId,
    score: -0.25,
    pNegative: 0.5,
    label: 'neutral',
    language: 'en',
    words: ['nobody'],
    smoothed: { score: -0.25, pNegative: messages / (messages + 1), trend: 'steady' },
  },
});

/** Counts the messages of a conversation; each message gives one event with the count. */
export const countingDecider: Decider<MessageCount, 'MessagePosted', 'SentimentScored'> = {
  decide: (event, state) =>
    event.type !== 'MessagePosted'
      ? []
      : [scoreEvent(event.data.conversationId, event.data, (state?.messages ?? 0) + 1)],
  evolve: (state, event) =>
    event.type !== 'MessagePosted'
      ? state
      : { messages: (state?.messages ?? 0) + 1, characters: (state?.characters ?? 0) + event.data.text.length },
};

/** One event for each message, keyed by its author: the output of a re-key stage, without a state. */
export const rekeyByAuthor = (event: AnyEvent): readonly Output[] => {
  const { data } = event as EventOf<'MessagePosted'>;
  return [scoreEvent(data.author ?? data.conversationId, data, 1)];
};
