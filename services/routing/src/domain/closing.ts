import type { DataOf, Instant } from '@warmline/contracts';
import type { Decision } from './offers.ts';
import type { OpeningSchedule } from './opening-schedule.ts';
import { type HandoffRequest, type HandoffState, type Pool, waitedMs } from './pool.ts';
import { type RoutingSettings, type Teams, wrapUpMsFor } from './teams.ts';

type Assigned = Extract<HandoffState, { is: 'assigned' }>;

export const rowIds = (pool: Pool, { request }: Pick<HandoffState, 'request'>) => ({
  poolId: pool.poolId,
  tenantId: pool.tenantId,
  handoffId: request.handoffId,
  conversationId: request.conversationId,
});

/** The offer that ends with the hand-off, so that its agent's desk hears of it at once. */
export const openOfferOf = (row: HandoffState): { agentId: string; offerId: string } | object =>
  row.is === 'offered' ? { agentId: row.agentId, offerId: row.offerId } : {};

/** It ended with the agent who has it. */
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
      ...rowIds(decision.pool(), row),
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

export const handleDeparture = (
  decision: Decision,
  data: DataOf<'CustomerLeft' | 'HandoffWithdrawalReceived'>,
  leftByCustomer: boolean,
  teams: Teams,
): string | null => {
  const pool = decision.pool();
  const row = pool.handoffs.get(data.handoffId);
  if (row === undefined) return 'nothing is known of this hand-off';
  const { reason } = data;
  if (row.is === 'assigned') {
    if (reason === 'ended') return null;
    if (!leftByCustomer) return 'an agent has it already';
    closeHandoff(decision, row, pool.clock, wrapUpMsFor(teams, row.team));
    return null;
  }
  const waited = waitedMs(row.request, pool.clock);
  decision.emit({
    type: 'HandoffAbandoned',
    data: { ...rowIds(pool, row), ...openOfferOf(row), waitedMs: waited, reason },
  });
  return null;
};

/** When the teams of a request can begin: now, or when the first of them opens; null when none does within 400 days. */
export const nextOpeningFor = (request: HandoffRequest, schedule: OpeningSchedule, now: Instant): Instant | null =>
  schedule.nextToOpen(
    request.steps.map(({ team }) => team),
    now,
  )?.opensAt ?? null;

/** The row of a customer who waits, or why there is none. */
export const findUnassigned = (pool: Pool, handoffId: string): Exclude<HandoffState, Assigned> | string => {
  const row = pool.handoffs.get(handoffId);
  if (row === undefined) return 'nothing is known of this hand-off';
  return row.is === 'assigned' ? 'an agent has it already' : row;
};

/** A priority ticket is for the next opening itself; an answer by e-mail has its time from there. */
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
      ...rowIds(pool, row),
      ...openOfferOf(row),
      kind,
      ...(opens === null ? {} : { dueBy: opens + withinMs }),
      ...(text === undefined ? {} : { text }),
    },
  });
  return null;
};
