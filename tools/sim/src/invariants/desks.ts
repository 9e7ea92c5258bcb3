import { topics } from '@warmline/contracts';
import type { Invariant } from './invariant.ts';
import { asText } from './outside-reader.ts';

const SHOWN_TYPES = new Set(['HandoffOfferedToAgent', 'HandoffAssigned']);
/** What ends an offer that was not accepted; each names the offer. */
const OFFER_ENDS = new Set(['HandoffReturned', 'HandoffAbandoned', 'CallbackBooked', 'TicketFiled']);

/**
 * A desk is shown every offer and every assignment that routing makes, once each and in the order of each hand-off. Only an offer
 * that ended may be missing: it ended before its request was received. No offer is shown without its request.
 */
export const desks: Invariant = ({ services, requests }, events) => {
  const faults: string[] = [];
  const gateway = services.get('gateway');
  const routingEvents = events.get(topics.routing.name) ?? [];
  const endedOffers = new Set(routingEvents.filter((e) => OFFER_ENDS.has(e.type)).map((e) => asText(e.data.offerId)));
  const expectedByAgent = Map.groupBy(
    routingEvents.filter((e) => SHOWN_TYPES.has(e.type)),
    (e) => asText(e.data.agentId),
  );
  for (const [agentId, list] of expectedByAgent) {
    const rows = gateway?.executor?.timeline.get(`desk\u0000${agentId}`) ?? [];
    const shownByHandoff = Map.groupBy(
      rows.filter(({ type }) => type === 'offer' || type === 'assigned'),
      ({ data }) => asText((data as { handoffId: string }).handoffId),
    );
    for (const [handoffId, expected] of Map.groupBy(list, (e) => asText(e.data.handoffId))) {
      const shown = (shownByHandoff.get(handoffId) ?? []).map(toName);
      const shownNames = new Set(shown);
      const due = expected
        .filter(
          (e) => shownNames.has(toName(e)) || e.type === 'HandoffAssigned' || !endedOffers.has(asText(e.data.offerId)),
        )
        .map(toName);
      if (JSON.stringify(shown) !== JSON.stringify(due))
        faults.push(
          `the desk of ${agentId} was shown ${shown.join(', ')} of ${handoffId} instead of ${due.join(', ')}`,
        );
      if (gateway?.memory.states.get(`handoff-payload\u0000${handoffId}`) === undefined)
        faults.push(`the desk of ${agentId} was shown ${handoffId} without its request`);
    }
    if (rows.some((r, i) => r.seq !== i + 1)) faults.push(`the desk of ${agentId} has a gap in its sequence`);
  }
  const acceptedByOffer = Map.groupBy(
    (events.get(topics.desk.name) ?? []).filter((e) => e.type === 'OfferAccepted'),
    (e) => asText(e.data.offerId),
  );
  const answered = requests.filter((r) => r.type === 'Accept' && r.answers.some(({ status }) => status === 202));
  for (const { data } of answered) {
    const { offerId } = data as { offerId: string };
    const times = acceptedByOffer.get(offerId)?.length ?? 0;
    if (times !== 1) faults.push(`offer ${offerId} was accepted, and that is told ${times} times`);
  }
  return faults;
};

const toName = ({ type, data }: { readonly type: string; readonly data: unknown }): string =>
  type === 'offer' || type === 'HandoffOfferedToAgent' ? `offer ${(data as { offerId: string }).offerId}` : 'assigned';
