import type { Instant } from '@warmline/contracts';
import type { Commanded } from '@warmline/messaging/decider';
import type { Asked, Desk } from './agent.ts';
import { nothing, problem, shown } from './telling.ts';

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
export type HearConsult = Asked<'HearConsult', Omit<Consult, 'at'> & { readonly consultId: string }>;
/** The colleague's answer, put to the desk of who asked. */
export type HearAdvice = Asked<
  'HearAdvice',
  Pick<Consult, 'handoffId' | 'conversationId'> & {
    readonly consultId: string;
    readonly agentId: string;
    readonly name: string;
    readonly text: string;
  }
>;
/** The question is answered: it leaves the colleague's desk. */
export type ConsultDone = Asked<'ConsultDone', { readonly consultId: string }>;

/** Questions a desk holds; more are refused, so that nobody is buried in them. */
const MOST = 20;

export const hearConsult = (before: Desk, { data, at }: HearConsult): Commanded<Desk> => {
  const { consultId, ...asked } = data;
  if (before.status === 'offline')
    return nothing(before, problem(409, 'Not on duty', `${before.agentId} is not at the desk`));
  if (Object.keys(before.consults).length >= MOST)
    return nothing(before, problem(409, 'Too many questions', `${before.agentId} has ${MOST} unanswered questions`));
  const consults = { ...before.consults, [consultId]: { ...asked, at } };
  const answer = { status: 202, body: { consultId } };
  return shown({ ...before, consults }, at, 'consult', data, [], answer);
};

export const hearAdvice = (before: Desk, { data, at }: HearAdvice): Commanded<Desk> => {
  const answer = { status: 202, body: { consultId: data.consultId } };
  return shown(before, at, 'consult-answered', data, [], answer);
};

export const consultDone = (before: Desk, { data: { consultId }, at }: ConsultDone): Commanded<Desk> => {
  const { [consultId]: done, ...consults } = before.consults;
  if (done === undefined) return nothing(before, problem(404, 'Not found', `there is no open question ${consultId}`));
  const answer = { status: 202, body: { consultId } };
  return shown({ ...before, consults }, at, 'consult-ended', { consultId }, [], answer);
};
