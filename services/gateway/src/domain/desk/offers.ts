import { ownValue } from '@warmline/contracts';
import type { Answer, CommandResult } from '@warmline/messaging/decider';
import { problem, stateOnly, withTimelineRow } from '../results.ts';
import type { Desk } from './desk.ts';
import type { Accept, Decline } from './desk-commands.ts';

export const withoutHandoff = (desk: Desk, handoffId: string): Desk => {
  const { [handoffId]: _, ...conversations } = desk.conversations;
  return {
    ...desk,
    conversations,
    offers: Object.fromEntries(Object.entries(desk.offers).filter(([, o]) => o.handoffId !== handoffId)),
  };
};

/** Accepts or declines an offer. Accepting again changes nothing; an accepted offer cannot be declined. */
export const answerOffer = (before: Desk, event: Accept | Decline): CommandResult<Desk> => {
  const { offerId } = event.data;
  const offer = ownValue(before.offers, offerId);
  if (offer === undefined) return stateOnly(before, problem(409, 'Offer no longer open', 'the offer has ended'));
  const { handoffId, conversationId } = offer;
  const { poolId, tenantId, agentId } = before;
  const offerFields = { poolId, tenantId, handoffId, conversationId, agentId, offerId };
  const response: Answer = { status: 202, body: { handoffId, conversationId } };
  if (event.type === 'Accept') {
    if (offer.accepted) return stateOnly(before, response);
    const state = { ...before, offers: { ...before.offers, [offerId]: { ...offer, accepted: true } } };
    return {
      state,
      verdict: { is: 'emit', outputs: [{ type: 'OfferAccepted', data: offerFields }] },
      answer: response,
      timeline: [],
    };
  }
  if (offer.accepted)
    return stateOnly(before, problem(409, 'Offer already accepted', 'an accepted offer cannot be declined'));
  const { reason } = event.data;
  const output = {
    type: 'OfferDeclined',
    data: { ...offerFields, ...(reason === undefined ? {} : { reason }) },
  } as const;
  const ended = { offerId, handoffId, reason: 'declined' };
  return withTimelineRow(withoutHandoff(before, handoffId), event.at, 'offer-ended', ended, [output], response);
};
