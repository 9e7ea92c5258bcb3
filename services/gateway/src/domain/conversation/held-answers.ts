import type { BotTurnDetails, EventOf, Instant } from '@warmline/contracts';
import type { CommandResult, Context } from '@warmline/messaging/decider';
import { OK, problem, stateOnly } from '../results.ts';
import type { Conversation, ConversationSettings, HeldAnswer } from './conversation.ts';
import type { Post } from './conversation-commands.ts';
import { ConversationUpdate } from './conversation-update.ts';
import { questionAfterBot } from './open-question.ts';

type Result = CommandResult<Conversation>;

/** More answers at once are refused: each is stored with the conversation. */
const MAX_HELD_ANSWERS = 20;

/** True if the newest act of the customer is judged, and no hand-off follows from it. */
const isJudged = ({ lastCustomerAct, assessment }: Conversation): boolean =>
  lastCustomerAct === undefined ||
  (assessment.throughSeq >= lastCustomerAct.seq && assessment.latest?.verdict !== 'immediate');

/** Until when an answer that is accepted now waits; null = the customer gets it at once. Answers keep their order. */
const heldUntil = (state: Conversation, at: Instant, settings: ConversationSettings): Instant | null => {
  const { lastCustomerAct, heldAnswers = [], tenantId, channel } = state;
  const ownEnd =
    lastCustomerAct === undefined || isJudged(state)
      ? at
      : lastCustomerAct.at + settings.verdictWaitMsOf(tenantId, channel);
  const until = Math.max(ownEnd, ...heldAnswers.map(({ releaseAt }) => releaseAt));
  return until > at ? until : null;
};

/** Keeps an answer of the bot until the message it answers is judged. Null where it need not wait. */
export const holdAnswer = (update: ConversationUpdate, post: Post['data'], settings: ConversationSettings) => {
  const { state, at } = update;
  const releaseAt = heldUntil(state, at, settings);
  if (releaseAt === null) return null;
  const heldAnswers = state.heldAnswers ?? [];
  if (heldAnswers.length >= MAX_HELD_ANSWERS)
    return problem(409, 'Too many answers', `${heldAnswers.length} answers wait for the verdict on one message`);
  const messageId = update.idFor('held-answer');
  const { text, author, bot } = post;
  const held: HeldAnswer = {
    messageId,
    text,
    ...(author === undefined ? {} : { author }),
    ...(bot === undefined ? {} : { bot }),
    answersSeq: state.lastCustomerAct?.seq ?? 0,
    releaseAt,
  };
  update.updateState({ heldAnswers: [...heldAnswers, held] });
  return { status: 202, body: { messageId, held: true, owner: state.owner } };
};

/** Posts the offer that waited for the bot's answer. */
export const showOffer = (update: ConversationUpdate, { offerId, text }: { offerId: string; text: string }): void => {
  update.postMessage('system', text);
  update.updateState({ customerOfferId: offerId, heldOffer: null });
  const choices: ('accept-offer' | 'decline-offer')[] = ['accept-offer', 'decline-offer'];
  update.emit('CustomerNotified', { notice: { kind: 'handoff-offer', offerId, choices } });
};

/** Posts an answer that reaches the customer. Returns the id of its message. */
export const postBotAnswer = (
  update: ConversationUpdate,
  text: string,
  extra: { messageId?: string; author?: string | undefined; bot?: BotTurnDetails | undefined },
): string => {
  const messageId = update.postMessage('bot', text, extra);
  update.updateState({ question: questionAfterBot(update.state.question ?? null, text) });
  return messageId;
};

/** Posts the held answers that are ripe, in their order, then the offer that waited for them. */
const release = (update: ConversationUpdate, isRipe: (answer: HeldAnswer) => boolean): void => {
  const { heldAnswers = [] } = update.state;
  const firstKept = heldAnswers.findIndex((answer) => !isRipe(answer));
  const ripe = firstKept < 0 ? heldAnswers : heldAnswers.slice(0, firstKept);
  if (ripe.length === 0) return;
  update.updateState({ heldAnswers: heldAnswers.slice(ripe.length) });
  for (const { text, messageId, author, bot } of ripe) postBotAnswer(update, text, { messageId, author, bot });
  const { heldOffer, awaitedBotReply } = update.state;
  if (heldOffer && awaitedBotReply === null) showOffer(update, heldOffer);
};

/** After a verdict: answers to judged messages reach the customer, unless a hand-off follows. */
export const releaseJudged = (state: Conversation, event: EventOf<'EscalationAssessed'>, context: Context): Result => {
  if (state.is === 'ended' || (state.heldAnswers ?? []).length === 0 || event.data.verdict === 'immediate')
    return stateOnly(state, OK);
  const update = new ConversationUpdate(state, event.at, context.id);
  release(update, ({ answersSeq }) => answersSeq <= state.assessment.throughSeq);
  return update.result(200);
};

/** When answers or an offer have waited long enough; null = none has. */
export const releaseLate = (state: Conversation, at: Instant, context: Context): Result | null => {
  const { heldAnswers = [], heldOffer } = state;
  const isRipe = ({ releaseAt }: { readonly releaseAt: Instant }): boolean => releaseAt <= at;
  if (!heldAnswers.some(isRipe) && !(heldOffer && isRipe(heldOffer))) return null;
  const update = new ConversationUpdate(state, at, context.id);
  release(update, isRipe);
  if (update.state.heldOffer && isRipe(update.state.heldOffer)) showOffer(update, update.state.heldOffer);
  return update.result(200);
};

/** Keeps the answer to the last message before the hand-off, too late for the customer, for the agent. False for any other answer. */
export const keepLateAnswer = (update: ConversationUpdate, post: Post['data']): boolean => {
  const { unansweredAtHandoff: unanswered } = update.state;
  const { epoch, replyTo, text, author, bot } = post;
  const isLate =
    unanswered && epoch === unanswered.epoch && (replyTo === undefined || replyTo === unanswered.messageId);
  if (!isLate || text === '') return false;
  update.withhold({ messageId: update.idFor('held-answer'), text, author, bot }, unanswered.epoch);
  update.updateState({ unansweredAtHandoff: null });
  return true;
};
