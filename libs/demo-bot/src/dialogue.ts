import type { Customer } from '@warmline/contracts';
import type { BotAnswer } from './bot.ts';
import type { Intent } from './intent.ts';

/** What the bot knows of the conversation so far. Worked out anew from the turns at every request, so it is nowhere kept. */
export interface DialogueState {
  /** The order last spoken of. */
  readonly order: string | null;
  /** What the next turn may go on with: an order number or an address was asked for, or a cancellation is disputed. */
  readonly pendingIntent: 'order_status' | 'cancel_order' | 'refund' | 'change_address' | 'cancellation_dispute' | null;
  readonly expectsAddress: boolean;
  /** Orders cancelled in this conversation. */
  readonly cancelled: readonly string[];
  readonly addresses: Readonly<Record<string, string>>;
  /** How often the customer was told that no cancellation is on record. */
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

/** What the conversation is about, in the words routing and the subject-switch rule know. Talk about nothing is `general`. */
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

/** Whom the customer is greeted as: a first name, or nothing. */
export const greetingName = (customer: Customer | undefined): string => {
  const first = customer?.name?.trim().split(/\s+/)[0];
  return first === undefined || first === '' ? '' : `, ${first}`;
};
