import type { DataOf, Heard, Instant, Tick } from '@warmline/contracts';
import { bookCall, offerCallSlots } from './booking.ts';
import { cancelCall, reportCall } from './calls.ts';
import type { Doors } from './doors.ts';
import type { RoutingInput } from './events.ts';
import { floorOf } from './floor.ts';
import { close, factsOf, fileTicket, leave } from './leaving.ts';
import { momentsBetween } from './moments.ts';
import type { Course } from './offers.ts';
import { type HandoffState, type Pool, waitedMs } from './pool.ts';
import { endsOfSilence, type QueueIndex } from './queue.ts';
import { type RoutingSettings, shownPriority, type Teams, wrapUpMsIn } from './teams.ts';
import { refuseTransfer, transferOpenings } from './transfer.ts';

type Offered = Extract<HandoffState, { is: 'offered' }>;
type Assigned = Extract<HandoffState, { is: 'assigned' }>;

type Return = Pick<DataOf<'HandoffReturned'>, 'reason' | 'transfer'>;

const giveBack = (
  course: Course,
  row: Offered | Assigned,
  reason: Return['reason'],
  more: Omit<Return, 'reason'> = {},
): void => {
  const offer = row.is === 'offered' ? { offerId: row.offerId } : {};
  course.tell({
    type: 'HandoffReturned',
    data: { ...factsOf(course.pool(), row), agentId: row.agentId, ...offer, reason, ...more },
  });
};

const queue = (course: Course, row: HandoffState, index: QueueIndex, settings: RoutingSettings): void => {
  const pool = course.pool();
  const { subject, requestedAt, steps } = row.request;
  const priority = shownPriority(settings, row.request, pool.clock);
  const queueLength = Math.max(1, pool.handoffs.size - index.of(pool).held);
  course.tell({
    type: 'HandoffQueued',
    data: { ...factsOf(pool, row), subject, priority, requestedAt, queueLength, steps: [...steps] },
  });
};

/** Reminded first; an agent who was, and is silent still, loses the hand-off. A reminder given late counts from when it could be seen. */
const silent = (course: Course, row: Assigned, { firstResponseTimeoutSeconds }: RoutingSettings): void => {
  if (row.agent.is === 'responded') return;
  if (row.agent.returnsAt !== null) {
    giveBack(course, row, 'agent-unresponsive');
    return;
  }
  const returnsAt = (course.lateFrom ?? course.pool().clock) + firstResponseTimeoutSeconds * 1000;
  const data = { ...factsOf(course.pool(), row), agentId: row.agentId, returnsAt };
  course.tell({ type: 'AgentReminded', data });
};

/**
 * What the time since `before` ended by itself: offers nobody answered, conversations of agents who did not come back. A time-out that is
 * found late says nothing of the agent, who could not be heard: the offer is lost, and not missed.
 */
export const settle = (course: Course, { settings }: Teams, index: QueueIndex, before: Instant): void => {
  const { clock, handoffs, agents } = course.pool();
  for (const { at, id } of momentsBetween(index.of(course.pool()).wakes, before, clock)) {
    const row = handoffs.get(id);
    if (row?.is === 'assigned' && endsOfSilence(settings, row).includes(at)) silent(course, row, settings);
    if (row?.is !== 'offered' || row.expiresAt !== at) continue;
    giveBack(course, row, course.lateFrom === null ? 'timed-out' : 'agent-disconnected');
  }
  const lost = momentsBetween(floorOf(agents).offline, -Infinity, clock - settings.disconnectGraceSeconds * 1000);
  for (const id of lost.flatMap((agent) => agents.get(agent.id)?.chats ?? [])) {
    // What came back for silence is with nobody by now.
    const row = course.pool().handoffs.get(id);
    if (row?.is !== 'assigned') continue;
    if (row.customer === 'left') close(course, row, clock, 0);
    else giveBack(course, row, 'agent-disconnected');
  }
};

const offerOf = (pool: Pool, data: DataOf<'OfferAccepted' | 'OfferDeclined'>): Offered | string => {
  const row = pool.handoffs.get(data.handoffId);
  if (row?.is !== 'offered' || row.offerId !== data.offerId) return 'the offer has ended';
  return row.agentId === data.agentId ? row : 'the offer was made to another agent';
};

const accept = (course: Course, data: DataOf<'OfferAccepted'>, settings: RoutingSettings): string | null => {
  const pool = course.pool();
  const row = offerOf(pool, data);
  if (typeof row === 'string') return row;
  const agent = pool.agents.get(row.agentId);
  if (agent === undefined) return 'nothing is known of this agent';
  course.tell({
    type: 'HandoffAssigned',
    data: {
      ...factsOf(pool, row),
      agentId: row.agentId,
      agentName: agent.name,
      team: row.team,
      priority: shownPriority(settings, row.request, pool.clock),
      waitedMs: waitedMs(row.request, pool.clock),
      why: { rule: `${row.why.rule}; accepted`.slice(0, 300), considered: row.why.considered },
    },
  });
  return null;
};

/** Told either way: a desk that asked hears what became of it. */
const transfer = (
  course: Course,
  data: DataOf<'TransferRequested'>,
  teams: Teams,
  index: QueueIndex,
): string | null => {
  const { note, ...asked } = data;
  const refused = refuseTransfer(teams, course.pool(), data);
  const row = course.pool().handoffs.get(data.handoffId);
  if (refused !== null) course.tell({ type: 'TransferRefused', data: { ...asked, reason: refused.slice(0, 300) } });
  if (refused !== null || row?.is !== 'assigned') return refused;
  const steps = transferOpenings(teams, course.pool(), data);
  giveBack(course, row, 'transferred', { transfer: { to: data.to, note } });
  const back = course.pool().handoffs.get(data.handoffId);
  if (back !== undefined) queue(course, { ...back, request: { ...back.request, steps } }, index, teams.settings);
  return null;
};

const resolve = (course: Course, data: DataOf<'HandoffResolved'>, teams: Teams): string | null => {
  const row = course.pool().handoffs.get(data.handoffId);
  if (row?.is !== 'assigned' || row.agentId !== data.agentId) return 'the hand-off is not with this agent';
  close(course, row, data.resolvedAt, wrapUpMsIn(teams, row.team), data.resolution);
  return null;
};

/** Tells what the event itself leads to, slots aside. Returns why it leads to nothing, or null. */
export const respond = (
  course: Course,
  event: Heard<RoutingInput> | Tick,
  teams: Teams,
  index: QueueIndex,
  doors: Doors,
): string | null => {
  switch (event.type) {
    case 'Tick':
    case 'AgentFirstResponded':
    case 'WrapUpEnded':
      return null;
    case 'HandoffReceived': {
      const row = course.pool().handoffs.get(event.data.handoffId);
      if (row !== undefined) queue(course, row, index, teams.settings);
      return null;
    }
    case 'HandoffWithdrawalReceived':
      return leave(course, event.data, false, teams);
    case 'CustomerLeft':
      return course.pool().callbacks.has(event.data.handoffId)
        ? cancelCall(course, event.data)
        : leave(course, event.data, true, teams);
    case 'AgentPresenceChanged': {
      const agent = course.pool().agents.get(event.data.agentId);
      for (const id of agent?.standing === 'offline' ? agent.offers : []) {
        const row = course.pool().handoffs.get(id);
        if (row?.is === 'offered') giveBack(course, row, 'agent-disconnected');
      }
      return null;
    }
    case 'OfferAccepted':
      return accept(course, event.data, teams.settings);
    case 'OfferDeclined': {
      const row = offerOf(course.pool(), event.data);
      if (typeof row === 'string') return row;
      giveBack(course, row, 'declined');
      return null;
    }
    case 'TransferRequested':
      return transfer(course, event.data, teams, index);
    case 'HandoffResolved':
      return resolve(course, event.data, teams);
    case 'CallbackRequested':
      return bookCall(course, event.data, teams, doors);
    case 'CallbackWindowsRequested':
      return offerCallSlots(course, event.data, teams, doors);
    case 'CallbackReported':
      return reportCall(course, event.data, teams.settings);
    case 'TicketRequested':
      return fileTicket(course, event.data, teams.settings, doors);
  }
};
