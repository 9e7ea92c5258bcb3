import type { Context } from '@warmline/messaging/decider';
import type { Commanded } from '@warmline/messaging';
import type { AnswerSurvey, AskHuman, Choose, Conversation, End, Post, Resolve, Settings, Start } from './conversation.ts';
import { nothing, problem, Telling } from './telling.ts';

/** The bot should answer; if nothing comes of it, the deadline in the state hands over. */
export interface AskBot {
  readonly ask: 'bot';
  readonly conversationId: string;
  readonly messageId: string;
  readonly epoch: number;
}

type Result = Commanded<Conversation>;

const NOBODY = 'external';
const unjudged = { throughSeq: 0, verdict: 'none', reasons: [], rules: [], missed: [] } as const;

const openFrom = (data: Start['data'], at: number): Conversation => ({
  is: 'open',
  conversationId: data.conversationId,
  tenantId: data.tenantId,
  channel: data.channel,
  externalId: data.externalId,
  language: data.language ?? 'en',
  policyVersion: data.policyVersion,
  startedAt: at,
  lastAt: at,
  seq: 0,
  owner: { kind: 'bot', id: data.bot ?? NOBODY, epoch: 1 },
  bot: data.bot,
  customer: data.customer ?? null,
  offer: null,
  handoff: null,
  awaiting: null,
  waitTold: null,
  assessment: unjudged,
});

const started = (t: Telling): void => {
  const { channel, externalId, language, policyVersion, bot, customer } = t.state;
  t.tell('ConversationStarted', { channel, externalId, language, policyVersion, hasBot: bot !== null, ...(customer === null ? {} : { customer }) });
};

/** Opens a conversation; one that ended is opened again under its id, its sequence and epoch going on. */
const opened = (before: Conversation | null, data: Start['data'], now: number, context: Context): Telling => {
  const fresh = openFrom(data, now);
  const state = before === null ? fresh : { ...fresh, seq: before.seq, lastAt: before.lastAt, owner: { ...fresh.owner, epoch: before.owner.epoch + 1 }, customer: data.customer ?? before.customer };
  const t = new Telling(state, now, context.id);
  started(t);
  return t;
};

const facts = (t: Telling) => ({ conversationId: t.state.conversationId, seq: t.state.seq, owner: t.state.owner });

export const start = (before: Conversation | null, event: Start, context: Context): Result => {
  if (before === null || before.is === 'ended') {
    const t = opened(before, event.data, event.at, context);
    return t.done(201, facts(t));
  }
  const { customer } = event.data;
  if (customer !== undefined && JSON.stringify(customer) !== JSON.stringify(before.customer)) {
    const t = new Telling({ ...before, customer }, event.at, context.id);
    t.tell('CustomerIdentified', { customer });
    return t.done(200, facts(t));
  }
  return nothing(before, { status: 200, body: { conversationId: before.conversationId, seq: before.seq, owner: before.owner } });
};

/** A turn. Bots and agents may write only while they own the conversation, under its present epoch. */
export const post = (before: Conversation, event: Post, settings: Settings, context: Context): Result => {
  const { role, text, epoch, bot, author, agentId, replyTo, reopen } = event.data;
  if (role === 'customer') {
    if (before.is === 'ended' && reopen === undefined) return nothing(before, problem(409, 'Conversation ended', 'start it again first'));
    const t = before.is === 'ended' && reopen !== undefined ? opened(before, reopen, event.at, context) : new Telling(before, event.at, context.id);
    const messageId = t.message('customer', text, { author });
    if (t.state.owner.kind === 'bot' && t.state.bot !== null) {
      t.change({ awaiting: { messageId, deadline: t.at + settings.botTimeoutMs } });
      t.effect({ ask: 'bot', conversationId: t.state.conversationId, messageId, epoch: t.state.owner.epoch } satisfies AskBot);
    }
    return t.done(201, { messageId, seq: t.state.seq, owner: t.state.owner });
  }
  const { owner } = before;
  const refuse = (why: string): Result =>
    nothing(before, problem(409, 'Not the owner', `${why}; the owner is ${owner.kind} ${owner.id} under epoch ${owner.epoch}`), { refused: event.data, owner });
  if (before.is === 'ended') return refuse('the conversation has ended');
  if (role === 'bot' && owner.kind !== 'bot') return refuse('a bot may not write now');
  if (role === 'agent' && (owner.kind !== 'agent' || owner.id !== agentId)) return refuse(`agent ${agentId} may not write now`);
  if (epoch !== undefined && epoch !== owner.epoch) return refuse(`written under epoch ${epoch}`);
  const t = new Telling(before, event.at, context.id);
  const messageId = t.message(role, text, { author, bot });
  if (replyTo === undefined || before.awaiting?.messageId === replyTo) t.change({ awaiting: null });
  return t.done(201, { messageId, seq: t.state.seq, owner });
};

export const askHuman = (before: Conversation, event: AskHuman, context: Context): Result => {
  const t = new Telling(before, event.at, context.id);
  t.change({ awaiting: null });
  t.tell('HumanRequested', event.data.details === undefined ? {} : { details: event.data.details });
  return t.done(202);
};

export const choose = (before: Conversation, event: Choose, context: Context): Result => {
  const { choice, offerId, handoffId, details } = event.data;
  if (offerId !== undefined && offerId !== before.offer) return nothing(before, problem(409, 'Offer gone', `offer ${offerId} is not the one last made`));
  const t = new Telling(before, event.at, context.id);
  t.tell('ChoiceMade', {
    choice,
    ...(offerId === undefined ? {} : { offerId }),
    ...(handoffId === undefined ? {} : { handoffId }),
    ...(details === undefined ? {} : { details }),
  });
  if (choice === 'accept-offer' || choice === 'decline-offer') t.change({ offer: null });
  if (choice === 'back-to-bot' && t.state.owner.kind === 'queue') {
    leave(t, 'back-to-bot');
    t.pass('bot', t.state.bot ?? NOBODY, 'customer went back to the bot');
  }
  if (choice === 'callback' && t.state.handoff?.is === 'queued') {
    const { handoffId: id, poolId } = t.state.handoff;
    t.also('CallbackChosen', { poolId, tenantId: t.state.tenantId, handoffId: id, conversationId: t.state.conversationId, ...(details === undefined ? {} : { phone: details.slice(0, 60) }) });
  }
  return t.done(202);
};

/** Tells the queue that the customer is gone from it. */
const leave = (t: Telling, reason: 'ended' | 'back-to-bot'): void => {
  const { handoff, tenantId, conversationId } = t.state;
  if (handoff === null || handoff.is === 'closed') return;
  t.also('CustomerLeft', { poolId: handoff.poolId, tenantId, handoffId: handoff.handoffId, conversationId, reason });
  if (handoff.is === 'queued') t.change({ handoff: null, waitTold: null });
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
  const { handoff, owner } = before;
  if (handoff?.is !== 'assigned' || handoff.agentId !== event.data.agentId)
    return nothing(before, problem(409, 'Not the owner', `agent ${event.data.agentId} has no open hand-off here; the owner is ${owner.kind} ${owner.id}`));
  const t = new Telling(before, event.at, context.id);
  const { handoffId, poolId, agentId } = handoff;
  t.also('HandoffResolved', { poolId, tenantId: before.tenantId, handoffId, conversationId: before.conversationId, agentId, outcome: event.data.outcome, resolvedAt: t.at });
  t.change({ handoff: { is: 'closed', handoffId, poolId, surveyed: false } });
  if (before.is === 'open') {
    t.pass('bot', before.bot ?? NOBODY, 'resolved');
    t.message('system', `${handoff.agentName} has closed this request. Write here any time and I will help you on.`);
    t.tell('NoticeGiven', { notice: { kind: 'survey', handoffId } });
  }
  return t.done(202);
};

export const answerSurvey = (before: Conversation, event: AnswerSurvey, context: Context): Result => {
  const { handoffId, context: enough, stars, suggestion } = event.data;
  const { handoff } = before;
  if (handoff?.is !== 'closed' || handoff.handoffId !== handoffId) return nothing(before, problem(409, 'No survey open', `hand-off ${handoffId} has not been closed here`));
  if (handoff.surveyed) return nothing(before, problem(409, 'Already answered', `the survey of hand-off ${handoffId} was answered before`));
  const t = new Telling(before, event.at, context.id);
  t.tell('SurveyAnswered', { handoffId, context: enough, stars, answeredAt: t.at, ...(suggestion === undefined ? {} : { suggestion }) });
  t.change({ handoff: { ...handoff, surveyed: true } });
  return t.done(201);
};
