import type { DataOf, Instant } from '@warmline/contracts';
import type { Doors } from './doors.ts';
import type { Course } from './offers.ts';
import { type HandoffState, type Pool, type Request, waitedMs } from './pool.ts';
import { type RoutingSettings, type Teams, wrapUpMsIn } from './teams.ts';

type Assigned = Extract<HandoffState, { is: 'assigned' }>;

export const factsOf = (pool: Pool, { request }: Pick<HandoffState, 'request'>) => ({
  poolId: pool.poolId,
  tenantId: pool.tenantId,
  handoffId: request.handoffId,
  conversationId: request.conversationId,
});

/** The offer that ends with the hand-off, so that its agent's desk hears of it at once. */
export const offerIn = (row: HandoffState): { agentId: string; offerId: string } | object =>
  row.is === 'offered' ? { agentId: row.agentId, offerId: row.offerId } : {};

/** It ended with the agent who has it. */
export const close = (
  course: Course,
  row: Assigned,
  at: Instant,
  wrapUpMs: number,
  resolution?: DataOf<'HandoffClosed'>['resolution'],
): void => {
  const { agentId, team, assignedAt, request } = row;
  course.tell({
    type: 'HandoffClosed',
    data: {
      ...factsOf(course.pool(), row),
      agentId,
      team,
      subject: request.subject,
      waitedMs: waitedMs(request, assignedAt),
      handledMs: request.heldMs + Math.max(0, at - assignedAt),
      ...(resolution === undefined ? {} : { resolution }),
      ...(wrapUpMs === 0 ? {} : { wrapUpUntil: course.pool().clock + wrapUpMs }),
    },
  });
};

export const leave = (
  course: Course,
  data: DataOf<'CustomerLeft' | 'HandoffWithdrawalReceived'>,
  byCustomer: boolean,
  teams: Teams,
): string | null => {
  const pool = course.pool();
  const row = pool.handoffs.get(data.handoffId);
  if (row === undefined) return 'nothing is known of this hand-off';
  const { reason } = data;
  if (row.is === 'assigned') {
    if (reason === 'ended') return null;
    if (!byCustomer) return 'an agent has it already';
    close(course, row, pool.clock, wrapUpMsIn(teams, row.team));
    return null;
  }
  const waited = waitedMs(row.request, pool.clock);
  course.tell({ type: 'HandoffAbandoned', data: { ...factsOf(pool, row), ...offerIn(row), waitedMs: waited, reason } });
  return null;
};

/** When the teams of a request can begin: now, or when the first of them opens; null when none does within 400 days. */
export const opensFor = (request: Request, doors: Doors, now: Instant): Instant | null =>
  doors.firstToOpen(
    request.steps.map(({ team }) => team),
    now,
  )?.opensAt ?? null;

/** The row of a customer who waits, or why there is none. */
export const waiting = (pool: Pool, handoffId: string): Exclude<HandoffState, Assigned> | string => {
  const row = pool.handoffs.get(handoffId);
  if (row === undefined) return 'nothing is known of this hand-off';
  return row.is === 'assigned' ? 'an agent has it already' : row;
};

/** A priority ticket is for the next opening itself; an answer by e-mail has its time from there. */
export const fileTicket = (
  course: Course,
  { handoffId, kind, text }: DataOf<'TicketRequested'>,
  settings: RoutingSettings,
  doors: Doors,
): string | null => {
  const pool = course.pool();
  const row = waiting(pool, handoffId);
  if (typeof row === 'string') return row;
  const opens = opensFor(row.request, doors, pool.clock);
  const withinMs = kind === 'priority' && pool.clock !== opens ? 0 : settings.emailWithinSeconds * 1000;
  course.tell({
    type: 'TicketFiled',
    data: {
      ...factsOf(pool, row),
      ...offerIn(row),
      kind,
      ...(opens === null ? {} : { dueBy: opens + withinMs }),
      ...(text === undefined ? {} : { text }),
    },
  });
  return null;
};
