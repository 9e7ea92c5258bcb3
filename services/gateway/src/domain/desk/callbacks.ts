import { type Instant, ownValue } from '@warmline/contracts';
import type { CommandResult } from '@warmline/messaging/decider';
import { OK, problem, stateOnly, withTimelineRow } from '../results.ts';
import type { Desk, DeskCallback } from './desk.ts';
import type { CallbackEvent, ReportCallbackAttempt } from './desk-commands.ts';

const callbackEventTypes: ReadonlySet<string> = new Set<CallbackEvent['type']>([
  'ReportCallbackAttempt',
  'CallbackAssigned',
  'CallbackReturned',
  'CallbackAttempted',
  'CallbackEnded',
]);
export const isCallbackEvent = (event: { readonly type: string }): event is CallbackEvent =>
  callbackEventTypes.has(event.type);

const withCallback = (desk: Desk, handoffId: string, call: DeskCallback): Desk => ({
  ...desk,
  callbacks: { ...desk.callbacks, [handoffId]: call },
});

const removeCallback = (desk: Desk, handoffId: string, reason: string, at: Instant): CommandResult<Desk> => {
  const call = ownValue(desk.callbacks ?? {}, handoffId);
  const { [handoffId]: _, ...callbacks } = desk.callbacks ?? {};
  if (call === undefined) return stateOnly(desk, OK);
  const { conversationId } = call;
  return withTimelineRow({ ...desk, callbacks }, at, 'callback-ended', { handoffId, conversationId, reason });
};

const callbackGone = (why: string) => problem(409, 'Callback no longer open', why);

/** Reports the outcome of a callback attempt. A second report before routing has answered gets the first one's answer. */
const reportCallbackAttempt = (
  desk: Desk,
  { at, data: { handoffId, outcome, resolution } }: ReportCallbackAttempt,
): CommandResult<Desk> => {
  const call = ownValue(desk.callbacks ?? {}, handoffId);
  if (call === undefined) return stateOnly(desk, callbackGone('it was done, was cancelled or went to another agent'));
  const answer = { status: 202, body: { handoffId, outcome: call.reportedOutcome ?? outcome } };
  if (call.reportedOutcome !== null) return stateOnly(desk, answer);
  if (call.expiresAt === null && outcome !== 'done')
    return stateOnly(desk, problem(409, 'Customer reached', 'the customer was reached; the only outcome left is done'));
  if (call.expiresAt !== null && at >= call.expiresAt)
    return stateOnly(desk, callbackGone('the call was not reported in time and went to another agent'));
  const { poolId, tenantId, agentId } = desk;
  const callbackFields = { poolId, tenantId, handoffId, conversationId: call.conversationId, agentId, outcome };
  const data = { ...callbackFields, ...(resolution === undefined ? {} : { resolution }) };
  return {
    state: withCallback(desk, handoffId, { ...call, reportedOutcome: outcome }),
    verdict: { is: 'emit', outputs: [{ type: 'CallbackReported', data }] },
    answer,
    timeline: [],
  };
};

/** Callbacks on the desk. Routing assigns and removes them. */
export const handleCallbackEvent = (before: Desk, event: CallbackEvent): CommandResult<Desk> => {
  switch (event.type) {
    case 'ReportCallbackAttempt':
      return reportCallbackAttempt(before, event);
    case 'CallbackAssigned': {
      const { handoffId, conversationId, phone = null, team, subject, attempt, dueBy, expiresAt, why } = event.data;
      const call: DeskCallback = {
        conversationId,
        phone,
        team,
        subject,
        attempt,
        dueBy,
        expiresAt,
        reportedOutcome: null,
      };
      return withTimelineRow(withCallback(before, handoffId, call), event.at, 'callback', { handoffId, ...call, why });
    }
    case 'CallbackReturned':
      return removeCallback(before, event.data.handoffId, event.data.reason, event.at);
    case 'CallbackAttempted': {
      const { handoffId, outcome, retryAt } = event.data;
      if (retryAt !== undefined) return removeCallback(before, handoffId, outcome, event.at);
      const call = ownValue(before.callbacks ?? {}, handoffId);
      if (call === undefined || outcome !== 'reached') return stateOnly(before, OK);
      const reached = withCallback(before, handoffId, { ...call, expiresAt: null, reportedOutcome: null });
      return withTimelineRow(reached, event.at, 'callback-reached', { handoffId, conversationId: call.conversationId });
    }
    case 'CallbackEnded':
      return removeCallback(before, event.data.handoffId, event.data.reason, event.at);
  }
};
