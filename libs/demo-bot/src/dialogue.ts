import type { Customer } from '@warmline/contracts';
import type { BotAnswer } from './bot.ts';
import type { Intent } from './understand.ts';

/** What the bot knows of the conversation so far. Worked out anew from the turns at every request, so it is nowhere kept. */
export interface Memory {
  /** The order last spoken of. */
  readonly order: string | null;
  /** What the next turn may go on with: an order number or an address was asked for, or a cancellation is disputed. */
  readonly pending: 'order_status' | 'cancel_order' | 'refund' | 'change_address' | 'cancellation_dispute' | null;
  readonly expectsAddress: boolean;
  /** Orders cancelled in this conversation. */
  readonly cancelled: readonly string[];
  readonly addresses: Readonly<Record<string, string>>;
  /** How often the customer was told that no cancellation is on record. */
  readonly disputes: number;
  readonly misunderstood: number;
}

export const nothing: Memory = {
  order: null,
  pending: null,
  expectsAddress: false,
  cancelled: [],
  addresses: {},
  disputes: 0,
  misunderstood: 0,
};

export interface Said {
  readonly text: string;
  readonly confidence: number;
  readonly memory: Memory;
  readonly customer: Customer | undefined;
}

export interface Reply {
  readonly answer: BotAnswer;
  readonly memory: Memory;
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

type More = Pick<BotAnswer, 'entities' | 'attempted'>;

export const reply = (intent: Intent, confidence: number, text: string, memory: Memory, more: More = {}): Reply => ({
  answer: { text, confidence, intent, subject: SUBJECT[intent], ...more },
  memory: { ...memory, pending: null, expectsAddress: false },
});

/** Whom the customer is greeted as: a first name, or nothing. */
export const calledBy = (customer: Customer | undefined): string => {
  const first = customer?.name?.trim().split(/\s+/)[0];
  return first === undefined || first === '' ? '' : `, ${first}`;
};
