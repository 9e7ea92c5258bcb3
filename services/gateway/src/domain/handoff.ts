import type { DataOf, Heard } from '@warmline/contracts';
import type { Commanded, Context } from '@warmline/messaging/decider';
import { giveUpCall, promised, tellPlanned } from './callbacks.ts';
import { type Conversation, DETAILS_MS, type Gone, withOver } from './conversation.ts';
import { leave } from './endings.ts';
import { issueOf } from './issue.ts';
import { inQueue, whileClosed, whileUnstaffed } from './queue-choices.ts';
import { nothing, OK, Telling } from './telling.ts';
import { closed, closedBy, introduced, leftQueue, lost, unstaffed as nobodyThere } from './words.ts';

type Result = Commanded<Conversation>;

/** The customer is asked once; the bot goes on answering meanwhile. */
export const offered = (before: Conversation, event: Heard<'HandoffOffered'>, context: Context): Result => {
  if (before.is === 'ended' || before.owner.kind !== 'bot') return nothing(before, OK);
  const t = new Telling(before, event.at, context.id);
  t.message('system', event.data.text);
  t.change({ offer: event.data.offerId });
  const choices: ('accept-offer' | 'decline-offer')[] = ['accept-offer', 'decline-offer'];
  t.tell('CustomerNotified', { notice: { kind: 'handoff-offer', offerId: event.data.offerId, choices } });
  return t.done(200);
};

/** Nobody is handed over without warning: the words come first, then the conversation leaves the bot. */
export const requested = (before: Conversation, event: Heard<'HandoffRequested'>, context: Context): Result => {
  const { handoffId, poolId, text, reasons } = event.data;
  const { is, handoff, over, owner } = before;
  if (is === 'ended' || over.includes(handoffId)) return nothing(before, OK);
  // The agent was quicker than the request: only what it is about is new.
  if (handoff?.handoffId === handoffId && handoff.is !== 'closed')
    return nothing({ ...before, handoff: { ...handoff, issue: issueOf(event.data) } }, OK);
  if (owner.kind !== 'bot') return nothing(before, OK);
  const t = new Telling(before, event.at, context.id);
  t.message('system', text);
  // Who asks for a person again is not called as well.
  giveUpCall(t);
  t.change({ handoff: { is: 'queued', handoffId, poolId, issue: issueOf(event.data) }, offer: null, waitTold: null });
  t.pass('queue', handoffId, 'handed over');
  t.tell('CustomerNotified', { notice: { kind: 'queued', handoffId, choices: inQueue } });
  if (reasons.includes('human_request')) {
    const closesAt = t.at + DETAILS_MS;
    const choices: ('connect-now' | 'share-details')[] = ['connect-now', 'share-details'];
    t.tell('CustomerNotified', { notice: { kind: 'share-details', handoffId, choices, closesAt } });
  }
  if (before.ahead?.handoffId === handoffId) tellUnstaffed(t, before.ahead);
  return t.done(200);
};

/** Nobody is left to wait for a team that cannot come: why, and what can be done instead. The place in the queue stays. */
const tellUnstaffed = (t: Telling, { handoffId, closed: until }: DataOf<'TeamUnstaffed'>): void => {
  t.change({ ahead: null });
  if (until === undefined) {
    t.message('system', nobodyThere);
    t.tell('CustomerNotified', { notice: { kind: 'queued', handoffId, choices: whileUnstaffed } });
    return;
  }
  const { hours, opensAt } = until;
  t.message('system', closed(hours));
  const opening = opensAt === undefined ? {} : { opensAt };
  t.tell('CustomerNotified', { notice: { kind: 'closed', handoffId, hours, ...opening, choices: whileClosed } });
};

/** Nobody may serve the hand-off now. Heard before its request, it is kept for it. */
export const unstaffed = (before: Conversation, event: Heard<'TeamUnstaffed'>, context: Context): Result => {
  const { is, handoff, over } = before;
  const { handoffId } = event.data;
  if (is === 'ended' || over.includes(handoffId)) return nothing(before, OK);
  if (handoff?.handoffId !== handoffId) return nothing({ ...before, ahead: event.data }, OK);
  if (handoff.is !== 'queued') return nothing(before, OK);
  const t = new Telling(before, event.at, context.id);
  tellUnstaffed(t, event.data);
  return t.done(200);
};

/** Warm: the agent is introduced by name and team, to the customer by name, with the issue and what was passed on. */
export const assigned = (before: Conversation, event: Heard<'HandoffAssigned'>, context: Context): Result => {
  const { handoffId, poolId, agentId, agentName, team } = event.data;
  const { handoff } = before;
  if (before.over.includes(handoffId)) return tooLate(before, event, context);
  const t = new Telling(before, event.at, context.id);
  const known = handoff !== null && handoff.is !== 'closed' && handoff.handoffId === handoffId;
  // One hand-off at a time: routing is told that the customer no longer waits for another.
  if (!known) leave(t, 'back-to-bot');
  const held = {
    is: 'assigned',
    handoffId,
    poolId,
    issue: known ? handoff.issue : null,
    agentId,
    agentName,
    team,
  } as const;
  t.change({ handoff: held, waitTold: null, offer: null });
  if (before.is === 'ended') return t.done(200);
  t.pass('agent', agentId, 'assigned');
  t.message('system', introduced(t.state, held, before.owner.kind !== 'bot'));
  t.tell('CustomerNotified', { notice: { kind: 'agent-joined', handoffId, agentName, team } });
  return t.done(200);
};

/** The customer left the queue while the agent took the offer: routing is told again, or the agent would be held by nobody. */
const tooLate = (before: Conversation, event: Heard<'HandoffAssigned'>, context: Context): Result => {
  const { handoffId, poolId, tenantId, conversationId } = event.data;
  const t = new Telling(before, event.at, context.id);
  t.also('CustomerLeft', { poolId, tenantId, handoffId, conversationId, reason: 'back-to-bot' });
  return t.done(200);
};

/** An assigned agent is gone: the customer is told and keeps the place. A declined offer is nothing the customer need know of. */
export const returned = (before: Conversation, event: Heard<'HandoffReturned'>, context: Context): Result => {
  const { handoff } = before;
  const { handoffId, agentId, reason } = event.data;
  if (handoff?.is !== 'assigned' || handoff.handoffId !== handoffId || handoff.agentId !== agentId)
    return nothing(before, OK);
  const { poolId, issue } = handoff;
  const t = new Telling(before, event.at, context.id);
  t.change({ handoff: { is: 'queued', handoffId, poolId, issue } });
  if (before.is === 'ended') {
    leave(t, 'ended');
    return t.done(200);
  }
  t.message('system', lost(before, handoff, reason));
  t.pass('queue', handoffId, reason);
  t.tell('CustomerNotified', { notice: { kind: 'queued', handoffId, choices: inQueue } });
  return t.done(200);
};

/**
 * Routing has nothing more to do with the hand-off: closed, abandoned, or a callback or an answer in writing promised. Nobody is
 * left waiting for it: the conversation goes back to the bot, with words.
 */
export const gone = (known: Conversation, event: Heard<Gone>, context: Context): Result => {
  const before = event.type === 'CallbackBooked' ? { ...known, callback: promised(event) } : known;
  const { handoff } = before;
  const { handoffId, poolId } = event.data;
  if (before.over.includes(handoffId)) return nothing(before, OK);
  const over = withOver(before.over, handoffId);
  if (handoff?.handoffId !== handoffId || handoff.is === 'closed') return nothing({ ...before, over }, OK);
  const t = new Telling(before, event.at, context.id);
  const met = handoff.is === 'assigned' ? handoff.agentName : null;
  t.change({
    over,
    waitTold: null,
    callbackWindows: null,
    handoff: met === null ? null : { is: 'closed', handoffId, poolId, surveyed: false },
  });
  if (before.is === 'ended') return t.done(200);
  t.passToBot(event.type === 'HandoffClosed' ? 'closed' : 'left the queue');
  if (event.type !== 'HandoffClosed') t.message('system', leftQueue(event, handoff.issue));
  else if (met !== null) t.message('system', closedBy(met));
  if (event.type === 'CallbackBooked') tellPlanned(t);
  if (met !== null) t.tell('CustomerNotified', { notice: { kind: 'survey', handoffId } });
  return t.done(200);
};

/** The wait as it may be told: position and an honest range, only when it changed. */
export const waiting = (before: Conversation, event: Heard<'WaitEstimated'>, context: Context): Result => {
  const { handoffId, position, announcement } = event.data;
  const { handoff } = before;
  if (before.is === 'ended' || handoff?.is !== 'queued' || handoff.handoffId !== handoffId) return nothing(before, OK);
  const told = JSON.stringify([position, announcement]);
  if (told === before.waitTold) return nothing(before, OK);
  const t = new Telling(before, event.at, context.id);
  t.change({ waitTold: told });
  const notice: DataOf<'CustomerNotified'>['notice'] = {
    kind: 'wait',
    handoffId,
    position,
    underOneMinute: announcement.underOneMinute,
    ...(announcement.lowMinutes === undefined ? {} : { lowMinutes: announcement.lowMinutes }),
    ...(announcement.highMinutes === undefined ? {} : { highMinutes: announcement.highMinutes }),
  };
  t.tell('CustomerNotified', { notice });
  return t.done(200);
};
