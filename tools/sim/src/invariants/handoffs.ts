import { topics } from '@warmline/contracts';
import type { Invariant } from './invariant.ts';
import { asText, groupBy } from './outside-reader.ts';

type HandoffState =
  | { readonly is: 'waiting' }
  | { readonly is: 'offered'; readonly agentId: string }
  | { readonly is: 'assigned'; readonly agentId: string }
  | { readonly is: 'booked' }
  | { readonly is: 'calling'; readonly agentId: string }
  | { readonly is: 'ended' };

/** The life of a callback, from its booking to its end. */
const nextCallbackState = (
  state: HandoffState | undefined,
  type: string,
  agentId: string,
  again: boolean,
): HandoffState | null => {
  const isTheirs = state?.is === 'calling' && state.agentId === agentId;
  switch (type) {
    case 'CallbackAssigned':
      return state?.is === 'booked' ? { is: 'calling', agentId } : null;
    case 'CallbackReturned':
      return isTheirs ? { is: 'booked' } : null;
    case 'CallbackAttempted':
      return isTheirs ? (again ? { is: 'booked' } : state) : null;
    case 'CallbackOverdue':
      return state?.is === 'booked' ? state : null;
    case 'CallbackEnded':
      return state?.is === 'booked' || isTheirs ? { is: 'ended' } : null;
    default:
      return state ?? null;
  }
};

const nextState = (
  state: HandoffState | undefined,
  type: string,
  agentId: string,
  again: boolean,
): HandoffState | null => {
  switch (type) {
    case 'HandoffQueued':
      return state === undefined || state.is === 'waiting' ? { is: 'waiting' } : null;
    case 'HandoffOfferedToAgent':
      return state?.is === 'waiting' ? { is: 'offered', agentId } : null;
    case 'HandoffAssigned':
      return state?.is === 'offered' && state.agentId === agentId ? { is: 'assigned', agentId } : null;
    case 'HandoffReturned':
      return (state?.is === 'offered' || state?.is === 'assigned') && state.agentId === agentId
        ? { is: 'waiting' }
        : null;
    case 'HandoffClosed':
      return state?.is === 'assigned' && state.agentId === agentId ? { is: 'ended' } : null;
    case 'HandoffAbandoned':
    case 'TicketFiled':
      return state?.is === 'waiting' || state?.is === 'offered' ? { is: 'ended' } : null;
    case 'CallbackBooked':
      return state?.is === 'waiting' || state?.is === 'offered' ? { is: 'booked' } : null;
    default:
      return nextCallbackState(state, type, agentId, again);
  }
};

const isTransferAnswer = (type: string, reason: unknown): boolean =>
  type === 'TransferRefused' || (type === 'HandoffReturned' && reason === 'transferred');

/**
 * Every hand-off asked for lives a legal life to its end or to a call to come, with one agent at a time; no agent has more than he can
 * take; a transfer is answered.
 */
export const handoffs: Invariant = ({ capacity, unstaffedFrom: deserted }, events) => {
  const faults: string[] = [];
  const states = new Map<string, HandoffState>();
  for (const e of events.get(topics.routing.name) ?? []) {
    const [id, agentId] = [asText(e.data.handoffId), asText(e.data.agentId ?? '')];
    const before = states.get(id);
    const state = nextState(before, e.type, agentId, e.data.retryAt !== undefined);
    if (state === null) {
      faults.push(`hand-off ${id}: ${e.type} of ${agentId} while it is ${before?.is ?? 'unheard of'}`);
      continue;
    }
    states.set(id, state);
    const load = [...states.values()].filter((l) => 'agentId' in l && l.agentId === agentId).length;
    if (agentId !== '' && load > (capacity.get(agentId) ?? 0))
      faults.push(`${agentId} has ${load} hand-offs, ${capacity.get(agentId)} at most, after ${e.type} of ${id}`);
  }
  const routingEvents = events.get(topics.routing.name) ?? [];
  for (const [id, asked] of groupBy(
    (events.get(topics.desk.name) ?? []).filter((e) => e.type === 'TransferRequested'),
    (e) => asText(e.data.handoffId),
  )) {
    const answered = routingEvents.filter((e) => e.data.handoffId === id && isTransferAnswer(e.type, e.data.reason));
    if (answered.length !== asked.length)
      faults.push(`hand-off ${id}: ${asked.length} transfers were asked for, and ${answered.length} answered`);
  }
  for (const e of events.get(topics.escalation.name) ?? []) {
    if (e.type !== 'HandoffRequested' || Number(e.data.requestedAt) > deserted) continue;
    const state = states.get(asText(e.data.handoffId));
    if (state?.is !== 'ended' && state?.is !== 'booked' && state?.is !== 'calling')
      faults.push(`hand-off ${asText(e.data.handoffId)} never ended: it is ${state?.is ?? 'unheard of'}`);
  }
  return faults;
};
