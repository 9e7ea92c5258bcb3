import type { DataOf, Instant } from '@warmline/contracts';
import { type CallIndex, mayBreak } from './callbacks.ts';
import type { Ranked } from './eligibility.ts';
import { floorOf } from './floor.ts';
import { factsOf } from './leaving.ts';
import { momentsBetween } from './moments.ts';
import type { Course } from './offers.ts';
import type { CallbackState } from './pool.ts';
import type { RoutingSettings, Teams } from './teams.ts';

type Assigned = Extract<CallbackState, { is: 'assigned' }>;

/** An agent is free for it: he is to call, and has it at once. */
export const assignCall = (
  course: Course,
  { request, call }: CallbackState,
  { agent, candidate }: Ranked,
  settings: RoutingSettings,
  why: DataOf<'CallbackAssigned'>['why'],
): void => {
  const pool = course.pool();
  course.tell({
    type: 'CallbackAssigned',
    data: {
      ...factsOf(pool, { request }),
      agentId: agent.agentId,
      agentName: agent.name,
      team: candidate.team,
      subject: request.subject,
      ...(call.phone === null ? {} : { phone: call.phone }),
      attempt: call.attempts + 1,
      dueBy: call.by,
      expiresAt: (course.lateFrom ?? pool.clock) + settings.callbackAttemptSeconds * 1000,
      why,
    },
  });
};

const end = (
  course: Course,
  row: CallbackState,
  attempts: number,
  ended: Pick<DataOf<'CallbackEnded'>, 'reached' | 'reason' | 'resolution'>,
): void => {
  const whose = row.is === 'assigned' ? { agentId: row.agentId } : {};
  const facts = factsOf(course.pool(), row);
  course.tell({
    type: 'CallbackEnded',
    data: { ...facts, ...whose, subject: row.request.subject, attempts, ...ended },
  });
};

/** A promise that is broken is said once, and the callback keeps its place. */
const sayIfOverdue = (course: Course, handoffId: string): void => {
  const pool = course.pool();
  const row = pool.callbacks.get(handoffId);
  if (row === undefined || row.is === 'assigned' || !mayBreak(row.call) || row.call.by > pool.clock) return;
  const { subject } = row.request;
  course.tell({ type: 'CallbackOverdue', data: { ...factsOf(pool, row), subject, dueBy: row.call.by } });
};

const giveBack = (course: Course, row: Assigned, reason: DataOf<'CallbackReturned'>['reason']): void => {
  const { request, agentId } = row;
  course.tell({ type: 'CallbackReturned', data: { ...factsOf(course.pool(), row), agentId, reason } });
  sayIfOverdue(course, request.handoffId);
};

/**
 * What the time since `before` did to callbacks: agents who did not say what became of a call, or did not come back, and promises
 * that were broken. Who was reached was called: losing the agent ends it.
 */
export const settleCalls = (course: Course, { settings }: Teams, index: CallIndex, before: Instant): void => {
  const { clock, agents, callbacks } = course.pool();
  if (callbacks.size === 0) return;
  for (const { at, id } of momentsBetween(index.of(course.pool()).wakes, before, clock)) {
    const row = course.pool().callbacks.get(id);
    if (row?.is !== 'assigned') sayIfOverdue(course, id);
    else if (row.expiresAt === at) giveBack(course, row, course.lateFrom === null ? 'timed-out' : 'agent-disconnected');
  }
  const lost = momentsBetween(floorOf(agents).offline, -Infinity, clock - settings.disconnectGraceSeconds * 1000);
  for (const id of lost.flatMap((agent) => agents.get(agent.id)?.chats ?? [])) {
    const row = course.pool().callbacks.get(id);
    if (row?.is !== 'assigned') continue;
    if (row.expiresAt === null) end(course, row, row.call.attempts, { reached: true, reason: 'done' });
    else giveBack(course, row, 'agent-disconnected');
  }
};

/** What the agent says of his call. */
export const reportCall = (
  course: Course,
  { handoffId, agentId, outcome, resolution }: DataOf<'CallbackReported'>,
  settings: RoutingSettings,
): string | null => {
  const pool = course.pool();
  const row = pool.callbacks.get(handoffId);
  if (row?.is !== 'assigned' || row.agentId !== agentId) return 'the callback is not with this agent';
  const talking = row.expiresAt === null;
  if (talking && outcome !== 'done') return 'the customer was reached already';
  const attempt = talking ? row.call.attempts : row.call.attempts + 1;
  const retryAt = pool.clock + settings.callbackRetrySeconds * 1000;
  const retried = outcome === 'no-answer' && attempt < settings.callbackAttempts;
  if (!talking) {
    const facts = { ...factsOf(pool, row), agentId, attempt, outcome };
    course.tell({ type: 'CallbackAttempted', data: { ...facts, ...(retried ? { retryAt } : {}) } });
  }
  if (outcome === 'reached' || retried) return null;
  if (outcome === 'done')
    end(course, row, attempt, { reached: true, reason: 'done', ...(resolution === undefined ? {} : { resolution }) });
  else end(course, row, attempt, { reached: false, reason: outcome });
  return null;
};

/** A booked callback outlives the conversation, and ends when the customer goes on without it; not once he is on the phone. */
export const cancelCall = (course: Course, { handoffId, reason }: DataOf<'CustomerLeft'>): string | null => {
  const row = course.pool().callbacks.get(handoffId);
  if (row === undefined) return 'nothing is known of this callback';
  if (reason === 'ended') return null;
  if (row.is === 'assigned' && row.expiresAt === null) return 'the customer is on the phone';
  end(course, row, row.call.attempts, { reached: false, reason: 'cancelled' });
  return null;
};
