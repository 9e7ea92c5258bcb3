import type { DataOf, Instant } from '@warmline/contracts';
import { entriesBetween } from '@warmline/messaging/ordered-set';
import { type CallbackIndex, canBecomeOverdue } from './callbacks.ts';
import { type Decision, handoffIds, heldByDisconnected } from './decision.ts';
import type { Candidate } from './eligibility.ts';
import type { CallbackState } from './pool.ts';
import type { RoutingSettings, Teams } from './teams.ts';

type Assigned = Extract<CallbackState, { is: 'assigned' }>;

/** Assigns a callback to an agent with free capacity, without an offer. */
export const assignCallback = (
  decision: Decision,
  { request, call }: CallbackState,
  { agent, step }: Candidate,
  settings: RoutingSettings,
  why: DataOf<'CallbackAssigned'>['why'],
): void => {
  const pool = decision.pool();
  decision.emit({
    type: 'CallbackAssigned',
    data: {
      ...handoffIds(pool, request),
      agentId: agent.agentId,
      agentName: agent.name,
      team: step.team,
      subject: request.subject,
      ...(call.phone === null ? {} : { phone: call.phone }),
      attempt: call.attempts + 1,
      dueBy: call.dueBy,
      expiresAt: (decision.receivedLateAt ?? pool.clock) + settings.callbackReportTimeoutSeconds * 1000,
      why,
    },
  });
};

const endCallback = (
  decision: Decision,
  row: CallbackState,
  attempts: number,
  ended: Pick<DataOf<'CallbackEnded'>, 'reached' | 'reason' | 'resolution'>,
): void => {
  const agentRef = row.is === 'assigned' ? { agentId: row.agentId } : {};
  const facts = handoffIds(decision.pool(), row.request);
  decision.emit({
    type: 'CallbackEnded',
    data: { ...facts, ...agentRef, subject: row.request.subject, attempts, ...ended },
  });
};

/** Emits CallbackOverdue once for a promise that is missed; the callback keeps its place in the queue. */
const reportIfOverdue = (decision: Decision, handoffId: string): void => {
  const pool = decision.pool();
  const row = pool.callbacks.get(handoffId);
  if (row === undefined || row.is === 'assigned' || !canBecomeOverdue(row.call) || row.call.dueBy > pool.clock) return;
  const { subject } = row.request;
  decision.emit({
    type: 'CallbackOverdue',
    data: { ...handoffIds(pool, row.request), subject, dueBy: row.call.dueBy },
  });
};

const returnCallback = (decision: Decision, row: Assigned, reason: DataOf<'CallbackReturned'>['reason']): void => {
  const { request, agentId } = row;
  decision.emit({ type: 'CallbackReturned', data: { ...handoffIds(decision.pool(), row.request), agentId, reason } });
  reportIfOverdue(decision, request.handoffId);
};

/**
 * Applies the callback timers that fired since `before`: calls that agents did not report, agents who stayed disconnected, and
 * missed promises. A call that reached the customer counts as done if its agent disconnects.
 */
export const expireCallbackTimers = (
  decision: Decision,
  { settings }: Teams,
  index: CallbackIndex,
  before: Instant,
): void => {
  const { clock, callbacks } = decision.pool();
  if (callbacks.size === 0) return;
  for (const { at, id } of entriesBetween(index.of(decision.pool()).timers, before, clock)) {
    const row = decision.pool().callbacks.get(id);
    if (row?.is !== 'assigned') reportIfOverdue(decision, id);
    else if (row.expiresAt === at)
      returnCallback(decision, row, decision.receivedLateAt === null ? 'timed-out' : 'agent-disconnected');
  }
  for (const id of heldByDisconnected(decision.pool(), settings)) {
    const row = decision.pool().callbacks.get(id);
    if (row?.is !== 'assigned') continue;
    if (row.expiresAt === null) endCallback(decision, row, row.call.attempts, { reached: true, reason: 'done' });
    else returnCallback(decision, row, 'agent-disconnected');
  }
};

/** The agent reports the outcome of a call. Returns why the report leads to nothing, or null. */
export const handleCallReport = (
  decision: Decision,
  { handoffId, agentId, outcome, resolution }: DataOf<'CallbackReported'>,
  settings: RoutingSettings,
): string | null => {
  const pool = decision.pool();
  const row = pool.callbacks.get(handoffId);
  if (row?.is !== 'assigned' || row.agentId !== agentId) return 'the callback is not with this agent';
  const isTalking = row.expiresAt === null;
  if (isTalking && outcome !== 'done') return 'the customer is already on the phone';
  const attempt = isTalking ? row.call.attempts : row.call.attempts + 1;
  const retryAt = pool.clock + settings.callbackRetryDelaySeconds * 1000;
  const isRetried = outcome === 'no-answer' && attempt < settings.maxCallbackAttempts;
  if (!isTalking) {
    const facts = { ...handoffIds(pool, row.request), agentId, attempt, outcome };
    decision.emit({ type: 'CallbackAttempted', data: { ...facts, ...(isRetried ? { retryAt } : {}) } });
  }
  if (outcome === 'reached' || isRetried) return null;
  if (outcome === 'done')
    endCallback(decision, row, attempt, {
      reached: true,
      reason: 'done',
      ...(resolution === undefined ? {} : { resolution }),
    });
  else endCallback(decision, row, attempt, { reached: false, reason: outcome });
  return null;
};

/** A booked callback outlives its conversation. It ends if the customer chooses to go on without it, but not during the call. */
export const cancelCallback = (decision: Decision, { handoffId, reason }: DataOf<'CustomerLeft'>): string | null => {
  const row = decision.pool().callbacks.get(handoffId);
  if (row === undefined) return 'unknown callback';
  if (reason === 'ended') return null;
  if (row.is === 'assigned' && row.expiresAt === null) return 'the customer is on the phone';
  endCallback(decision, row, row.call.attempts, { reached: false, reason: 'cancelled' });
  return null;
};
