import type { Customer } from '@warmline/contracts';
import type { Commanded, Context } from '@warmline/messaging/decider';
import { giveUpCall } from './callbacks.ts';
import type { AskHuman, Choose, Conversation, Place, Post, Settings, Start } from './conversation.ts';
import { leave } from './endings.ts';
import { insteadOfWaiting } from './queue-choices.ts';
import { NOBODY, nothing, problem, Telling } from './telling.ts';
import { backToBot } from './words.ts';

/** The bot should answer; if nothing comes of it, the deadline in the state hands over. */
export interface AskBot {
  readonly ask: 'bot';
  readonly conversationId: string;
  readonly messageId: string;
  readonly epoch: number;
}

type Result = Commanded<Conversation>;

const unjudged = { throughSeq: 0, verdict: 'none', reasons: [], rules: [], missed: [] } as const;

/** What a channel says of a customer adds to what is known of the same one. */
const identified = (known: Customer | null, told: Customer | undefined): Customer | null =>
  told === undefined ? known : known?.customerId === told.customerId ? { ...known, ...told } : told;

const begun = (place: Place, now: number, settings: Settings): Conversation => {
  const bot = settings.botOf(place.channel);
  return {
    is: 'open',
    conversationId: place.conversationId,
    tenantId: place.tenantId,
    channel: place.channel,
    externalId: place.externalId,
    language: place.language ?? 'en',
    policyVersion: settings.policyVersionOf(place.tenantId, place.channel),
    startedAt: now,
    lastAt: now,
    seq: 0,
    owner: { kind: 'bot', id: bot ?? NOBODY, epoch: 1 },
    bot,
    customer: place.customer ?? null,
    offer: null,
    handoff: null,
    over: [],
    awaiting: null,
    waitTold: null,
    ahead: null,
    callback: null,
    callbackWindows: null,
    assessment: unjudged,
  };
};

const tellStarted = (t: Telling): void => {
  const { channel, externalId, language, policyVersion, bot, customer } = t.state;
  const who = customer === null ? {} : { customer };
  t.tell('ConversationStarted', { channel, externalId, language, policyVersion, hasBot: bot !== null, ...who });
};

/**
 * An ended conversation goes on under its id, its sequence and its epoch: with the agent who still has its hand-off, else with the
 * bot. A survey not answered yet can be.
 */
const reopened = (before: Conversation, place: Place, now: number, settings: Settings, context: Context): Telling => {
  const fresh = begun({ ...place, language: place.language ?? before.language }, now, settings);
  const { seq, lastAt, owner, handoff, over, callback = null } = before;
  const customer = identified(before.customer, place.customer);
  const t = new Telling({ ...fresh, seq, lastAt, owner, handoff, over, callback, customer }, now, context.id);
  t.change({ startedAt: t.at });
  tellStarted(t);
  if (handoff?.is !== 'assigned') {
    t.passToBot('started again');
    return t;
  }
  const { handoffId, agentId, agentName, team } = handoff;
  t.pass('agent', agentId, 'started again');
  t.tell('CustomerNotified', { notice: { kind: 'agent-joined', handoffId, agentName, team } });
  return t;
};

const factsOf = ({ conversationId, seq, owner }: Conversation) => ({ conversationId, seq, owner });

export const start = (before: Conversation | null, event: Start, settings: Settings, context: Context): Result => {
  if (before === null) {
    const t = new Telling(begun(event.data, event.at, settings), event.at, context.id);
    tellStarted(t);
    return t.done(201, factsOf(t.state));
  }
  if (before.is === 'ended') {
    const t = reopened(before, event.data, event.at, settings, context);
    return t.done(201, factsOf(t.state));
  }
  const customer = identified(before.customer, event.data.customer);
  if (customer === null || JSON.stringify(customer) === JSON.stringify(before.customer))
    return nothing(before, { status: 200, body: factsOf(before) });
  const t = new Telling({ ...before, customer }, event.at, context.id);
  t.tell('CustomerIdentified', { customer });
  return t.done(200, factsOf(t.state));
};

/** The customer's turn. It opens an ended conversation again. */
const heard = (before: Conversation, event: Post, settings: Settings, context: Context): Result => {
  const { conversationId, tenantId, channel, externalId } = before;
  const place = { conversationId, tenantId, channel, externalId };
  const t =
    before.is === 'ended'
      ? reopened(before, place, event.at, settings, context)
      : new Telling(before, event.at, context.id);
  const messageId = t.message('customer', event.data.text, { author: event.data.author });
  const { owner, bot, awaiting } = t.state;
  if (owner.kind === 'bot' && bot !== null) {
    // Who writes on while the bot is silent does not give it more time.
    t.change({ awaiting: { messageId, deadline: awaiting?.deadline ?? t.at + settings.botTimeoutMs } });
    t.effect({ ask: 'bot', conversationId, messageId, epoch: owner.epoch } satisfies AskBot);
  }
  return t.done(201, { messageId, seq: t.state.seq, owner });
};

/** A turn. Bots and agents may write only while they own the conversation, under its present epoch. */
export const post = (before: Conversation, event: Post, settings: Settings, context: Context): Result => {
  const { role, text, epoch, bot, author, agentId, replyTo } = event.data;
  if (role === 'customer') return heard(before, event, settings, context);
  const { owner, awaiting, handoff } = before;
  const refuse = (why: string): Result => {
    const is = `the owner is ${owner.kind} ${owner.id} under epoch ${owner.epoch}`;
    return nothing(before, problem(409, 'Not the owner', `${why}; ${is}`), { refused: event.data, owner });
  };
  if (before.is === 'ended') return refuse('the conversation has ended');
  if (role === 'bot' && owner.kind !== 'bot') return refuse('a bot may not write now');
  if (role === 'agent' && (owner.kind !== 'agent' || owner.id !== agentId))
    return refuse(`agent ${agentId} may not write now`);
  if (epoch !== undefined && epoch !== owner.epoch) return refuse(`written under epoch ${epoch}`);
  const t = new Telling(before, event.at, context.id);
  const agent = role === 'agent' && handoff?.is === 'assigned' ? handoff.agentName : undefined;
  const messageId = t.message(role, text, { author: author ?? agent, bot });
  if (role === 'agent' && handoff?.is === 'assigned' && !handoff.spoke) {
    const { tenantId, conversationId } = before;
    const { handoffId, poolId } = handoff;
    t.also('AgentFirstResponded', { poolId, tenantId, handoffId, conversationId, agentId: handoff.agentId });
    t.change({ handoff: { ...handoff, spoke: true } });
  }
  const answered = awaiting === null || replyTo === undefined || awaiting.messageId === replyTo;
  t.change({ awaiting: answered ? null : { ...awaiting, deadline: t.at + settings.botTimeoutMs } });
  return t.done(201, { messageId, seq: t.state.seq, owner });
};

export const askHuman = (before: Conversation, event: AskHuman, context: Context): Result => {
  const t = new Telling(before, event.at, context.id);
  t.change({ awaiting: null });
  t.tell('HumanRequested', event.data.details === undefined ? {} : { details: event.data.details });
  return t.done(202);
};

export const choose = (before: Conversation, event: Choose, context: Context): Result => {
  const { choice, offerId, handoffId, details, windowStart } = event.data;
  const refuse = (title: string, why: string) => nothing(before, problem(409, title, why));
  if (offerId !== undefined && offerId !== before.offer)
    return refuse('Offer gone', `offer ${offerId} is not the one last made`);
  const about = choice === 'cancel-callback' ? before.callback : before.handoff;
  if (choice === 'cancel-callback' && !about) return refuse('No call', 'there is no call to come');
  if (handoffId !== undefined && handoffId !== about?.handoffId)
    return refuse('Hand-off gone', `hand-off ${handoffId} is not the one under way`);
  const t = new Telling(before, event.at, context.id);
  t.tell('ChoiceMade', {
    choice,
    ...(offerId === undefined ? {} : { offerId }),
    ...(handoffId === undefined ? {} : { handoffId }),
    ...(details === undefined ? {} : { details }),
    ...(windowStart === undefined ? {} : { windowStart }),
  });
  if (choice === 'accept-offer' || choice === 'decline-offer') t.change({ offer: null });
  if (choice === 'back-to-bot' && t.state.owner.kind === 'queue') {
    leave(t, 'back-to-bot');
    t.passToBot('customer went back to the bot');
    t.message('system', backToBot);
  }
  if (choice === 'cancel-callback') giveUpCall(t);
  insteadOfWaiting(t, event.data);
  return t.done(202);
};
