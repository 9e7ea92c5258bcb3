import type { CallOutcome, Heard, Instant, Resolution, Subject } from '@warmline/contracts';
import type { Commanded } from '@warmline/messaging/decider';
import type { Asked, Desk } from './agent.ts';
import { nothing, OK, problem, shown } from './telling.ts';

/** A call the agent is to make. */
export interface DeskCall {
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

export type ReportCall = Asked<
  'ReportCall',
  { handoffId: string; outcome: CallOutcome; resolution?: Resolution | undefined }
>;
export type CallEvent =
  | ReportCall
  | Heard<'CallbackAssigned' | 'CallbackReturned' | 'CallbackAttempted' | 'CallbackEnded'>;

const types: ReadonlySet<string> = new Set<CallEvent['type']>([
  'ReportCall',
  'CallbackAssigned',
  'CallbackReturned',
  'CallbackAttempted',
  'CallbackEnded',
]);
export const isOfCall = (event: { readonly type: string }): event is CallEvent => types.has(event.type);

const withCall = (desk: Desk, handoffId: string, call: DeskCall): Desk => ({
  ...desk,
  callbacks: { ...desk.callbacks, [handoffId]: call },
});

const over = (desk: Desk, handoffId: string, reason: string, at: Instant): Commanded<Desk> => {
  const { [handoffId]: call, ...callbacks } = desk.callbacks ?? {};
  if (call === undefined) return nothing(desk, OK);
  const { conversationId } = call;
  return shown({ ...desk, callbacks }, at, 'callback-ended', { handoffId, conversationId, reason });
};

/** One word on each call: what is said again before routing has answered is the same word. */
const report = (desk: Desk, { handoffId, outcome, resolution }: ReportCall['data']): Commanded<Desk> => {
  const call = desk.callbacks?.[handoffId];
  if (call === undefined)
    return nothing(desk, problem(409, 'Call ended', `the callback of ${handoffId} is not on this desk`));
  const answer = { status: 202, body: { handoffId, outcome: call.said ?? outcome } };
  if (call.said !== null) return nothing(desk, answer);
  if (call.expiresAt === null && outcome !== 'done')
    return nothing(desk, problem(409, 'Customer reached', 'the customer was reached: the call can only be done'));
  const { poolId, tenantId, agentId } = desk;
  const facts = { poolId, tenantId, handoffId, conversationId: call.conversationId, agentId, outcome };
  const data = { ...facts, ...(resolution === undefined ? {} : { resolution }) };
  return {
    state: withCall(desk, handoffId, { ...call, said: outcome }),
    verdict: { is: 'emit', outputs: [{ type: 'CallbackReported', data }] },
    answer,
    timeline: [],
  };
};

/** Calls on the desk: they come by themselves, and leave when routing says so. */
export const callAtDesk = (before: Desk, event: CallEvent): Commanded<Desk> => {
  switch (event.type) {
    case 'ReportCall':
      return report(before, event.data);
    case 'CallbackAssigned': {
      const { handoffId, conversationId, phone = null, team, subject, attempt, dueBy, expiresAt, why } = event.data;
      const call: DeskCall = { conversationId, phone, team, subject, attempt, dueBy, expiresAt, said: null };
      return shown(withCall(before, handoffId, call), event.at, 'callback', { handoffId, ...call, why });
    }
    case 'CallbackReturned':
      return over(before, event.data.handoffId, event.data.reason, event.at);
    case 'CallbackAttempted': {
      const { handoffId, outcome, retryAt } = event.data;
      if (retryAt !== undefined) return over(before, handoffId, outcome, event.at);
      const call = before.callbacks?.[handoffId];
      if (call === undefined || outcome !== 'reached') return nothing(before, OK);
      const talking = withCall(before, handoffId, { ...call, expiresAt: null, said: null });
      return shown(talking, event.at, 'callback-reached', { handoffId, conversationId: call.conversationId });
    }
    case 'CallbackEnded':
      return over(before, event.data.handoffId, event.data.reason, event.at);
  }
};
