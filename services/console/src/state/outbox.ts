import type { Role } from '@warmline/contracts';
import type { TimelineEntry } from './conversation-view.ts';

/** A message that the stream has not confirmed yet. */
export interface OutgoingMessage {
  readonly id: string;
  /** The Idempotency-Key. A message sent again under its key is not posted twice. */
  readonly key: string;
  /** The conversation: its external id in the widget, its conversation id at the desk. */
  readonly to: string;
  readonly text: string;
  /** `seq` of the last event when it was written. */
  readonly afterSeq: number;
  readonly delivery:
    | { readonly is: 'sending' }
    | { readonly is: 'sent'; readonly messageId: string }
    | { readonly is: 'failed'; readonly status: number; readonly message: string };
}

/**
 * The message to send again. A refused one gets a new key, because the old key would return the same refusal. One with
 * an unknown result (no response, or a server error) keeps its key.
 */
export const prepareRetry = (item: OutgoingMessage, newKey: string): OutgoingMessage => {
  const refused = item.delivery.is === 'failed' && item.delivery.status >= 400 && item.delivery.status < 500;
  return { ...item, key: refused ? newKey : item.key, delivery: { is: 'sending' } };
};

/**
 * The messages that the stream has not shown yet. The stream can be faster than the response to the POST, and the
 * response can be lost: then the first later message with the same text, not matched otherwise, confirms it.
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
