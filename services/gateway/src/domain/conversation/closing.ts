import type { CommandResult, Context } from '@warmline/messaging/decider';
import { type AnswerSurvey, type Conversation, type End, type Resolve, withClosedHandoff } from './conversation.ts';
import { ConversationUpdate, problem, stateOnly } from './conversation-update.ts';
import { requestClosedText } from './notices.ts';

type Result = CommandResult<Conversation>;

/** Tells routing that the customer is gone: out of the queue at once, while an agent who has the hand-off says how it ended. */
export const leaveHandoff = (update: ConversationUpdate, reason: 'ended' | 'back-to-bot'): void => {
  const { handoff, tenantId, conversationId, closedHandoffIds } = update.state;
  if (handoff === null || handoff.is === 'closed') return;
  const { handoffId, poolId } = handoff;
  update.emitDeskEvent('CustomerLeft', { poolId, tenantId, handoffId, conversationId, reason });
  if (handoff.is === 'queued' || reason === 'back-to-bot')
    update.updateState({
      handoff: null,
      announcementKey: null,
      closedHandoffIds: withClosedHandoff(closedHandoffIds, handoffId),
    });
};

export const endConversation = (before: Conversation, event: End, context: Context): Result => {
  const update = new ConversationUpdate(before, event.at, context.id);
  const { handoff } = before;
  leaveHandoff(update, 'ended');
  update.emit('ConversationEnded', {
    by: event.data.by,
    ...(handoff === null ? {} : { handoffId: handoff.handoffId }),
  });
  update.updateState({ is: 'ended', awaitedBotReply: null, customerOfferId: null });
  return update.result(202);
};

export const resolveHandoff = (before: Conversation, event: Resolve, context: Context): Result => {
  const { handoff, owner, tenantId, conversationId } = before;
  const { agentId, resolution } = event.data;
  if (handoff?.is !== 'assigned' || handoff.agentId !== agentId) {
    const why = `agent ${agentId} has no open hand-off here; the owner is ${owner.kind} ${owner.id}`;
    return stateOnly(before, problem(409, 'Not the owner', why));
  }
  if (handoff.transferPending)
    return stateOnly(before, problem(409, 'Transfer under way', 'it is being passed on: wait for the answer'));
  const update = new ConversationUpdate(before, event.at, context.id);
  const { handoffId, poolId } = handoff;
  update.emitDeskEvent('HandoffResolved', {
    poolId,
    tenantId,
    handoffId,
    conversationId,
    agentId,
    resolution,
    resolvedAt: update.at,
  });
  update.updateState({
    handoff: { is: 'closed', handoffId, poolId, surveyAnswered: false },
    closedHandoffIds: withClosedHandoff(before.closedHandoffIds, handoffId),
  });
  if (before.is === 'open') {
    update.returnToBot('resolved');
    update.postMessage('system', requestClosedText(handoff.agentName));
    update.emit('CustomerNotified', { notice: { kind: 'survey', handoffId } });
  }
  return update.result(202);
};

export const answerSurvey = (before: Conversation, event: AnswerSurvey, context: Context): Result => {
  const { handoffId, context: contextRating, stars, suggestion } = event.data;
  const { handoff } = before;
  const refuse = (title: string, why: string) => stateOnly(before, problem(409, title, why));
  if (handoff?.is !== 'closed' || handoff.handoffId !== handoffId)
    return refuse('No survey open', `hand-off ${handoffId} has not been closed here`);
  if (handoff.surveyAnswered)
    return refuse('Already answered', `the survey of hand-off ${handoffId} was answered before`);
  const update = new ConversationUpdate(before, event.at, context.id);
  const suggestionField = suggestion === undefined ? {} : { suggestion };
  update.emit('SurveyAnswered', {
    handoffId,
    context: contextRating,
    stars,
    answeredAt: update.at,
    ...suggestionField,
  });
  update.updateState({ handoff: { ...handoff, surveyAnswered: true } });
  return update.result(201);
};
