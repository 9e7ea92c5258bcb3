import type { DataOf, EventOf } from '@warmline/contracts';
import type { AnyEvent, Decider, Output } from '@warmline/messaging/decider';

/** What is kept of a conversation: what stock Nest keeps of it, too. */
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

/** Counts a conversation's messages; each leads to one event that tells how many there are. */
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

/** One event for each message, keyed by its author: what a re-key stage makes, without a state. */
export const rekeyByAuthor = (event: AnyEvent): readonly Output[] => {
  const { data } = event as EventOf<'MessagePosted'>;
  return [scoreEvent(data.author ?? data.conversationId, data, 1)];
};
