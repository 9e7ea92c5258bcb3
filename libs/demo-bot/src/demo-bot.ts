import type { Bot, BotAnswer, BotRequest } from './bot.ts';
import { explainCancellation } from './cancellation-replies.ts';
import { type BotReply, type CustomerTurn, type DialogueState, INITIAL_STATE } from './dialogue.ts';
import {
  accountClosure,
  acknowledgement,
  capabilities,
  goodbye,
  greeting,
  humanRequest,
  openingHours,
  priceQuestion,
  productQuestion,
  smallTalk,
  thanks,
  unknown,
} from './general-replies.ts';
import { addressIn, classifyIntent, type Intent, orderNumberIn } from './intent.ts';
import { replyAboutOrder } from './order-replies.ts';

const replyTo = (intent: Intent, turn: CustomerTurn): BotReply => {
  switch (intent) {
    case 'order_status':
    case 'cancel_order':
    case 'refund':
    case 'change_address':
    case 'cancellation_dispute':
      return replyAboutOrder(intent, turn);
    case 'cancellation_question':
      return explainCancellation(turn);
    case 'human_request':
      return humanRequest(turn);
    case 'account_closure':
      return accountClosure(turn);
    case 'price_question':
      return priceQuestion(turn);
    case 'product_question':
      return productQuestion(turn);
    case 'opening_hours':
      return openingHours(turn);
    case 'capabilities':
      return capabilities(turn);
    case 'thanks':
      return thanks(turn);
    case 'goodbye':
      return goodbye(turn);
    case 'small_talk':
      return smallTalk(turn);
    case 'greeting':
      return greeting(turn);
    case 'acknowledgement':
      return acknowledgement(turn);
    case 'unknown':
      return unknown(turn);
  }
};

/** One customer turn. A number or an address that the bot asked for continues the intent it was asked for. */
const applyTurn = (state: DialogueState, text: string, customer: BotRequest['customer']): BotReply => {
  const number = orderNumberIn(text, state.expectsAddress);
  const stateWithOrder = number === null ? state : { ...state, order: number };
  const sameOrder = number === null || state.order === null || number === state.order;
  const understood = classifyIntent(text, state.pendingIntent === 'cancellation_dispute' && sameOrder);
  const isUncertain = understood.confidence < 0.7 && understood.intent !== 'cancellation_dispute';
  const givesWhatWasAsked = state.expectsAddress ? addressIn(text) !== null : number !== null;
  if (state.pendingIntent !== null && givesWhatWasAsked && ((isUncertain && sameOrder) || state.expectsAddress)) {
    return replyTo(state.pendingIntent, { text, confidence: 0.8, state: stateWithOrder, customer });
  }
  const bare = number !== null && understood.intent === 'unknown';
  const { intent, confidence } = bare ? { intent: 'order_status' as const, confidence: 0.7 } : understood;
  return replyTo(intent, { text, confidence, state: stateWithOrder, customer });
};

/**
 * Customer turns while the bot had the conversation, each with whether an agent wrote since the one before. Messages to an agent are
 * left out.
 */
const turnsToBot = (turns: BotRequest['turns']): { readonly text: string; readonly isHandedBack: boolean }[] => {
  let isHandedBack = false;
  return turns.flatMap(({ role, text }, n) => {
    if (role === 'agent') isHandedBack = true;
    const next = turns.slice(n + 1).find((later) => later.role === 'bot' || later.role === 'agent');
    if (role !== 'customer' || next?.role === 'agent') return [];
    const turn = { text, isHandedBack };
    isHandedBack = false;
    return [turn];
  });
};

/** What an agent has dealt with is over; what was changed stays changed. */
const afterHandBack = ({ cancelled, addresses }: DialogueState): DialogueState => ({
  ...INITIAL_STATE,
  cancelled,
  addresses,
});

/** The answer to the last customer turn, computed from all customer turns: same turns, same answer. */
export const answerTo = ({ turns, customer }: BotRequest): BotAnswer => {
  let state = INITIAL_STATE;
  let answer: BotAnswer | null = null;
  for (const { text, isHandedBack } of turnsToBot(turns))
    ({ answer, state } = applyTurn(isHandedBack ? afterHandBack(state) : state, text, customer));
  if (answer === null) throw new Error('There is no customer turn to answer');
  return answer;
};

/** The assistant of a small shop: English, deterministic, no network. */
export const demoBot: Bot = {
  id: 'demo',
  reply: async (request, signal) => {
    signal.throwIfAborted();
    return answerTo(request);
  },
};
