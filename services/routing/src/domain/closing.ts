import type { DataOf, Instant } from '@warmline/contracts';
import { type Decision, findUnassigned, handoffIds, nextOpeningFor, openOfferOf } from './decision.ts';
import type { OpeningSchedule } from './opening-schedule.ts';
import { type HandoffState, waitedMs } from './pool.ts';
import { type RoutingSettings, type Teams, wrapUpMsFor } from './teams.ts';

type Assigned = Extract<HandoffState, { is: 'assigned' }>;

/** Closes a hand-off at the agent who has it. */
export const closeHandoff = (
  decision: Decision,
  row: Assigned,
  at: Instant,
  wrapUpMs: number,
  resolution: DataOf<'HandoffClosed'>['resolution'] = row.request.lateResolution,
): void => {
  const { agentId, team, assignedAt, request } = row;
  decision.emit({
    type: 'HandoffClosed',
    data: {
      ...handoffIds(decision.pool(), row.request),
      agentId,
      team,
      subject: request.subject,
      waitedMs: waitedMs(request, assignedAt),
      handledMs: request.priorHandleMs + Math.max(0, at - assignedAt),
      ...(resolution === undefined ? {} : { resolution }),
      ...(wrapUpMs === 0 ? {} : { wrapUpUntil: decision.pool().clock + wrapUpMs }),
    },
  });
};

/** An agent resolved a hand-off that had gone back to the queue meanwhile, and its customer does not wait any more. */
const closeAtResolver = (decision: Decision, row: HandoffState, agentId: string): void => {
  const { request } = row;
  const pool = decision.pool();
  const { subject, steps, priorHandleMs: handledMs, lateResolution: resolution } = request;
  decision.emit({
    type: 'HandoffClosed',
    data: {
      ...handoffIds(pool, request),
      agentId,
      team: pool.agents.get(agentId)?.teams[0] ?? steps[0]?.team ?? '',
      subject,
      waitedMs: waitedMs(request, pool.clock),
      handledMs,
      ...(resolution === undefined ? {} : { resolution }),
      ...(row.is === 'offered' ? { withdrawnOffer: { agentId: row.agentId, offerId: row.offerId } } : {}),
    },
  });
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
