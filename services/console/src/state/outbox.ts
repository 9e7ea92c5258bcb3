import type { Role } from '@warmline/contracts';
import type { TimelineEntry } from './conversation-view.ts';

/** A message on its way. */
export interface OutgoingMessage {
  readonly id: string;
  /** Its Idempotency-Key: sent again under it, the message is never posted twice. */
  readonly key: string;
  /** The conversation it goes to, in the words of the face that sends it. */
  readonly to: string;
  readonly text: string;
  /** The last event seen when it was written. */
  readonly afterSeq: number;
  readonly delivery:
    | { readonly is: 'sending' }
    | { readonly is: 'sent'; readonly messageId: string }
    | { readonly is: 'failed'; readonly status: number; readonly words: string };
}

/**
 * The message to send again. One that was refused gets a new key, since the old one would be answered with the same
 * refusal; one whose fate is unknown (no answer, or a failing server) keeps its key.
 */
export const prepareRetry = (item: OutgoingMessage, newKey: string): OutgoingMessage => {
  const refused = item.delivery.is === 'failed' && item.delivery.status >= 400 && item.delivery.status < 500;
  return { ...item, key: refused ? newKey : item.key, delivery: { is: 'sending' } };
};

/**
 * The messages the stream has not shown yet. The stream may be faster than the answer to the POST, or the answer may be
 * lost: then the first unclaimed message with the same text, later than the writing, is taken for it.
 */
export const unconfirmedMessages = (
  outgoing: readonly OutgoingMessage[],
  entries: readonly TimelineEntry[],
  role: Role,
): readonly OutgoingMessage[] => {
  const posted = entries.filter((entry) => entry.is === 'message' && entry.role === role);
  const claimed = new Set<string>();
  for (const { delivery } of outgoing) if (delivery.is === 'sent') claimed.add(delivery.messageId);
  return outgoing.filter((item) => {
    const { delivery } = item;
    const match = posted.find((entry) => {
      if (entry.is !== 'message') return false;
      if (delivery.is === 'sent') return entry.messageId === delivery.messageId;
      return entry.seq > item.afterSeq && entry.text === item.text && !claimed.has(entry.messageId);
    });
    if (match?.is === 'message') claimed.add(match.messageId);
    return match === undefined;
  });
};
