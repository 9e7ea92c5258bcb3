import type { DataOf, Heard, Instant, Tick } from '@warmline/contracts';
import type { RoutingInput } from './evolve.ts';
import { floorOf } from './floor.ts';
import { momentsBetween } from './moments.ts';
import type { Course } from './offers.ts';
import { type HandoffState, type Pool, waitedMs } from './pool.ts';
import type { QueueIndex } from './queue.ts';
import type { Teams } from './teams.ts';
import { refuseTransfer, transferOpenings } from './transfer.ts';

type Offered = Extract<HandoffState, { is: 'offered' }>;
type Assigned = Extract<HandoffState, { is: 'assigned' }>;

const factsOf = (pool: Pool, { request }: HandoffState) => ({
  poolId: pool.poolId,
  tenantId: pool.tenantId,
  handoffId: request.handoffId,
  conversationId: request.conversationId,
});

/** The offer that ends with the hand-off, so that its agent's desk hears of it at once. */
const offerIn = (row: HandoffState): { agentId: string; offerId: string } | object =>
  row.is === 'offered' ? { agentId: row.agentId, offerId: row.offerId } : {};

const giveBack = (course: Course, row: Offered | Assigned, reason: DataOf<'HandoffReturned'>['reason']): void => {
  const offer = row.is === 'offered' ? { offerId: row.offerId } : {};
  course.tell({
    type: 'HandoffReturned',
    data: { ...factsOf(course.pool(), row), agentId: row.agentId, ...offer, reason },
  });
};

const queue = (course: Course, row: HandoffState): void => {
  const pool = course.pool();
  const { topic, priority, requestedAt, steps } = row.request;
  const queueLength = Math.max(1, pool.handoffs.size - floorOf(pool.agents).chats);
  course.tell({
    type: 'HandoffQueued',
    data: { ...factsOf(pool, row), topic, priority, requestedAt, queueLength, steps: [...steps] },
  });
};

const close = (course: Course, row: Assigned, at: Instant, outcome?: DataOf<'HandoffClosed'>['outcome']): void => {
  const { agentId, team, assignedAt, request } = row;
  course.tell({
    type: 'HandoffClosed',
    data: {
      ...factsOf(course.pool(), row),
      agentId,
      team,
      topic: request.topic,
      waitedMs: waitedMs(request, assignedAt),
      handledMs: request.heldMs + Math.max(0, at - assignedAt),
      ...(outcome === undefined ? {} : { outcome }),
    },
  });
};

/**
 * What the time since `before` ended by itself: offers nobody answered, conversations of agents who did not come back. A time-out that is
 * found late says nothing of the agent, who could not be heard: the offer is lost, and not missed.
 */
export const settle = (course: Course, { settings }: Teams, index: QueueIndex, before: Instant): void => {
  const { clock, handoffs, agents } = course.pool();
  for (const { at, id } of momentsBetween(index.of(course.pool()).wakes, before, clock)) {
    const row = handoffs.get(id);
    if (row?.is !== 'offered' || row.expiresAt !== at) continue;
    giveBack(course, row, course.lateFrom === null ? 'timed-out' : 'agent-lost');
  }
  const lost = momentsBetween(floorOf(agents).offline, -Infinity, clock - settings.lostAfterSeconds * 1000);
  for (const id of lost.flatMap((agent) => agents.get(agent.id)?.chats ?? [])) {
    const row = handoffs.get(id);
    if (row?.is !== 'assigned') continue;
    if (row.customer === 'left') close(course, row, clock);
    else giveBack(course, row, 'agent-lost');
  }
};

const offerOf = (pool: Pool, data: DataOf<'OfferAccepted' | 'OfferDeclined'>): Offered | string => {
  const row = pool.handoffs.get(data.handoffId);
  if (row?.is !== 'offered' || row.offerId !== data.offerId) return 'the offer has ended';
  return row.agentId === data.agentId ? row : 'the offer was made to another agent';
};

const accept = (course: Course, data: DataOf<'OfferAccepted'>): string | null => {
  const pool = course.pool();
  const row = offerOf(pool, data);
  if (typeof row === 'string') return row;
  const agent = pool.agents.get(row.agentId);
  if (agent === undefined) return 'nothing is known of this agent';
  const load = `member of ${row.team}, ${agent.chats.length + agent.offers.length} of ${agent.capacity}`;
  course.tell({
    type: 'HandoffAssigned',
    data: {
      ...factsOf(pool, row),
      agentId: row.agentId,
      agentName: agent.name,
      team: row.team,
      priority: row.request.priority,
      waitedMs: waitedMs(row.request, pool.clock),
      why: { rule: 'offer accepted', considered: [{ agentId: row.agentId, eligible: true, because: load }] },
    },
  });
  return null;
};

const leave = (
  course: Course,
  data: DataOf<'CustomerLeft' | 'HandoffTakenBack'>,
  byCustomer: boolean,
): string | null => {
  const pool = course.pool();
  const row = pool.handoffs.get(data.handoffId);
  if (row === undefined) return 'nothing is known of this hand-off';
  const { reason } = data;
  if (row.is === 'assigned') {
    if (reason === 'ended') return null;
    if (!byCustomer) return 'an agent has it already';
    close(course, row, pool.clock);
    return null;
  }
  const waited = waitedMs(row.request, pool.clock);
  course.tell({ type: 'HandoffAbandoned', data: { ...factsOf(pool, row), ...offerIn(row), waitedMs: waited, reason } });
  return null;
};

const callBack = (course: Course, data: DataOf<'CallbackChosen'>, withinSeconds: number): string | null => {
  const pool = course.pool();
  const row = pool.handoffs.get(data.handoffId);
  if (row === undefined) return 'nothing is known of this hand-off';
  if (row.is === 'assigned') return 'an agent has it already';
  const by = Math.max(pool.clock, data.notBefore ?? 0) + withinSeconds * 1000;
  course.tell({ type: 'CallbackBooked', data: { ...factsOf(pool, row), ...offerIn(row), by } });
  return null;
};

const transfer = (course: Course, data: DataOf<'TransferRequested'>, teams: Teams): string | null => {
  const refused = refuseTransfer(teams, course.pool(), data);
  const row = course.pool().handoffs.get(data.handoffId);
  if (refused !== null || row?.is !== 'assigned') return refused;
  const steps = transferOpenings(teams, course.pool(), data);
  giveBack(course, row, 'transferred');
  const back = course.pool().handoffs.get(data.handoffId);
  if (back !== undefined) queue(course, { ...back, request: { ...back.request, steps } });
  return null;
};

const resolve = (course: Course, data: DataOf<'HandoffResolved'>): string | null => {
  const row = course.pool().handoffs.get(data.handoffId);
  if (row?.is !== 'assigned' || row.agentId !== data.agentId) return 'the hand-off is not with this agent';
  close(course, row, data.resolvedAt, data.outcome);
  return null;
};

/** Tells what the event itself leads to, slots aside. Returns why it leads to nothing, or null. */
export const respond = (course: Course, event: Heard<RoutingInput> | Tick, teams: Teams): string | null => {
  switch (event.type) {
    case 'Tick':
      return null;
    case 'HandoffTaken': {
      const row = course.pool().handoffs.get(event.data.handoffId);
      if (row !== undefined) queue(course, row);
      return null;
    }
    case 'HandoffTakenBack':
      return leave(course, event.data, false);
    case 'CustomerLeft':
      return leave(course, event.data, true);
    case 'AgentPresenceChanged': {
      const agent = course.pool().agents.get(event.data.agentId);
      for (const id of agent?.standing === 'offline' ? agent.offers : []) {
        const row = course.pool().handoffs.get(id);
        if (row?.is === 'offered') giveBack(course, row, 'agent-lost');
      }
      return null;
    }
    case 'OfferAccepted':
      return accept(course, event.data);
    case 'OfferDeclined': {
      const row = offerOf(course.pool(), event.data);
      if (typeof row === 'string') return row;
      giveBack(course, row, 'declined');
      return null;
    }
    case 'TransferRequested':
      return transfer(course, event.data, teams);
    case 'HandoffResolved':
      return resolve(course, event.data);
    case 'CallbackChosen':
      return callBack(course, event.data, teams.settings.callbackWithinSeconds);
  }
};
