import type { CommandResult, Context } from '@warmline/messaging/decider';
import { problem, stateOnly } from '../results.ts';
import { type Conversation, surveyOf, withAnsweredSurvey, withClosedHandoff, withSurvey } from './conversation.ts';
import type { AnswerSurvey, End, Resolve } from './conversation-commands.ts';
import { ConversationUpdate } from './conversation-update.ts';
import { refusedText, requestClosedText } from './notices.ts';
import { notAssigned, transferPending } from './refusals.ts';

type Result = CommandResult<Conversation>;

/** Tells routing that the customer left. A queued hand-off ends at once; an assigned one when its agent resolves it, or on back-to-bot. */
export const leaveHandoff = (update: ConversationUpdate, reason: 'ended' | 'back-to-bot'): void => {
  const { handoff, tenantId, conversationId, closedHandoffIds } = update.state;
  if (handoff === null || handoff.is === 'closed') return;
  const { handoffId, poolId } = handoff;
  update.emitDeskEvent('CustomerLeft', { poolId, tenantId, handoffId, conversationId, reason });
  if (handoff.is === 'queued' || reason === 'back-to-bot') {
    update.rememberHandoff(reason === 'ended' ? 'left' : reason);
    update.updateState({
      handoff: null,
      shownCard: null,
      closedHandoffIds: withClosedHandoff(closedHandoffIds, handoffId),
    });
  }
};

export const endConversation = (before: Conversation, event: End, context: Context): Result => {
  const update = new ConversationUpdate(before, event.at, context.id);
  const { handoff } = before;
  update.withholdAnswers();
  leaveHandoff(update, 'ended');
  update.emit('ConversationEnded', {
    by: event.data.by,
    ...(handoff === null ? {} : { handoffId: handoff.handoffId }),
  });
  update.updateState({ is: 'ended', awaitedBotReply: null, customerOfferId: null });
  return update.result(202);
};

export const resolveHandoff = (before: Conversation, event: Resolve, context: Context): Result => {
  const { handoff, tenantId, conversationId } = before;
  const { agentId, resolution } = event.data;
  if (handoff?.is !== 'assigned' || handoff.agentId !== agentId) {
    return stateOnly(before, notAssigned(before));
  }
  if (handoff.transferPending) return stateOnly(before, transferPending);
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
  update.rememberHandoff(resolution.resolved ? 'resolved' : 'not-resolved');
  update.updateState({
    handoff: { is: 'closed', handoffId, poolId },
    surveys: withSurvey(before, handoffId),
    closedHandoffIds: withClosedHandoff(before.closedHandoffIds, handoffId),
  });
  if (before.is === 'open') {
    update.returnToBot('resolved');
    update.postMessage('system', requestClosedText(before, handoff.agentName));
    update.emit('CustomerNotified', { notice: { kind: 'survey', handoffId } });
  }
  return update.result(202);
};

export const answerSurvey = (before: Conversation, event: AnswerSurvey, context: Context): Result => {
  const handoffId = event.data.handoffId ?? before.surveys?.at(-1)?.handoffId ?? '';
  const survey = surveyOf(before, handoffId);
  const refuse = (title: string, why: 'survey' | 'rated') =>
    stateOnly(before, problem(409, title, refusedText(before, why)));
  if (survey === undefined) return refuse('No survey open', 'survey');
  if (survey.isAnswered) return refuse('Survey already answered', 'rated');
  const update = new ConversationUpdate(before, event.at, context.id);
  applySurvey(update, { ...event.data, handoffId });
  return update.result(201);
};

/** The answers to an open survey, from a form or a message. */
export const applySurvey = (
  update: ConversationUpdate,
  { handoffId, context, stars, suggestion }: AnswerSurvey['data'] & { readonly handoffId: string },
): void => {
  update.emit('SurveyAnswered', {
    handoffId,
    stars,
    answeredAt: update.at,
    ...(context === undefined ? {} : { context }),
    ...(suggestion === undefined ? {} : { suggestion }),
  });
  update.updateState({ surveys: withAnsweredSurvey(update.state, handoffId) });
};
