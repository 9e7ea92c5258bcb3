import type { DataOf, EventOf } from '@warmline/contracts';
import type { CommandResult, Context } from '@warmline/messaging/decider';
import { OK, stateOnly } from '../results.ts';
import { cancelCallback, notifyCallbackPlanned, promisedCallback } from './callbacks.ts';
import { leaveHandoff } from './closing.ts';
import {
  type Conversation,
  type ConversationSettings,
  DETAILS_WINDOW_MS,
  withClosedHandoff,
  withSurvey,
} from './conversation.ts';
import type { HandoffEndEventType } from './conversation-commands.ts';
import { ConversationUpdate } from './conversation-update.ts';
import { showOffer } from './held-answers.ts';
import { issueText } from './issue.ts';
import {
  agentIntroducedText,
  agentLeftText,
  leftQueueText,
  requestClosedText,
  teamsClosedText,
  unstaffedText,
} from './notices.ts';
import { closedChoices, queuedChoices, unstaffedChoices } from './queue-choices.ts';

type Result = CommandResult<Conversation>;

/** The customer gets one offer, after the answer of the bot. The bot continues to answer meanwhile. */
export const onHandoffOffered = (
  before: Conversation,
  event: EventOf<'HandoffOffered'>,
  settings: ConversationSettings,
  context: Context,
): Result => {
  const { is, owner, awaitedBotReply, tenantId, channel } = before;
  const { offerId, text } = event.data;
  if (is === 'ended' || owner.kind !== 'bot') return stateOnly(before, OK);
  const waitMs = settings.verdictWaitMsOf(tenantId, channel);
  if (awaitedBotReply !== null && waitMs > 0)
    return stateOnly({ ...before, heldOffer: { offerId, text, releaseAt: awaitedBotReply.deadline + waitMs } }, OK);
  const update = new ConversationUpdate(before, event.at, context.id);
  showOffer(update, { offerId, text });
  return update.result(200);
};

/** The customer is notified first; then the owner changes from the bot to the queue. */
export const onHandoffRequested = (
  before: Conversation,
  event: EventOf<'HandoffRequested'>,
  context: Context,
): Result => {
  const { handoffId, poolId, text, reasons } = event.data;
  const { is, handoff, closedHandoffIds, owner } = before;
  if (is === 'ended' || closedHandoffIds.includes(handoffId)) return stateOnly(before, OK);
  // The assignment was received first; the request adds the issue.
  if (handoff?.handoffId === handoffId && handoff.is !== 'closed')
    return stateOnly({ ...before, handoff: { ...handoff, issue: issueText(before, event.data) } }, OK);
  if (owner.kind !== 'bot') return stateOnly(before, OK);
  const update = new ConversationUpdate(before, event.at, context.id);
  update.withholdAnswers();
  update.postMessage('system', text);
  // A new request replaces a booked callback.
  cancelCallback(update);
  update.updateState({
    handoff: { is: 'queued', handoffId, poolId, issue: issueText(before, event.data) },
    customerOfferId: null,
    announcementKey: null,
  });
  update.changeOwner('queue', handoffId, 'handed over');
  update.emit('CustomerNotified', { notice: { kind: 'queued', handoffId, choices: queuedChoices } });
  if (reasons.includes('human_request')) {
    const closesAt = update.at + DETAILS_WINDOW_MS;
    const choices: ('connect-now' | 'share-details')[] = ['connect-now', 'share-details'];
    update.emit('CustomerNotified', { notice: { kind: 'share-details', handoffId, choices, closesAt } });
  }
  if (before.earlyUnstaffed?.handoffId === handoffId) notifyUnstaffed(update, before.earlyUnstaffed);
  return update.result(200);
};

/** Tells the customer why no agent can take the hand-off, and the alternatives. The place in the queue stays. */
const notifyUnstaffed = (update: ConversationUpdate, { handoffId, closed: closure }: DataOf<'TeamUnstaffed'>): void => {
  update.updateState({ earlyUnstaffed: null });
  if (closure === undefined) {
    update.postMessage('system', unstaffedText(update.state));
    update.emit('CustomerNotified', { notice: { kind: 'queued', handoffId, choices: unstaffedChoices } });
    return;
  }
  const { hours, opensAt } = closure;
  update.postMessage('system', teamsClosedText(update.state, hours));
  const opening = opensAt === undefined ? {} : { opensAt };
  const { handoff } = update.state;
  if (handoff?.is === 'queued')
    update.updateState({ handoff: { ...handoff, closed: opensAt === undefined ? {} : { until: opensAt } } });
  update.emit('CustomerNotified', { notice: { kind: 'closed', handoffId, hours, ...opening, choices: closedChoices } });
};

/** No agent can take the hand-off now. Received before its request, the event is kept until then. */
export const onTeamUnstaffed = (before: Conversation, event: EventOf<'TeamUnstaffed'>, context: Context): Result => {
  const { is, handoff, closedHandoffIds } = before;
  const { handoffId } = event.data;
  if (is === 'ended' || closedHandoffIds.includes(handoffId)) return stateOnly(before, OK);
  if (handoff?.handoffId !== handoffId) return stateOnly({ ...before, earlyUnstaffed: event.data }, OK);
  if (handoff.is !== 'queued') return stateOnly(before, OK);
  const update = new ConversationUpdate(before, event.at, context.id);
  notifyUnstaffed(update, event.data);
  return update.result(200);
};

/** Introduces the agent to the customer: names, team, issue, and what the agent already knows. */
export const onHandoffAssigned = (
  before: Conversation,
  event: EventOf<'HandoffAssigned'>,
  context: Context,
): Result => {
  const { handoffId, poolId, agentId, agentName, team } = event.data;
  const { handoff } = before;
  if (before.closedHandoffIds.includes(handoffId)) return releaseLateAssignment(before, event, context);
  const update = new ConversationUpdate(before, event.at, context.id);
  const isKnown = handoff !== null && handoff.is !== 'closed' && handoff.handoffId === handoffId;
  // A conversation has one hand-off: the customer leaves any other one.
  if (!isKnown) leaveHandoff(update, 'back-to-bot');
  const assignedHandoff = {
    is: 'assigned',
    handoffId,
    poolId,
    issue: isKnown ? handoff.issue : null,
    agentId,
    agentName,
    team,
  } as const;
  update.updateState({ handoff: assignedHandoff, announcementKey: null, customerOfferId: null });
  if (before.is === 'ended') return update.result(200);
  update.changeOwner('agent', agentId, 'assigned');
  update.postMessage('system', agentIntroducedText(update.state, assignedHandoff, before.owner.kind !== 'bot'));
  update.emit('CustomerNotified', { notice: { kind: 'agent-joined', handoffId, agentName, team } });
  return update.result(200);
};

/** The customer left the queue while the agent accepted. Routing is told again, so that it frees the agent. */
const releaseLateAssignment = (before: Conversation, event: EventOf<'HandoffAssigned'>, context: Context): Result => {
  const { handoffId, poolId, tenantId, conversationId } = event.data;
  const update = new ConversationUpdate(before, event.at, context.id);
  update.emitDeskEvent('CustomerLeft', { poolId, tenantId, handoffId, conversationId, reason: 'back-to-bot' });
  return update.result(200);
};

/** The assigned agent lost or transferred the hand-off: the customer is notified and keeps the place. Declined offers are not notified. */
export const onHandoffReturned = (
  before: Conversation,
  event: EventOf<'HandoffReturned'>,
  context: Context,
): Result => {
  const { handoff } = before;
  const { handoffId, agentId, reason } = event.data;
  if (handoff?.is !== 'assigned' || handoff.handoffId !== handoffId || handoff.agentId !== agentId)
    return stateOnly(before, OK);
  const { poolId, issue } = handoff;
  const update = new ConversationUpdate(before, event.at, context.id);
  update.updateState({ handoff: { is: 'queued', handoffId, poolId, issue } });
  if (before.is === 'ended') {
    leaveHandoff(update, 'ended');
    return update.result(200);
  }
  update.postMessage('system', agentLeftText(before, handoff, reason));
  update.changeOwner('queue', handoffId, reason);
  update.emit('CustomerNotified', { notice: { kind: 'queued', handoffId, choices: queuedChoices } });
  return update.result(200);
};

/**
 * The hand-off ended in routing: closed, abandoned, or replaced by a callback or a ticket. The customer is notified, and the owner
 * is the bot again.
 */
export const onHandoffEnded = (
  previous: Conversation,
  event: EventOf<HandoffEndEventType>,
  context: Context,
): Result => {
  const before = event.type === 'CallbackBooked' ? { ...previous, callback: promisedCallback(event) } : previous;
  const { handoff } = before;
  const { handoffId, poolId } = event.data;
  if (before.closedHandoffIds.includes(handoffId)) return stateOnly(before, OK);
  const closedHandoffIds = withClosedHandoff(before.closedHandoffIds, handoffId);
  if (handoff?.handoffId !== handoffId || handoff.is === 'closed')
    return stateOnly({ ...before, closedHandoffIds }, OK);
  const update = new ConversationUpdate(before, event.at, context.id);
  const agentName = handoff.is === 'assigned' ? handoff.agentName : null;
  update.updateState({
    closedHandoffIds,
    announcementKey: null,
    callbackWindows: null,
    handoff: agentName === null ? null : { is: 'closed', handoffId, poolId },
    ...(agentName === null ? {} : { surveys: withSurvey(before, handoffId) }),
  });
  if (before.is === 'ended') return update.result(200);
  update.returnToBot(event.type === 'HandoffClosed' ? 'closed' : 'left the queue');
  if (event.type !== 'HandoffClosed') update.postMessage('system', leftQueueText(before, event, handoff.issue));
  else if (agentName !== null) update.postMessage('system', requestClosedText(before, agentName));
  if (event.type === 'CallbackBooked') notifyCallbackPlanned(update);
  if (agentName !== null) update.emit('CustomerNotified', { notice: { kind: 'survey', handoffId } });
  return update.result(200);
};

/** Notifies the customer of position and wait range, when either changed; not of those in a queue whose teams are closed. */
export const onWaitEstimated = (before: Conversation, event: EventOf<'WaitEstimated'>, context: Context): Result => {
  const { handoffId, position, announcement } = event.data;
  const { handoff } = before;
  if (before.is === 'ended' || handoff?.is !== 'queued' || handoff.handoffId !== handoffId)
    return stateOnly(before, OK);
  if (handoff.closed !== undefined && event.at < (handoff.closed.until ?? Number.POSITIVE_INFINITY))
    return stateOnly(before, OK);
  const announcementKey = JSON.stringify([position, announcement]);
  if (announcementKey === before.announcementKey) return stateOnly(before, OK);
  const update = new ConversationUpdate(before, event.at, context.id);
  update.updateState({ announcementKey });
  const notice: DataOf<'CustomerNotified'>['notice'] = {
    kind: 'wait',
    handoffId,
    position,
    underOneMinute: announcement.underOneMinute,
    ...(announcement.lowMinutes === undefined ? {} : { lowMinutes: announcement.lowMinutes }),
    ...(announcement.highMinutes === undefined ? {} : { highMinutes: announcement.highMinutes }),
  };
  update.emit('CustomerNotified', { notice });
  return update.result(200);
};
