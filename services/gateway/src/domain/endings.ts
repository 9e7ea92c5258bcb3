import type { Commanded, Context } from '@warmline/messaging/decider';
import { type AnswerSurvey, type Conversation, type End, type Resolve, withOver } from './conversation.ts';
import { nothing, problem, Telling } from './telling.ts';
import { closedBy } from './words.ts';

type Result = Commanded<Conversation>;

/** Tells routing that the customer is gone: out of the queue at once, while an agent who has the hand-off says how it ended. */
export const leave = (t: Telling, reason: 'ended' | 'back-to-bot'): void => {
  const { handoff, tenantId, conversationId, over } = t.state;
  if (handoff === null || handoff.is === 'closed') return;
  const { handoffId, poolId } = handoff;
  t.also('CustomerLeft', { poolId, tenantId, handoffId, conversationId, reason });
  if (handoff.is === 'queued' || reason === 'back-to-bot')
    t.change({ handoff: null, waitTold: null, over: withOver(over, handoffId) });
};

export const end = (before: Conversation, event: End, context: Context): Result => {
  const t = new Telling(before, event.at, context.id);
  const { handoff } = before;
  leave(t, 'ended');
  t.tell('ConversationEnded', { by: event.data.by, ...(handoff === null ? {} : { handoffId: handoff.handoffId }) });
  t.change({ is: 'ended', awaiting: null, offer: null });
  return t.done(202);
};

export const resolve = (before: Conversation, event: Resolve, context: Context): Result => {
  const { handoff, owner, tenantId, conversationId } = before;
  const { agentId, resolution } = event.data;
  if (handoff?.is !== 'assigned' || handoff.agentId !== agentId) {
    const why = `agent ${agentId} has no open hand-off here; the owner is ${owner.kind} ${owner.id}`;
    return nothing(before, problem(409, 'Not the owner', why));
  }
  if (handoff.passing)
    return nothing(before, problem(409, 'Transfer under way', 'it is being passed on: wait for the answer'));
  const t = new Telling(before, event.at, context.id);
  const { handoffId, poolId } = handoff;
  t.also('HandoffResolved', { poolId, tenantId, handoffId, conversationId, agentId, resolution, resolvedAt: t.at });
  t.change({ handoff: { is: 'closed', handoffId, poolId, surveyed: false }, over: withOver(before.over, handoffId) });
  if (before.is === 'open') {
    t.passToBot('resolved');
    t.message('system', closedBy(handoff.agentName));
    t.tell('CustomerNotified', { notice: { kind: 'survey', handoffId } });
  }
  return t.done(202);
};

export const answerSurvey = (before: Conversation, event: AnswerSurvey, context: Context): Result => {
  const { handoffId, context: enough, stars, suggestion } = event.data;
  const { handoff } = before;
  const refuse = (title: string, why: string) => nothing(before, problem(409, title, why));
  if (handoff?.is !== 'closed' || handoff.handoffId !== handoffId)
    return refuse('No survey open', `hand-off ${handoffId} has not been closed here`);
  if (handoff.surveyed) return refuse('Already answered', `the survey of hand-off ${handoffId} was answered before`);
  const t = new Telling(before, event.at, context.id);
  const said = suggestion === undefined ? {} : { suggestion };
  t.tell('SurveyAnswered', { handoffId, context: enough, stars, answeredAt: t.at, ...said });
  t.change({ handoff: { ...handoff, surveyed: true } });
  return t.done(201);
};
