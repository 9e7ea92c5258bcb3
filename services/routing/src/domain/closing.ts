import type { DataOf, Instant } from '@warmline/contracts';
import { type Decision, findUnassigned, handoffIds, nextOpeningFor, openOfferOf } from './decision.ts';
import type { OpeningSchedule } from './opening-schedule.ts';
import { type HandoffState, waitedMs } from './pool.ts';
import { type RoutingSettings, type Teams, wrapUpMsFor } from './teams.ts';

type Assigned = Extract<HandoffState, { is: 'assigned' }>;

type Closed = DataOf<'HandoffClosed'>;

const emitClosed = (
  decision: Decision,
  { request }: HandoffState,
  by: Pick<Closed, 'agentId' | 'team' | 'waitedMs' | 'handledMs' | 'wrapUpUntil' | 'withdrawnOffer'>,
  resolution: Closed['resolution'],
): void =>
  decision.emit({
    type: 'HandoffClosed',
    data: {
      ...handoffIds(decision.pool(), request),
      subject: request.subject,
      ...by,
      ...(resolution === undefined ? {} : { resolution }),
    },
  });

/** Closes a hand-off at the agent who has it. */
export const closeHandoff = (
  decision: Decision,
  row: Assigned,
  at: Instant,
  wrapUpMs: number,
  resolution: Closed['resolution'] = row.request.lateResolution,
): void => {
  const { agentId, team, assignedAt, request } = row;
  const by = {
    agentId,
    team,
    waitedMs: waitedMs(request, assignedAt),
    handledMs: request.priorHandleMs + Math.max(0, at - assignedAt),
    ...(wrapUpMs === 0 ? {} : { wrapUpUntil: decision.pool().clock + wrapUpMs }),
  };
  emitClosed(decision, row, by, resolution);
};

/** An agent resolved a hand-off that had gone back to the queue meanwhile, and its customer does not wait any more. */
const closeAtResolver = (decision: Decision, row: HandoffState, agentId: string): void => {
  const { clock, agents } = decision.pool();
  const { steps, priorHandleMs: handledMs, lateResolution } = row.request;
  const by = {
    agentId,
    team: agents.get(agentId)?.teams[0] ?? steps[0]?.team ?? '',
    waitedMs: waitedMs(row.request, clock),
    handledMs,
    ...(row.is === 'offered' ? { withdrawnOffer: { agentId: row.agentId, offerId: row.offerId } } : {}),
  };
  emitClosed(decision, row, by, lateResolution);
};

/** The customer left the queue, or escalation withdrew the request. Returns why that leads to nothing, or null. */
export const handleDeparture = (
  decision: Decision,
  data: DataOf<'CustomerLeft' | 'HandoffWithdrawalReceived'>,
  leftByCustomer: boolean,
  teams: Teams,
): string | null => {
  const pool = decision.pool();
  const row = pool.handoffs.get(data.handoffId);
  if (row === undefined) return 'unknown hand-off';
  const { reason } = data;
  if (row.is === 'assigned') {
    // The agent may still report the outcome, for `outcomeTimeoutSeconds`.
    if (reason === 'ended') return null;
    if (!leftByCustomer) return 'an agent already has the hand-off';
    closeHandoff(decision, row, pool.clock, wrapUpMsFor(teams, row.team));
    return null;
  }
  const { lateResolvedBy } = row.request;
  if (leftByCustomer && lateResolvedBy !== undefined) {
    closeAtResolver(decision, row, lateResolvedBy);
    return null;
  }
  const waited = waitedMs(row.request, pool.clock);
  decision.emit({
    type: 'HandoffAbandoned',
    data: { ...handoffIds(pool, row.request), ...openOfferOf(row), waitedMs: waited, reason },
  });
  return null;
};

/** A ticket is due `emailWithinSeconds` after a team is open. A priority ticket filed while the teams are closed is due at the opening. */
export const fileTicket = (
  decision: Decision,
  { handoffId, kind, text }: DataOf<'TicketRequested'>,
  settings: RoutingSettings,
  schedule: OpeningSchedule,
): string | null => {
  const pool = decision.pool();
  const row = findUnassigned(pool, handoffId);
  if (typeof row === 'string') return row;
  const opens = nextOpeningFor(row.request, schedule, pool.clock);
  const withinMs = kind === 'priority' && pool.clock !== opens ? 0 : settings.emailWithinSeconds * 1000;
  decision.emit({
    type: 'TicketFiled',
    data: {
      ...handoffIds(pool, row.request),
      ...openOfferOf(row),
      kind,
      ...(opens === null ? {} : { dueBy: opens + withinMs }),
      ...(text === undefined ? {} : { text }),
    },
  });
  return null;
};
