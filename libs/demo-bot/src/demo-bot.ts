import type { Bot, BotAnswer, BotRequest } from './bot.ts';
import { mayCancel } from './cancellation-answers.ts';
import { type Memory, nothing, type Reply, type Said } from './dialogue.ts';
import { aboutOrder } from './order-answers.ts';
import {
  acknowledgement,
  capabilities,
  closure,
  goodbye,
  greeting,
  human,
  price,
  product,
  smallTalk,
  thanks,
  unknown,
} from './talk-answers.ts';
import { addressIn, type Intent, orderNumberIn, understand } from './understand.ts';

const answered = (intent: Intent, said: Said): Reply => {
  switch (intent) {
    case 'order_status':
    case 'cancel_order':
    case 'refund':
    case 'change_address':
    case 'cancellation_dispute':
      return aboutOrder(intent, said);
    case 'cancellation_question':
      return mayCancel(said);
    case 'human_request':
      return human(said);
    case 'account_closure':
      return closure(said);
    case 'price_question':
      return price(said);
    case 'product_question':
      return product(said);
    case 'capabilities':
      return capabilities(said);
    case 'thanks':
      return thanks(said);
    case 'goodbye':
      return goodbye(said);
    case 'small_talk':
      return smallTalk(said);
    case 'greeting':
      return greeting(said);
    case 'acknowledgement':
      return acknowledgement(said);
    case 'unknown':
      return unknown(said);
  }
};

/** One customer turn. A number or an address that was asked for goes on with what it was asked for. */
const turn = (memory: Memory, text: string, customer: BotRequest['customer']): Reply => {
  const number = orderNumberIn(text, memory.expectsAddress);
  const now = number === null ? memory : { ...memory, order: number };
  const sameOrder = number === null || memory.order === null || number === memory.order;
  const understood = understand(text, memory.pending === 'cancellation_dispute' && sameOrder);
  const weak = understood.confidence < 0.7 && understood.intent !== 'cancellation_dispute';
  const gaveIt = memory.expectsAddress ? addressIn(text) !== null : number !== null;
  if (memory.pending !== null && gaveIt && ((weak && sameOrder) || memory.expectsAddress)) {
    return answered(memory.pending, { text, confidence: 0.8, memory: now, customer });
  }
  const bare = number !== null && understood.intent === 'unknown';
  const { intent, confidence } = bare ? { intent: 'order_status' as const, confidence: 0.7 } : understood;
  return answered(intent, { text, confidence, memory: now, customer });
};

/** Customer turns the bot had a say in: what was written to an agent is none of its business. */
const spokenToBot = (turns: BotRequest['turns']): string[] =>
  turns.flatMap(({ role, text }, n) => {
    const next = turns.slice(n + 1).find((later) => later.role === 'bot' || later.role === 'agent');
    return role === 'customer' && next?.role !== 'agent' ? [text] : [];
  });

/** The answer to the last customer turn, as a fold over all of them: same turns, same answer. */
export const answerTo = ({ turns, customer }: BotRequest): BotAnswer => {
  let memory = nothing;
  let answer: BotAnswer | null = null;
  for (const text of spokenToBot(turns)) ({ answer, memory } = turn(memory, text, customer));
  if (answer === null) throw new Error('There is no customer turn to answer');
  return answer;
};

/** A small shop's assistant in English, deterministic and without a network. */
export const demoBot: Bot = {
  id: 'demo',
  reply: async (request, signal) => {
    signal.throwIfAborted();
    return answerTo(request);
  },
};
