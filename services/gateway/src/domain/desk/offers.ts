import { ownValue } from '@warmline/contracts';
import type { Answer, CommandResult } from '@warmline/messaging/decider';
import { problem, stateOnly, withTimelineRow } from '../results.ts';
import type { Desk, EndedOffer } from './desk.ts';
import type { Accept, Decline } from './desk-commands.ts';

export const withoutHandoff = (desk: Desk, handoffId: string): Desk => {
  const { [handoffId]: _, ...conversations } = desk.conversations;
  return {
    ...desk,
    conversations,
    offers: Object.fromEntries(Object.entries(desk.offers).filter(([, o]) => o.handoffId !== handoffId)),
  };
};

const MAX_ENDED_OFFERS = 20;

/** The end of an offer without an assignment; its hand-off leaves the desk. */
export const withEndedOffer = (desk: Desk, handoffId: string, ended: EndedOffer): Desk => ({
  ...withoutHandoff(desk, handoffId),
  endedOffers: [...(desk.endedOffers ?? []), ended].slice(-MAX_ENDED_OFFERS),
});

const endings: Readonly<Record<string, string>> = {
  ended: 'the customer has left',
  'back-to-bot': 'the customer went back to the bot',
  callback: 'the customer chose a callback',
  ticket: 'the customer chose an answer in writing',
  withdrawn: 'the request was withdrawn',
  'timed-out': 'it was not answered in time and went to the next agent',
  'agent-disconnected': 'you were disconnected, and it went to the next agent',
  declined: 'it was declined',
};
const gone = (why: string): Answer => problem(409, 'Offer no longer open', why);

const goneAnswer = (desk: Desk, offerId: string): Answer => {
  const reason = desk.endedOffers?.findLast((each) => each.offerId === offerId)?.reason ?? '';
  return gone(ownValue(endings, reason) ?? 'the offer has ended');
};

/** Accepts or declines an offer. Accepting again changes nothing; an accepted offer cannot be declined. */
export const answerOffer = (before: Desk, event: Accept | Decline): CommandResult<Desk> => {
  const { offerId } = event.data;
  const offer = ownValue(before.offers, offerId);
  if (offer === undefined) return stateOnly(before, goneAnswer(before, offerId));
  const { handoffId, conversationId } = offer;
  const { poolId, tenantId, agentId } = before;
  const offerFields = { poolId, tenantId, handoffId, conversationId, agentId, offerId };
  const response: Answer = { status: 202, body: { handoffId, conversationId } };
  if (event.type === 'Accept' && offer.accepted) return stateOnly(before, response);
  if (!offer.accepted && event.data.customerGone)
    return stateOnly(before, gone('the customer is no longer waiting: they left or chose another way'));
  // Routing ends the offer at this instant; its event may not have been received yet.
  if (!offer.accepted && event.at >= offer.expiresAt)
    return stateOnly(before, gone('it was not answered in time and went to the next agent'));
  if (event.type === 'Accept') {
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
  return withTimelineRow(withEndedOffer(before, handoffId, ended), event.at, 'offer-ended', ended, [output], response);
};
