import type { Customer } from '@warmline/contracts';
import { greetingName } from '@warmline/text';
import type { BotAnswer } from './bot.ts';
import type { Intent } from './intent.ts';

/** State of the conversation so far. Recomputed from the turns at each request and never stored. */
export interface DialogueState {
  /** The order mentioned last. */
  readonly order: string | null;
  /** What the next turn may continue: a request for an order number or an address, or a disputed cancellation. */
  readonly pendingIntent: 'order_status' | 'cancel_order' | 'refund' | 'change_address' | 'cancellation_dispute' | null;
  readonly expectsAddress: boolean;
  /** Orders cancelled in this conversation. */
  readonly cancelled: readonly string[];
  readonly addresses: Readonly<Record<string, string>>;
  /** How often the bot has said that no cancellation is on record. */
  readonly disputeCount: number;
  readonly misunderstoodCount: number;
}

export const INITIAL_STATE: DialogueState = {
  order: null,
  pendingIntent: null,
  expectsAddress: false,
  cancelled: [],
  addresses: {},
  disputeCount: 0,
  misunderstoodCount: 0,
};

export interface CustomerTurn {
  readonly text: string;
  readonly confidence: number;
  readonly state: DialogueState;
  readonly customer: Customer | undefined;
}

export interface BotReply {
  readonly answer: BotAnswer;
  readonly state: DialogueState;
}

/** Subject of the conversation, in the names that routing and the subject-switch rule use. Small talk is `general`. */
const SUBJECT: Readonly<Record<Intent, string>> = {
  human_request: 'general',
  account_closure: 'cancellation',
  cancellation_dispute: 'cancellation',
  refund: 'refund',
  cancel_order: 'cancellation',
  cancellation_question: 'cancellation',
  change_address: 'address',
  price_question: 'pricing',
  product_question: 'product',
  order_status: 'order',
  capabilities: 'general',
  opening_hours: 'general',
  thanks: 'general',
  goodbye: 'general',
  small_talk: 'general',
  greeting: 'general',
  acknowledgement: 'general',
  unknown: 'general',
};

type ReplyExtras = Pick<BotAnswer, 'entities' | 'attempted'>;

export const reply = (
  intent: Intent,
  confidence: number,
  text: string,
  state: DialogueState,
  extras: ReplyExtras = {},
): BotReply => ({
  answer: { text, confidence, intent, subject: SUBJECT[intent], ...extras },
  state: { ...state, pendingIntent: null, expectsAddress: false },
});

/** The name of the customer in a greeting, after a comma, or an empty text. */
export const commaName = (customer: Customer | undefined): string => {
  const name = greetingName(customer?.name ?? '');
  return name === null ? '' : `, ${name}`;
};
