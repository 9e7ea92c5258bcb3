import type { Customer } from '@warmline/contracts';
import type { CommandResult, Context } from '@warmline/messaging/decider';
import { problem, stateOnly } from '../results.ts';
import { type Conversation, type ConversationOrigin, type ConversationSettings, mayBotAnswer } from './conversation.ts';
import type { Identify, Post, RequestHuman, Start } from './conversation-commands.ts';
import { ConversationUpdate, EXTERNAL_BOT_ID } from './conversation-update.ts';
import { holdAnswer, keepLateAnswer, postBotAnswer, showOffer } from './held-answers.ts';
import { applyTypedAnswer } from './typed-answers.ts';

/** Asks the bot for a reply. The deadline in the state covers a lost request. */
export interface AskBot {
  readonly type: 'ask-bot';
  readonly conversationId: string;
  readonly messageId: string;
  readonly epoch: number;
}

type Result = CommandResult<Conversation>;

const ownerTexts = { bot: 'the bot', queue: 'the queue', agent: 'an agent' } as const;
const noAssessment = { throughSeq: 0, verdict: 'none', reasons: [], rules: [], unscoredSeqs: [] } as const;

/** New details of the same customer are added to the known ones; another customer replaces them. */
const mergeCustomer = (known: Customer | null, incoming: Customer | undefined): Customer | null =>
  incoming === undefined ? known : known?.customerId === incoming.customerId ? { ...known, ...incoming } : incoming;

const newConversation = (origin: ConversationOrigin, now: number, settings: ConversationSettings): Conversation => {
  const bot = settings.botOf(origin.channel);
  // What changes with every message comes first: Postgres logs an updated row up to its last change.
  return {
    is: 'open',
    lastEventAt: now,
    seq: 0,
    assessment: noAssessment,
    owner: { kind: 'bot', id: bot ?? EXTERNAL_BOT_ID, epoch: 1 },
    awaitedBotReply: null,
    handoff: null,
    conversationId: origin.conversationId,
    tenantId: origin.tenantId,
    channel: origin.channel,
    externalId: origin.externalId,
    language: origin.language ?? 'en',
    ...(origin.timeZone === undefined ? {} : { timeZone: origin.timeZone }),
    policyVersion: settings.policyVersionOf(origin.tenantId, origin.channel),
    startedAt: now,
    bot,
    customer: origin.customer ?? null,
    customerOfferId: null,
    closedHandoffIds: [],
    callback: null,
    callbackWindows: null,
  };
};

const emitStarted = (update: ConversationUpdate): void => {
  const { channel, externalId, language, timeZone, policyVersion, bot, customer, pastHandoffs = [] } = update.state;
  const customerField = customer === null ? {} : { customer };
  update.emit('ConversationStarted', {
    channel,
    externalId,
    language,
    ...(timeZone === undefined ? {} : { timeZone }),
    policyVersion,
    hasBot: bot !== null,
    ...customerField,
    ...(pastHandoffs.length === 0 ? {} : { earlierHandoffs: [...pastHandoffs] }),
  });
};

/**
 * An ended conversation continues under its id, sequence and epoch: with the agent who still has its hand-off, else with the bot. An
 * open survey stays open.
 */
const reopen = (
  before: Conversation,
  origin: ConversationOrigin,
  now: number,
  settings: ConversationSettings,
  context: Context,
): ConversationUpdate => {
  const initial = newConversation(
    { ...origin, language: origin.language ?? before.language, timeZone: origin.timeZone ?? before.timeZone },
    now,
    settings,
  );
  const {
    seq,
    lastEventAt: lastAt,
    owner,
    handoff,
    closedHandoffIds,
    callback = null,
    surveys = [],
    openTickets = [],
    pastHandoffs = [],
  } = before;
  const customer = mergeCustomer(before.customer, origin.customer);
  const update = new ConversationUpdate(
    {
      ...initial,
      seq,
      lastEventAt: lastAt,
      owner,
      handoff,
      closedHandoffIds,
      callback,
      customer,
      surveys,
      openTickets,
      pastHandoffs,
    },
    now,
    context.id,
  );
  update.updateState({ startedAt: update.at });
  emitStarted(update);
  if (handoff?.is !== 'assigned') {
    update.returnToBot('started again');
    return update;
  }
  const { handoffId, poolId, agentId, agentName, team } = handoff;
  const { tenantId, conversationId } = update.state;
  update.emitDeskEvent('CustomerReturned', { poolId, tenantId, handoffId, conversationId });
  update.changeOwner('agent', agentId, 'started again');
  update.emit('CustomerNotified', { notice: { kind: 'agent-joined', handoffId, agentName, team } });
  return update;
};

const startAnswerOf = ({ conversationId, seq, owner }: Conversation) => ({ conversationId, seq, owner });

export const start = (
  before: Conversation | null,
  event: Start,
  settings: ConversationSettings,
  context: Context,
): Result => {
  if (before === null) {
    const update = new ConversationUpdate(newConversation(event.data, event.at, settings), event.at, context.id);
    emitStarted(update);
    return update.result(201, startAnswerOf(update.state));
  }
  if (before.is === 'ended') {
    const update = reopen(before, event.data, event.at, settings, context);
    return update.result(201, startAnswerOf(update.state));
  }
  return identified(before, event, context);
};

/** A channel learnt who the customer is. It does not reopen an ended conversation. */
export const identify = (before: Conversation, event: Identify, context: Context): Result =>
  before.is === 'ended'
    ? stateOnly(before, { status: 200, body: startAnswerOf(before) })
    : identified(before, event, context);

const identified = (before: Conversation, event: Start | Identify, context: Context): Result => {
  const customer = mergeCustomer(before.customer, event.data.customer);
  if (customer === null || JSON.stringify(customer) === JSON.stringify(before.customer))
    return stateOnly(before, { status: 200, body: startAnswerOf(before) });
  const update = new ConversationUpdate({ ...before, customer }, event.at, context.id);
  update.emit('CustomerIdentified', { customer });
  return update.result(200, startAnswerOf(update.state));
};

/** A message of the customer. It reopens an ended conversation. */
const postCustomerMessage = (
  before: Conversation,
  event: Post,
  settings: ConversationSettings,
  context: Context,
): Result => {
  const { conversationId, tenantId, channel, externalId } = before;
  const origin = { conversationId, tenantId, channel, externalId };
  const update =
    before.is === 'ended'
      ? reopen(before, origin, event.at, settings, context)
      : new ConversationUpdate(before, event.at, context.id);
  const messageId = update.postMessage('customer', event.data.text, { author: event.data.author });
  update.updateState({ lastCustomerAct: { seq: update.state.seq, at: update.at } });
  const outcome = applyTypedAnswer(update, event.data.text);
  const { owner, bot, awaitedBotReply, hasExternalBot = false } = update.state;
  if (mayBotAnswer(update.state, update.at) && (bot !== null || hasExternalBot) && outcome === 'forBot') {
    // Further customer messages do not extend the bot's deadline.
    update.updateState({
      awaitedBotReply: { messageId, deadline: awaitedBotReply?.deadline ?? update.at + settings.botTimeoutMs },
    });
    if (bot !== null)
      update.effect({ type: 'ask-bot', conversationId, messageId, epoch: owner.epoch } satisfies AskBot);
  }
  return update.result(201, { messageId, seq: update.state.seq, owner });
};

/** A refusal answers 409; one of a message that came over Kafka is published too. An answer too late for the customer is kept. */
const refusePost = (before: Conversation, event: Post, why: string, context: Context): Result => {
  const { owner } = before;
  const { role, externalMessageId } = event.data;
  const detail = `${why}; the conversation is with ${ownerTexts[owner.kind]}, epoch ${owner.epoch}`;
  const update = new ConversationUpdate(before, event.at, context.id);
  const isKept = role === 'bot' && before.is === 'open' && keepLateAnswer(update, event.data);
  if (externalMessageId !== undefined) update.emit('MessageRefused', { externalMessageId, detail, owner });
  const { status, body } = problem(
    409,
    'Not the owner',
    isKept ? `${detail}; the answer is kept for the agent` : detail,
  );
  return { ...update.result(status, body), ...(isKept ? {} : { evidence: { refused: event.data, owner } }) };
};

/** Posts a message. Bots and agents may write only while they own the conversation, under its current epoch. */
export const post = (before: Conversation, event: Post, settings: ConversationSettings, context: Context): Result => {
  const { role, text, epoch, bot, author, agentId } = event.data;
  if (role === 'customer') return postCustomerMessage(before, event, settings, context);
  const { owner, handoff } = before;
  const refuse = (why: string): Result => refusePost(before, event, why, context);
  if (before.is === 'ended') return refuse('the conversation has ended');
  if (role === 'bot' && !mayBotAnswer(before, event.at)) return refuse('the bot is not the owner');
  if (role === 'agent' && (owner.kind !== 'agent' || owner.id !== agentId)) return refuse('the agent is not the owner');
  if (epoch !== undefined && epoch !== owner.epoch) return refuse(`the message was written under epoch ${epoch}`);
  const update = new ConversationUpdate(before, event.at, context.id);
  if (role === 'bot') return postAnswer(update, event, settings);
  const agentName = handoff?.is === 'assigned' ? handoff.agentName : undefined;
  const messageId = update.postMessage(role, text, { author: author ?? agentName, bot });
  if (handoff?.is === 'assigned' && !handoff.firstResponseSent) {
    const { tenantId, conversationId } = before;
    const { handoffId, poolId } = handoff;
    update.emitDeskEvent('AgentFirstResponded', {
      poolId,
      tenantId,
      handoffId,
      conversationId,
      agentId: handoff.agentId,
    });
    update.updateState({ handoff: { ...handoff, firstResponseSent: true } });
  }
  return update.result(201, { messageId, seq: update.state.seq, owner });
};

/** An answer of the bot in time. It waits where the message it answers is not judged yet. */
const postAnswer = (update: ConversationUpdate, event: Post, settings: ConversationSettings): Result => {
  const { text, bot, author, replyTo } = event.data;
  const { awaitedBotReply, owner } = update.state;
  if (update.state.bot === null) update.updateState({ hasExternalBot: true });
  const isAwaitedReply = awaitedBotReply === null || replyTo === undefined || awaitedBotReply.messageId === replyTo;
  update.updateState({
    awaitedBotReply: isAwaitedReply ? null : { ...awaitedBotReply, deadline: update.at + settings.botTimeoutMs },
  });
  // No verdict is to come for a customer who waits for an opening.
  const held = text === '' || owner.kind !== 'bot' ? null : holdAnswer(update, event.data, settings);
  if (held !== null) return update.result(held.status, held.body);
  const messageId = postBotAnswer(update, text, { author, bot });
  const { seq, heldOffer } = update.state;
  if (heldOffer && isAwaitedReply && text !== '') showOffer(update, heldOffer);
  return update.result(201, { messageId, seq, owner });
};

export const requestHuman = (before: Conversation, event: RequestHuman, context: Context): Result => {
  const update = new ConversationUpdate(before, event.at, context.id);
  update.updateState({ awaitedBotReply: null });
  update.emit('HumanRequested', event.data.details === undefined ? {} : { details: event.data.details });
  update.updateState({ lastCustomerAct: { seq: update.state.seq, at: update.at } });
  return update.result(202);
};
