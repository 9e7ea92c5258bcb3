import type { DataOf } from '@warmline/contracts';
import type { AnyEvent, JoinSettings, Output } from '@warmline/messaging';

const messageDataOf = (event: AnyEvent): DataOf<'MessagePosted'> | null =>
  event.type === 'MessagePosted' ? (event.data as DataOf<'MessagePosted'>) : null;
const sequencedDataOf = (event: AnyEvent) =>
  event.data as { readonly seq: number; readonly conversationId: string; readonly tenantId: string };

/** A customer message is held until its score arrives, at most two seconds. HumanRequested and ConversationEnded release it at once. */
export const scoreJoin: Omit<JoinSettings<never>, 'inner'> = {
  sequenceOf: (event) => sequencedDataOf(event).seq,
  needsPartner: (event) => messageDataOf(event)?.role === 'customer',
  releaseCause: (event) =>
    event.type === 'HumanRequested' ? 'human-request' : event.type === 'ConversationEnded' ? 'ended' : null,
  partnerOf: (event) =>
    event.type === 'SentimentScored' ? { seq: sequencedDataOf(event).seq, partner: event.data } : null,
  withPartner: (event, partner) =>
    messageDataOf(event)?.role === 'customer' ? Object.assign({}, event, { score: partner }) : event,
  missingPartnerOutput: (event, cause): Output<'ScoreMissed'> => {
    const { conversationId, tenantId, seq } = sequencedDataOf(event);
    return {
      type: 'ScoreMissed',
      data: { conversationId, tenantId, seq, messageId: messageDataOf(event)?.messageId ?? event.id, cause },
    };
  },
  timeoutMs: 2_000,
};
