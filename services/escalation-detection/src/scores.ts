import type { DataOf } from '@warmline/contracts';
import type { Anything, JoinSettings, Output } from '@warmline/messaging';

const posted = (event: Anything): DataOf<'MessagePosted'> | null =>
  event.type === 'MessagePosted' ? (event.data as DataOf<'MessagePosted'>) : null;
const sequenced = (event: Anything) =>
  event.data as { readonly seq: number; readonly conversationId: string; readonly tenantId: string };

/** A customer's message waits for its score, two seconds at most; who asks for a person or leaves waits for nothing (delivery A9). */
export const scores: Omit<JoinSettings<never>, 'inner'> = {
  seqOf: (event) => sequenced(event).seq,
  needsPartner: (event) => posted(event)?.role === 'customer',
  releases: (event) =>
    event.type === 'HumanRequested' ? 'human-request' : event.type === 'ConversationEnded' ? 'ended' : null,
  partnerOf: (event) => (event.type === 'SentimentScored' ? { seq: sequenced(event).seq, partner: event.data } : null),
  joined: (event, partner) =>
    posted(event)?.role === 'customer' ? Object.assign({}, event, { score: partner }) : event,
  missed: (event, cause): Output<'ScoreMissed'> => {
    const { conversationId, tenantId, seq } = sequenced(event);
    return {
      type: 'ScoreMissed',
      data: { conversationId, tenantId, seq, messageId: posted(event)?.messageId ?? event.id, cause },
    };
  },
  timeoutMs: 2_000,
};
