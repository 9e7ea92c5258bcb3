import type { Instant } from '@warmline/contracts';
import type { CommandResult } from '@warmline/messaging/decider';
import { problem, stateOnly, withTimelineRow } from '../conversation/conversation-update.ts';
import type { CommandOf, Desk } from './desk.ts';

/** A colleague's question about a hand-off he has: between the two of them, the customer hears nothing. */
export interface Consult {
  readonly handoffId: string;
  readonly conversationId: string;
  readonly from: string;
  readonly fromName: string;
  readonly question: string;
  readonly at: Instant;
}

/** Put to the desk of the colleague, who sees the card with it. */
export type ReceiveConsult = CommandOf<'HearConsult', Omit<Consult, 'at'> & { readonly consultId: string }>;
/** The colleague's answer, put to the desk of who asked. */
export type ReceiveConsultAnswer = CommandOf<
  'HearAdvice',
  Pick<Consult, 'handoffId' | 'conversationId'> & {
    readonly consultId: string;
    readonly agentId: string;
    readonly name: string;
    readonly text: string;
  }
>;
/** The question is answered: it leaves the colleague's desk. */
export type CloseConsult = CommandOf<'ConsultDone', { readonly consultId: string }>;

/** Questions a desk holds; more are refused, so that nobody is buried in them. */
const MAX_OPEN_CONSULTS = 20;

export const receiveConsult = (before: Desk, { data, at }: ReceiveConsult): CommandResult<Desk> => {
  const { consultId, ...consult } = data;
  if (before.status === 'offline')
    return stateOnly(before, problem(409, 'Not on duty', `${before.agentId} is not at the desk`));
  if (Object.keys(before.consults).length >= MAX_OPEN_CONSULTS)
    return stateOnly(
      before,
      problem(409, 'Too many questions', `${before.agentId} has ${MAX_OPEN_CONSULTS} unanswered questions`),
    );
  const consults = { ...before.consults, [consultId]: { ...consult, at } };
  const answer = { status: 202, body: { consultId } };
  return withTimelineRow({ ...before, consults }, at, 'consult', data, [], answer);
};

export const receiveConsultAnswer = (before: Desk, { data, at }: ReceiveConsultAnswer): CommandResult<Desk> => {
  const answer = { status: 202, body: { consultId: data.consultId } };
  return withTimelineRow(before, at, 'consult-answered', data, [], answer);
};

export const closeConsult = (before: Desk, { data: { consultId }, at }: CloseConsult): CommandResult<Desk> => {
  const { [consultId]: done, ...consults } = before.consults;
  if (done === undefined) return stateOnly(before, problem(404, 'Not found', `there is no open question ${consultId}`));
  const answer = { status: 202, body: { consultId } };
  return withTimelineRow({ ...before, consults }, at, 'consult-ended', { consultId }, [], answer);
};
