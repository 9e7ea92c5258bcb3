import { topics } from '@warmline/contracts';
import { handoffLifecycles, isSettled } from '@warmline/testing/handoff-lifecycle';
import { describeViolation, type Invariant } from './invariant.ts';
import { asText } from './outside-reader.ts';

/** Set in the default teams file. */
const MAX_CALLBACK_ATTEMPTS = 3;

const isTransferAnswer = (type: string, reason: unknown): boolean =>
  type === 'TransferRefused' || (type === 'HandoffReturned' && reason === 'transferred');

/**
 * Every requested hand-off has a legal lifecycle to its end or to a booked callback, with one agent at a time; no agent exceeds their
 * capacity; every transfer is answered.
 */
export const handoffs: Invariant = ({ capacity, unstaffedFrom }, events) => {
  const routingEvents = events.get(topics.routing.name) ?? [];
  const limits = { capacityOf: (id: string) => capacity.get(id) ?? 0, callbackAttempts: MAX_CALLBACK_ATTEMPTS };
  const { states, violations } = handoffLifecycles(routingEvents, limits);
  const faults = violations.map(describeViolation);
  const transfers = (events.get(topics.desk.name) ?? []).filter((e) => e.type === 'TransferRequested');
  for (const [id, requested] of Map.groupBy(transfers, (e) => asText(e.data.handoffId))) {
    const answered = routingEvents.filter((e) => e.data.handoffId === id && isTransferAnswer(e.type, e.data.reason));
    if (answered.length !== requested.length)
      faults.push(`hand-off ${id}: ${requested.length} transfers were requested, and ${answered.length} answered`);
  }
  for (const e of events.get(topics.escalation.name) ?? []) {
    if (e.type !== 'HandoffRequested' || Number(e.data.requestedAt) > unstaffedFrom) continue;
    const id = asText(e.data.handoffId);
    const state = states.get(id) ?? { is: 'unknown' };
    if (!isSettled(state)) faults.push(`hand-off ${id} never ended: it is ${state.is}`);
  }
  return faults;
};
