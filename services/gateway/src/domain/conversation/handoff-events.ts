import type { EventOf } from '@warmline/contracts';
import type { CommandResult, Context } from '@warmline/messaging/decider';
import { OK, stateOnly } from '../results.ts';
import { cancelCallback, notifyCallbackPlanned, promisedCallback } from './callbacks.ts';
import { leaveHandoff } from './closing.ts';
import {
  type Conversation,
  type ConversationSettings,
  DETAILS_WINDOW_MS,
  type HandoffStatus,
  mayBotAnswer,
  withClosedHandoff,
  withSurvey,
} from './conversation.ts';
import type { HandoffEndEventType } from './conversation-commands.ts';
import { ConversationUpdate } from './conversation-update.ts';
import { showOffer } from './held-answers.ts';
import { agentIntroducedText, agentLeftText, leftQueueText, requestClosedText } from './notices.ts';
import { aboutOf, endOf, keptAbout } from './past-handoffs.ts';
import { withTicket } from './tickets.ts';
import { showCard } from './waiting-card.ts';
import { newWait, type WaitingFact, type WaitingFacts, withFact } from './waiting-facts.ts';

type Result = CommandResult<Conversation>;
type QueuedHandoff = Extract<HandoffStatus, { is: 'queued' }>;

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
    return stateOnly({ ...before, handoff: { ...handoff, ...aboutOf(before, event.data) } }, OK);
  if (owner.kind !== 'bot') return stateOnly(before, OK);
  const update = new ConversationUpdate(before, event.at, context.id);
  update.withholdAnswers();
  update.postMessage('system', text);
  // A new request replaces a booked callback.
  cancelCallback(update);
  const waiting: WaitingFacts = {
    ...newWait(update.at),
    ...(before.earlyWait?.handoffId === handoffId ? before.earlyWait.waiting : {}),
    ...(reasons.includes('human_request') ? { detailsUntil: update.at + DETAILS_WINDOW_MS } : {}),
  };
  update.updateState({
    handoff: { is: 'queued', handoffId, poolId, ...aboutOf(before, event.data), waiting },
    customerOfferId: null,
    shownCard: null,
    earlyWait: null,
  });
  update.changeOwner('queue', handoffId, 'handed over');
  showCard(update);
  return update.result(200);
};

/** Something is known of the wait. Received before the request of its hand-off, it is kept until then. */
export const onWaitingFact = (
  before: Conversation,
  event: Exclude<WaitingFact, EventOf<'HandoffReturned'>>,
  context: Context,
): Result => {
  const { is, handoff, closedHandoffIds, earlyWait } = before;
  const { handoffId } = event.data;
  if (is === 'ended' || closedHandoffIds.includes(handoffId)) return stateOnly(before, OK);
  if (handoff?.handoffId !== handoffId) {
    const known = earlyWait?.handoffId === handoffId ? earlyWait.waiting : {};
    return stateOnly({ ...before, earlyWait: { handoffId, waiting: withFact(known, event) } }, OK);
  }
  return handoff.is === 'queued' ? withNewFact(before, handoff, event, context) : stateOnly(before, OK);
};

const withNewFact = (before: Conversation, handoff: QueuedHandoff, event: WaitingFact, context: Context): Result => {
  const waiting = withFact(handoff.waiting ?? {}, event);
  if (waiting === handoff.waiting) return stateOnly(before, OK);
  const update = new ConversationUpdate({ ...before, handoff: { ...handoff, waiting } }, event.at, context.id);
  if (!mayBotAnswer(update.state, update.at)) update.updateState({ awaitedBotReply: null });
  showCard(update);
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
  if (before.closedHandoffIds.includes(handoffId)) return releaseLate(before, event, context);
  const update = new ConversationUpdate(before, event.at, context.id);
  const isKnown = handoff !== null && handoff.is !== 'closed' && handoff.handoffId === handoffId;
  // A conversation has one hand-off: the customer leaves any other one.
  if (!isKnown) leaveHandoff(update, 'back-to-bot');
  const assignedHandoff = {
    is: 'assigned',
    handoffId,
    poolId,
    ...(isKnown ? keptAbout(handoff) : { issue: null }),
    agentId,
    agentName,
    team,
  } as const;
  update.updateState({ handoff: assignedHandoff, shownCard: null, customerOfferId: null });
  if (before.is === 'ended') return update.result(200);
  update.changeOwner('agent', agentId, 'assigned');
  update.postMessage('system', agentIntroducedText(update.state, assignedHandoff, before.owner.kind !== 'bot'));
  update.emit('CustomerNotified', { notice: { kind: 'agent-joined', handoffId, agentName, team } });
  return update.result(200);
};

/**
 * The hand-off ended here while routing gave it to an agent, or took it from the one who resolved it. Routing is told again, so that
 * nobody is offered it.
 */
const releaseLate = (
  before: Conversation,
  event: EventOf<'HandoffAssigned' | 'HandoffReturned'>,
  context: Context,
): Result => {
  const { handoffId, poolId, tenantId, conversationId } = event.data;
  const update = new ConversationUpdate(before, event.at, context.id);
  update.emitDeskEvent('CustomerLeft', { poolId, tenantId, handoffId, conversationId, reason: 'back-to-bot' });
  return update.result(200);
};

/** The assigned agent lost or transferred the hand-off: the customer is notified and keeps the place. An offer that ended changes their card. */
export const onHandoffReturned = (
  before: Conversation,
  event: EventOf<'HandoffReturned'>,
  context: Context,
): Result => {
  const { handoff } = before;
  const { handoffId, agentId, reason } = event.data;
  if (before.closedHandoffIds.includes(handoffId) && event.data.offerId === undefined)
    return releaseLate(before, event, context);
  if (handoff?.is === 'queued' && handoff.handoffId === handoffId && before.is === 'open')
    return withNewFact(before, handoff, event, context);
  if (handoff?.is !== 'assigned' || handoff.handoffId !== handoffId || handoff.agentId !== agentId)
    return stateOnly(before, OK);
  const { poolId } = handoff;
  const update = new ConversationUpdate(before, event.at, context.id);
  update.updateState({
    handoff: { is: 'queued', handoffId, poolId, ...keptAbout(handoff), waiting: newWait(update.at) },
  });
  if (before.is === 'ended') {
    leaveHandoff(update, 'ended');
    return update.result(200);
  }
  update.postMessage('system', agentLeftText(before, handoff, reason));
  update.changeOwner('queue', handoffId, reason);
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
  update.rememberHandoff(endOf(event));
  update.updateState({
    closedHandoffIds,
    shownCard: null,
    callbackWindows: null,
    handoff: agentName === null ? null : { is: 'closed', handoffId, poolId },
    ...(agentName === null ? {} : { surveys: withSurvey(before, handoffId) }),
    ...(event.type === 'TicketFiled' ? { openTickets: withTicket(before, handoffId) } : {}),
  });
  if (before.is === 'ended') return update.result(200);
  update.returnToBot(event.type === 'HandoffClosed' ? 'closed' : 'left the queue');
  if (event.type !== 'HandoffClosed') update.postMessage('system', leftQueueText(before, event, handoff.issue));
  else if (agentName !== null) update.postMessage('system', requestClosedText(before, agentName));
  if (event.type === 'CallbackBooked') notifyCallbackPlanned(update);
  if (agentName !== null) update.emit('CustomerNotified', { notice: { kind: 'survey', handoffId } });
  return update.result(200);
};
