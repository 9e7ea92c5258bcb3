import type { Answer, Commanded } from '@warmline/messaging/decider';
import type { Accept, Decline, Desk } from './agent.ts';
import { nothing, problem, shown } from './telling.ts';

export const withoutHandoff = (desk: Desk, handoffId: string): Desk => {
  const { [handoffId]: _, ...conversations } = desk.conversations;
  return {
    ...desk,
    conversations,
    offers: Object.fromEntries(Object.entries(desk.offers).filter(([, o]) => o.handoffId !== handoffId)),
  };
};

/** What the agent says to an offer: accepted twice it is accepted once, and what was accepted is declined no more. */
export const answer = (before: Desk, event: Accept | Decline): Commanded<Desk> => {
  const { offerId } = event.data;
  const offer = before.offers[offerId];
  if (offer === undefined) return nothing(before, problem(409, 'Offer ended', `offer ${offerId} is no longer open`));
  const { handoffId, conversationId } = offer;
  const { poolId, tenantId, agentId } = before;
  const facts = { poolId, tenantId, handoffId, conversationId, agentId, offerId };
  const answered: Answer = { status: 202, body: { handoffId, conversationId } };
  if (event.type === 'Accept') {
    if (offer.accepted) return nothing(before, answered);
    const state = { ...before, offers: { ...before.offers, [offerId]: { ...offer, accepted: true } } };
    return {
      state,
      verdict: { is: 'emit', outputs: [{ type: 'OfferAccepted', data: facts }] },
      answer: answered,
      timeline: [],
    };
  }
  if (offer.accepted) return nothing(before, problem(409, 'Offer accepted', `offer ${offerId} was accepted before`));
  const { reason } = event.data;
  const output = { type: 'OfferDeclined', data: { ...facts, ...(reason === undefined ? {} : { reason }) } } as const;
  const ended = { offerId, handoffId, reason: 'declined' };
  return shown(withoutHandoff(before, handoffId), event.at, 'offer-ended', ended, [output], answered);
};
