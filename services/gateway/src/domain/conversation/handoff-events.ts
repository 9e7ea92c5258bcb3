import type { DataOf, EventOf } from '@warmline/contracts';
import type { CommandResult, Context } from '@warmline/messaging/decider';
import { cancelCallback, notifyCallbackPlanned, promisedCallback } from './callbacks.ts';
import { leaveHandoff } from './closing.ts';
import { type Conversation, DETAILS_WINDOW_MS, type HandoffEndEventType, withClosedHandoff } from './conversation.ts';
import { ConversationUpdate, OK, stateOnly } from './conversation-update.ts';
import { issueText } from './issue.ts';
import {
  agentIntroducedText,
  agentLeftText,
  leftQueueText,
  unstaffedText as nobodyThere,
  requestClosedText,
  teamsClosedText,
} from './notices.ts';
import { closedChoices, queuedChoices, unstaffedChoices } from './queue-choices.ts';

type Result = CommandResult<Conversation>;

/** The customer is asked once; the bot goes on answering meanwhile. */
export const onHandoffOffered = (before: Conversation, event: EventOf<'HandoffOffered'>, context: Context): Result => {
  if (before.is === 'ended' || before.owner.kind !== 'bot') return stateOnly(before, OK);
  const update = new ConversationUpdate(before, event.at, context.id);
  update.postMessage('system', event.data.text);
  update.updateState({ customerOfferId: event.data.offerId });
  const choices: ('accept-offer' | 'decline-offer')[] = ['accept-offer', 'decline-offer'];
  update.emit('CustomerNotified', { notice: { kind: 'handoff-offer', offerId: event.data.offerId, choices } });
  return update.result(200);
};

/** Nobody is handed over without warning: the words come first, then the conversation leaves the bot. */
export const onHandoffRequested = (
  before: Conversation,
  event: EventOf<'HandoffRequested'>,
  context: Context,
): Result => {
  const { handoffId, poolId, text, reasons } = event.data;
  const { is, handoff, closedHandoffIds, owner } = before;
  if (is === 'ended' || closedHandoffIds.includes(handoffId)) return stateOnly(before, OK);
  // The agent was quicker than the request: only what it is about is new.
  if (handoff?.handoffId === handoffId && handoff.is !== 'closed')
    return stateOnly({ ...before, handoff: { ...handoff, issue: issueText(event.data) } }, OK);
  if (owner.kind !== 'bot') return stateOnly(before, OK);
  const update = new ConversationUpdate(before, event.at, context.id);
  update.postMessage('system', text);
  // Who asks for a person again is not called as well.
  cancelCallback(update);
  update.updateState({
    handoff: { is: 'queued', handoffId, poolId, issue: issueText(event.data) },
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

/** Nobody is left to wait for a team that cannot come: why, and what can be done instead. The place in the queue stays. */
const notifyUnstaffed = (update: ConversationUpdate, { handoffId, closed: closure }: DataOf<'TeamUnstaffed'>): void => {
  update.updateState({ earlyUnstaffed: null });
  if (closure === undefined) {
    update.postMessage('system', nobodyThere);
    update.emit('CustomerNotified', { notice: { kind: 'queued', handoffId, choices: unstaffedChoices } });
    return;
  }
  const { hours, opensAt } = closure;
  update.postMessage('system', teamsClosedText(hours));
  const opening = opensAt === undefined ? {} : { opensAt };
  update.emit('CustomerNotified', { notice: { kind: 'closed', handoffId, hours, ...opening, choices: closedChoices } });
};

/** Nobody may serve the hand-off now. Heard before its request, it is kept for it. */
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

/** Warm: the agent is introduced by name and team, to the customer by name, with the issue and what was passed on. */
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
  // One hand-off at a time: routing is told that the customer no longer waits for another.
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

/** The customer left the queue while the agent took the offer: routing is told again, or the agent would be held by nobody. */
const releaseLateAssignment = (before: Conversation, event: EventOf<'HandoffAssigned'>, context: Context): Result => {
  const { handoffId, poolId, tenantId, conversationId } = event.data;
  const update = new ConversationUpdate(before, event.at, context.id);
  update.emitDeskEvent('CustomerLeft', { poolId, tenantId, handoffId, conversationId, reason: 'back-to-bot' });
  return update.result(200);
};

/** An assigned agent is gone: the customer is told and keeps the place. A declined offer is nothing the customer need know of. */
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
 * Routing has nothing more to do with the hand-off: closed, abandoned, or a callback or an answer in writing promised. Nobody is
 * left waiting for it: the conversation goes back to the bot, with words.
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
    handoff: agentName === null ? null : { is: 'closed', handoffId, poolId, surveyAnswered: false },
  });
  if (before.is === 'ended') return update.result(200);
  update.returnToBot(event.type === 'HandoffClosed' ? 'closed' : 'left the queue');
  if (event.type !== 'HandoffClosed') update.postMessage('system', leftQueueText(event, handoff.issue));
  else if (agentName !== null) update.postMessage('system', requestClosedText(agentName));
  if (event.type === 'CallbackBooked') notifyCallbackPlanned(update);
  if (agentName !== null) update.emit('CustomerNotified', { notice: { kind: 'survey', handoffId } });
  return update.result(200);
};

/** The wait as it may be told: position and an honest range, only when it changed. */
export const onWaitEstimated = (before: Conversation, event: EventOf<'WaitEstimated'>, context: Context): Result => {
  const { handoffId, position, announcement } = event.data;
  const { handoff } = before;
  if (before.is === 'ended' || handoff?.is !== 'queued' || handoff.handoffId !== handoffId)
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
