import type { DataOf, EventOf, Instant, Tick } from '@warmline/contracts';
import { entriesBetween } from '@warmline/messaging/ordered-set';
import { cancelCallback, handleCallReport } from './callback-attempts.ts';
import { bookCallback, offerCallbackWindows } from './callback-booking.ts';
import { closeHandoff, fileTicket, handleDeparture } from './closing.ts';
import { type Decision, handoffIds, heldByDisconnected } from './decision.ts';
import { areAllClosed } from './eligibility.ts';
import type { RoutingInput } from './events.ts';
import type { OpeningSchedule } from './opening-schedule.ts';
import { type HandoffState, type Pool, waitedMs } from './pool.ts';
import { firstResponseDeadlines, outcomeDeadlines, type QueueIndex } from './queue.ts';
import { displayedPriority, type RoutingSettings, type Teams, wrapUpMsFor } from './teams.ts';
import { transferRefusal, transferSteps } from './transfer.ts';

type Offered = Extract<HandoffState, { is: 'offered' }>;
type Assigned = Extract<HandoffState, { is: 'assigned' }>;

type ReturnDetails = Pick<DataOf<'HandoffReturned'>, 'reason' | 'transfer'>;

const returnHandoff = (
  decision: Decision,
  row: Offered | Assigned,
  reason: ReturnDetails['reason'],
  details: Omit<ReturnDetails, 'reason'> = {},
): void => {
  const offer = row.is === 'offered' ? { offerId: row.offerId } : {};
  decision.emit({
    type: 'HandoffReturned',
    data: { ...handoffIds(decision.pool(), row.request), agentId: row.agentId, ...offer, reason, ...details },
  });
};

/** Present if all teams of these steps are closed. */
const closureOf = (
  steps: HandoffState['request']['steps'],
  pool: Pool,
  schedule: OpeningSchedule,
): Pick<DataOf<'HandoffQueued'>, 'closed'> => {
  if (!areAllClosed(steps, pool)) return {};
  const next = schedule.nextToOpen(
    steps.map(({ team }) => team),
    pool.clock,
  );
  return { closed: next === null ? {} : { opensAt: next.opensAt } };
};

const enqueue = (
  decision: Decision,
  row: HandoffState,
  index: QueueIndex,
  settings: RoutingSettings,
  schedule: OpeningSchedule,
): void => {
  const pool = decision.pool();
  const { subject, requestedAt, steps } = row.request;
  const priority = displayedPriority(settings, row.request, pool.clock);
  const queueLength = Math.max(1, pool.handoffs.size - index.of(pool).assignedCount);
  decision.emit({
    type: 'HandoffQueued',
    data: {
      ...handoffIds(pool, row.request),
      subject,
      priority,
      requestedAt,
      queueLength,
      steps: [...steps],
      ...closureOf(steps, pool, schedule),
    },
  });
};

/** Reminds an agent who has not answered the customer; after a second timeout, returns the hand-off. A late reminder counts from when it was received. */
const remindOrReturn = (decision: Decision, row: Assigned, { firstResponseTimeoutSeconds }: RoutingSettings): void => {
  if (row.firstResponse.is === 'responded') return;
  if (row.firstResponse.returnsAt !== null) {
    returnHandoff(decision, row, 'agent-unresponsive');
    return;
  }
  const returnsAt = (decision.receivedLateAt ?? decision.pool().clock) + firstResponseTimeoutSeconds * 1000;
  const data = { ...handoffIds(decision.pool(), row.request), agentId: row.agentId, returnsAt };
  decision.emit({ type: 'AgentReminded', data });
};

/**
 * Applies the timers that fired since `before`: agent offers that expired, missing first responses, agents who stayed disconnected.
 * An offer whose end is found late is not a miss, because the answer of the agent may not have been received yet.
 */
export const expireTimers = (decision: Decision, { settings }: Teams, index: QueueIndex, before: Instant): void => {
  const { clock, handoffs } = decision.pool();
  for (const { at, id } of entriesBetween(index.of(decision.pool()).timers, before, clock)) {
    const row = handoffs.get(id);
    if (row?.is === 'assigned' && firstResponseDeadlines(settings, row).includes(at))
      remindOrReturn(decision, row, settings);
    if (row?.is === 'assigned' && outcomeDeadlines(settings, row).includes(at))
      closeHandoff(decision, row, row.customerLeftAt ?? at, 0);
    if (row?.is !== 'offered' || row.expiresAt !== at) continue;
    returnHandoff(decision, row, decision.receivedLateAt === null ? 'timed-out' : 'agent-disconnected');
  }
  for (const id of heldByDisconnected(decision.pool(), settings)) {
    const row = decision.pool().handoffs.get(id);
    // The others are callbacks: expireCallbackTimers handles those.
    if (row?.is !== 'assigned') continue;
    if (row.customer === 'left') closeHandoff(decision, row, clock, 0);
    else returnHandoff(decision, row, 'agent-disconnected');
  }
};

const findOpenOffer = (pool: Pool, data: DataOf<'OfferAccepted' | 'OfferDeclined'>): Offered | string => {
  const row = pool.handoffs.get(data.handoffId);
  if (row?.is !== 'offered' || row.offerId !== data.offerId) return 'offer no longer open';
  return row.agentId === data.agentId ? row : 'the offer was made to another agent';
};

const acceptOffer = (decision: Decision, data: DataOf<'OfferAccepted'>, settings: RoutingSettings): string | null => {
  const pool = decision.pool();
  const row = findOpenOffer(pool, data);
  if (typeof row === 'string') return row;
  const agent = pool.agents.get(row.agentId);
  if (agent === undefined) return 'unknown agent';
  decision.emit({
    type: 'HandoffAssigned',
    data: {
      ...handoffIds(pool, row.request),
      agentId: row.agentId,
      agentName: agent.name,
      team: row.team,
      priority: displayedPriority(settings, row.request, pool.clock),
      waitedMs: waitedMs(row.request, pool.clock),
      why: { rule: `${row.why.rule}; accepted`.slice(0, 300), considered: row.why.considered },
    },
  });
  return null;
};

/** Emits an event in either case, so the desk that asked learns the result. */
const transferHandoff = (
  decision: Decision,
  data: DataOf<'TransferRequested'>,
  teams: Teams,
  index: QueueIndex,
  schedule: OpeningSchedule,
): string | null => {
  const { note, ...request } = data;
  const refusal = transferRefusal(teams, decision.pool(), data);
  const row = decision.pool().handoffs.get(data.handoffId);
  if (refusal !== null) decision.emit({ type: 'TransferRefused', data: { ...request, reason: refusal.slice(0, 300) } });
  if (refusal !== null || row?.is !== 'assigned') return refusal;
  const steps = transferSteps(teams, decision.pool(), data);
  returnHandoff(decision, row, 'transferred', { transfer: { to: data.to, note } });
  const returned = decision.pool().handoffs.get(data.handoffId);
  if (returned !== undefined)
    enqueue(decision, { ...returned, request: { ...returned.request, steps } }, index, teams.settings, schedule);
  return null;
};

const resolveHandoff = (decision: Decision, data: DataOf<'HandoffResolved'>, teams: Teams): string | null => {
  const row = decision.pool().handoffs.get(data.handoffId);
  if (row?.is !== 'assigned' || row.agentId !== data.agentId) return 'the hand-off is not with this agent';
  closeHandoff(decision, row, data.resolvedAt, wrapUpMsFor(teams, row.team), data.resolution);
  return null;
};

/** Emits what the event itself leads to; offers follow later. Returns why it leads to nothing, or null. */
export const handleEvent = (
  decision: Decision,
  event: EventOf<RoutingInput> | Tick,
  teams: Teams,
  index: QueueIndex,
  schedule: OpeningSchedule,
): string | null => {
  switch (event.type) {
    case 'Tick':
    case 'AgentFirstResponded':
    case 'WrapUpEnded':
    case 'CustomerReturned':
      return null;
    case 'HandoffReceived': {
      const row = decision.pool().handoffs.get(event.data.handoffId);
      if (row !== undefined) enqueue(decision, row, index, teams.settings, schedule);
      return null;
    }
    case 'HandoffWithdrawalReceived':
      return handleDeparture(decision, event.data, false, teams);
    case 'CustomerLeft':
      return decision.pool().callbacks.has(event.data.handoffId)
        ? cancelCallback(decision, event.data)
        : handleDeparture(decision, event.data, true, teams);
    case 'AgentPresenceChanged': {
      const agent = decision.pool().agents.get(event.data.agentId);
      for (const id of agent?.availability === 'offline' ? agent.offeredHandoffs : []) {
        const row = decision.pool().handoffs.get(id);
        if (row?.is === 'offered') returnHandoff(decision, row, 'agent-disconnected');
      }
      return null;
    }
    case 'OfferAccepted':
      return acceptOffer(decision, event.data, teams.settings);
    case 'OfferDeclined': {
      const row = findOpenOffer(decision.pool(), event.data);
      if (typeof row === 'string') return row;
      returnHandoff(decision, row, 'declined');
      return null;
    }
    case 'TransferRequested':
      return transferHandoff(decision, event.data, teams, index, schedule);
    case 'HandoffResolved':
      return resolveHandoff(decision, event.data, teams);
    case 'CallbackRequested':
      return bookCallback(decision, event.data, teams, schedule);
    case 'CallbackWindowsRequested':
      return offerCallbackWindows(decision, event.data, teams, schedule);
    case 'CallbackReported':
      return handleCallReport(decision, event.data, teams.settings);
    case 'TicketRequested':
      return fileTicket(decision, event.data, teams.settings, schedule);
  }
};
