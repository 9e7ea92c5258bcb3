import { topics } from '@warmline/contracts';
import type { Invariant } from './invariant.ts';
import { grouped, text } from './reading.ts';

type Life =
  | { readonly is: 'waiting' }
  | { readonly is: 'offered'; readonly agentId: string }
  | { readonly is: 'assigned'; readonly agentId: string }
  | { readonly is: 'booked' }
  | { readonly is: 'calling'; readonly agentId: string }
  | { readonly is: 'ended' };

/** The life of a callback, from its booking to its end. */
const afterBooking = (life: Life | undefined, type: string, agentId: string, again: boolean): Life | null => {
  const his = life?.is === 'calling' && life.agentId === agentId;
  switch (type) {
    case 'CallbackAssigned':
      return life?.is === 'booked' ? { is: 'calling', agentId } : null;
    case 'CallbackReturned':
      return his ? { is: 'booked' } : null;
    case 'CallbackAttempted':
      return his ? (again ? { is: 'booked' } : life) : null;
    case 'CallbackOverdue':
      return life?.is === 'booked' ? life : null;
    case 'CallbackEnded':
      return life?.is === 'booked' || his ? { is: 'ended' } : null;
    default:
      return life ?? null;
  }
};

const after = (life: Life | undefined, type: string, agentId: string, again: boolean): Life | null => {
  switch (type) {
    case 'HandoffQueued':
      return life === undefined || life.is === 'waiting' ? { is: 'waiting' } : null;
    case 'HandoffOfferedToAgent':
      return life?.is === 'waiting' ? { is: 'offered', agentId } : null;
    case 'HandoffAssigned':
      return life?.is === 'offered' && life.agentId === agentId ? { is: 'assigned', agentId } : null;
    case 'HandoffReturned':
      return (life?.is === 'offered' || life?.is === 'assigned') && life.agentId === agentId ? { is: 'waiting' } : null;
    case 'HandoffClosed':
      return life?.is === 'assigned' && life.agentId === agentId ? { is: 'ended' } : null;
    case 'HandoffAbandoned':
    case 'TicketFiled':
      return life?.is === 'waiting' || life?.is === 'offered' ? { is: 'ended' } : null;
    case 'CallbackBooked':
      return life?.is === 'waiting' || life?.is === 'offered' ? { is: 'booked' } : null;
    default:
      return afterBooking(life, type, agentId, again);
  }
};

const answersTransfer = (type: string, reason: unknown): boolean =>
  type === 'TransferRefused' || (type === 'HandoffReturned' && reason === 'transferred');

/**
 * Every hand-off asked for lives a legal life to its end or to a call to come, with one agent at a time; no agent has more than he can
 * take; a transfer is answered.
 */
export const handoffs: Invariant = ({ capacity, deserted }, events) => {
  const faults: string[] = [];
  const lives = new Map<string, Life>();
  for (const e of events.get(topics.routing.name) ?? []) {
    const [id, agentId] = [text(e.data.handoffId), text(e.data.agentId ?? '')];
    const before = lives.get(id);
    const life = after(before, e.type, agentId, e.data.again !== undefined);
    if (life === null) {
      faults.push(`hand-off ${id}: ${e.type} of ${agentId} while it is ${before?.is ?? 'unheard of'}`);
      continue;
    }
    lives.set(id, life);
    const load = [...lives.values()].filter((l) => 'agentId' in l && l.agentId === agentId).length;
    if (agentId !== '' && load > (capacity.get(agentId) ?? 0))
      faults.push(`${agentId} has ${load} hand-offs, ${capacity.get(agentId)} at most, after ${e.type} of ${id}`);
  }
  const told = events.get(topics.routing.name) ?? [];
  for (const [id, asked] of grouped(
    (events.get(topics.desk.name) ?? []).filter((e) => e.type === 'TransferRequested'),
    (e) => text(e.data.handoffId),
  )) {
    const answered = told.filter((e) => e.data.handoffId === id && answersTransfer(e.type, e.data.reason));
    if (answered.length !== asked.length)
      faults.push(`hand-off ${id}: ${asked.length} transfers were asked for, and ${answered.length} answered`);
  }
  for (const e of events.get(topics.escalation.name) ?? []) {
    if (e.type !== 'HandoffRequested' || Number(e.data.requestedAt) > deserted) continue;
    const life = lives.get(text(e.data.handoffId));
    if (life?.is !== 'ended' && life?.is !== 'booked' && life?.is !== 'calling')
      faults.push(`hand-off ${text(e.data.handoffId)} never ended: it is ${life?.is ?? 'unheard of'}`);
  }
  return faults;
};
