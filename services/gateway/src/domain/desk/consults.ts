import { ownValue } from '@warmline/contracts';
import type { CommandResult } from '@warmline/messaging/decider';
import { problem, stateOnly, withTimelineRow } from '../results.ts';
import { isReachable } from './connection.ts';
import type { Desk } from './desk.ts';
import type { CloseConsult, ReceiveConsult, ReceiveConsultAnswer } from './desk-commands.ts';

/** Open questions on one desk; more are refused. */
const MAX_OPEN_CONSULTS = 20;

export const receiveConsult = (before: Desk, { data, at }: ReceiveConsult): CommandResult<Desk> => {
  const { consultId, ...consult } = data;
  if (!isReachable(before))
    return stateOnly(before, problem(409, 'Colleague offline', `${before.name} is not on duty`));
  if (Object.keys(before.consults).length >= MAX_OPEN_CONSULTS)
    return stateOnly(
      before,
      problem(409, 'Too many questions', `${before.name} has ${MAX_OPEN_CONSULTS} unanswered questions`),
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
  const done = ownValue(before.consults, consultId);
  const { [consultId]: _, ...consults } = before.consults;
  if (done === undefined) return stateOnly(before, problem(404, 'Not found', 'this question is no longer open'));
  const answer = { status: 202, body: { consultId } };
  return withTimelineRow({ ...before, consults }, at, 'consult-ended', { consultId }, [], answer);
};
