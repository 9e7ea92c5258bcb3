import { topics } from '@warmline/contracts';
import type { Invariant } from './invariant.ts';
import { grouped, text } from './reading.ts';

/** A desk is shown every offer and every assignment routing made, once each and in that order; an accepted offer is told once. */
export const desks: Invariant = ({ services, requests }, events) => {
  const faults: string[] = [];
  const executor = services.get('gateway')?.executor;
  const shownAs: Readonly<Record<string, string>> = { HandoffOfferedToAgent: 'offer', HandoffAssigned: 'assigned' };
  const made = grouped(
    (events.get(topics.routing.name) ?? []).filter((e) => shownAs[e.type] !== undefined),
    (e) => text(e.data.agentId),
  );
  for (const [agentId, list] of made) {
    const rows = executor?.timeline.get(`agent\u0000${agentId}`) ?? [];
    const shown = rows
      .filter((r) => r.type === 'offer' || r.type === 'assigned')
      .map((r) => `${r.type} ${text((r.data as { handoffId: string }).handoffId)}`);
    const expected = list.map((e) => `${shownAs[e.type]} ${text(e.data.handoffId)}`);
    if (JSON.stringify(shown) !== JSON.stringify(expected))
      faults.push(
        `the desk of ${agentId} was shown ${shown.length} offers and assignments of ${expected.length}, or in another order`,
      );
    if (rows.some((r, i) => r.seq !== i + 1)) faults.push(`the desk of ${agentId} has a gap in its sequence`);
  }
  const taken = grouped(
    (events.get(topics.desk.name) ?? []).filter((e) => e.type === 'OfferAccepted'),
    (e) => text(e.data.offerId),
  );
  const answered = requests.filter((r) => r.type === 'Accept' && r.answers.some(({ status }) => status === 202));
  for (const { data } of answered) {
    const { offerId } = data as { offerId: string };
    const times = taken.get(offerId)?.length ?? 0;
    if (times !== 1) faults.push(`offer ${offerId} was accepted, and that is told ${times} times`);
  }
  return faults;
};
