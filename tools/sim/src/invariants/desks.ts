import { topics } from '@warmline/contracts';
import type { Invariant } from './invariant.ts';
import { asText } from './outside-reader.ts';

/** A desk is shown every agent offer and assignment of routing, once each and in that order; an acceptance is published once. */
export const desks: Invariant = ({ services, requests }, events) => {
  const faults: string[] = [];
  const executor = services.get('gateway')?.executor;
  const TIMELINE_TYPES: Readonly<Record<string, string>> = {
    HandoffOfferedToAgent: 'offer',
    HandoffAssigned: 'assigned',
  };
  const expectedByAgent = Map.groupBy(
    (events.get(topics.routing.name) ?? []).filter((e) => TIMELINE_TYPES[e.type] !== undefined),
    (e) => asText(e.data.agentId),
  );
  for (const [agentId, list] of expectedByAgent) {
    const rows = executor?.timeline.get(`agent\u0000${agentId}`) ?? [];
    const shown = rows
      .filter((r) => r.type === 'offer' || r.type === 'assigned')
      .map((r) => `${r.type} ${asText((r.data as { handoffId: string }).handoffId)}`);
    const expected = list.map((e) => `${TIMELINE_TYPES[e.type]} ${asText(e.data.handoffId)}`);
    if (JSON.stringify(shown) !== JSON.stringify(expected))
      faults.push(
        `the desk of ${agentId} was shown ${shown.length} offers and assignments of ${expected.length}, or in another order`,
      );
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
    if (times !== 1) faults.push(`offer ${offerId} was accepted, and OfferAccepted was published ${times} times`);
  }
  return faults;
};
