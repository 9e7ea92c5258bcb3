import type { CallOutcome, EventOf, Instant, Resolution, Subject } from '@warmline/contracts';
import type { CommandResult } from '@warmline/messaging/decider';
import { OK, problem, stateOnly, withTimelineRow } from '../conversation/conversation-update.ts';
import type { CommandOf, Desk } from './desk.ts';

/** A call the agent is to make. */
export interface DeskCallback {
  readonly conversationId: string;
  readonly phone: string | null;
  readonly team: string;
  readonly subject: Subject;
  readonly attempt: number;
  /** As it was promised to the customer. */
  readonly dueBy: Instant;
  /** It goes to a colleague then; null = he talks to the customer. */
  readonly expiresAt: Instant | null;
  /** What the agent said of it, until routing has answered. */
  readonly said: CallOutcome | null;
}

export type ReportCallbackAttempt = CommandOf<
  'ReportCall',
  { handoffId: string; outcome: CallOutcome; resolution?: Resolution | undefined }
>;
export type CallbackEvent =
  | ReportCallbackAttempt
  | EventOf<'CallbackAssigned' | 'CallbackReturned' | 'CallbackAttempted' | 'CallbackEnded'>;

const callbackEventTypes: ReadonlySet<string> = new Set<CallbackEvent['type']>([
  'ReportCall',
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
  const { [handoffId]: call, ...callbacks } = desk.callbacks ?? {};
  if (call === undefined) return stateOnly(desk, OK);
  const { conversationId } = call;
  return withTimelineRow({ ...desk, callbacks }, at, 'callback-ended', { handoffId, conversationId, reason });
};

/** One word on each call: what is said again before routing has answered is the same word. */
const reportCallbackAttempt = (
  desk: Desk,
  { handoffId, outcome, resolution }: ReportCallbackAttempt['data'],
): CommandResult<Desk> => {
  const call = desk.callbacks?.[handoffId];
  if (call === undefined)
    return stateOnly(desk, problem(409, 'Call ended', `the callback of ${handoffId} is not on this desk`));
  const answer = { status: 202, body: { handoffId, outcome: call.said ?? outcome } };
  if (call.said !== null) return stateOnly(desk, answer);
  if (call.expiresAt === null && outcome !== 'done')
    return stateOnly(desk, problem(409, 'Customer reached', 'the customer was reached: the call can only be done'));
  const { poolId, tenantId, agentId } = desk;
  const callbackFields = { poolId, tenantId, handoffId, conversationId: call.conversationId, agentId, outcome };
  const data = { ...callbackFields, ...(resolution === undefined ? {} : { resolution }) };
  return {
    state: withCallback(desk, handoffId, { ...call, said: outcome }),
    verdict: { is: 'emit', outputs: [{ type: 'CallbackReported', data }] },
    answer,
    timeline: [],
  };
};

/** Calls on the desk: they come by themselves, and leave when routing says so. */
export const handleCallbackEvent = (before: Desk, event: CallbackEvent): CommandResult<Desk> => {
  switch (event.type) {
    case 'ReportCall':
      return reportCallbackAttempt(before, event.data);
    case 'CallbackAssigned': {
      const { handoffId, conversationId, phone = null, team, subject, attempt, dueBy, expiresAt, why } = event.data;
      const call: DeskCallback = { conversationId, phone, team, subject, attempt, dueBy, expiresAt, said: null };
      return withTimelineRow(withCallback(before, handoffId, call), event.at, 'callback', { handoffId, ...call, why });
    }
    case 'CallbackReturned':
      return removeCallback(before, event.data.handoffId, event.data.reason, event.at);
    case 'CallbackAttempted': {
      const { handoffId, outcome, retryAt } = event.data;
      if (retryAt !== undefined) return removeCallback(before, handoffId, outcome, event.at);
      const call = before.callbacks?.[handoffId];
      if (call === undefined || outcome !== 'reached') return stateOnly(before, OK);
      const reached = withCallback(before, handoffId, { ...call, expiresAt: null, said: null });
      return withTimelineRow(reached, event.at, 'callback-reached', { handoffId, conversationId: call.conversationId });
    }
    case 'CallbackEnded':
      return removeCallback(before, event.data.handoffId, event.data.reason, event.at);
  }
};
