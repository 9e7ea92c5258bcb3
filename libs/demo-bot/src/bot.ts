import type { BotTurnDetails, Customer, Role } from '@warmline/contracts';

/** What a bot is asked: the whole recent conversation, oldest turn first; the last is the customer's and wants an answer. */
export interface BotRequest {
  readonly conversationId: string;
  readonly tenantId: string;
  /** BCP 47, as the channel gave it. */
  readonly language?: string;
  readonly customer?: Customer;
  readonly turns: readonly { readonly role: Role; readonly text: string }[];
}

export interface BotAnswer {
  readonly text: string;
  /** 0..1: how sure the bot is that this answers the customer. */
  readonly confidence: number;
  readonly intent: string;
  readonly subject: string;
  /** What it read out of the conversation: an order number, an amount. */
  readonly entities?: Readonly<NonNullable<BotTurnDetails['entities']>>;
  /** What it tried, in words an agent can read. */
  readonly attempted?: string;
}

/**
 * Whatever answers customers. A bot keeps nothing between two requests: any replica may be asked the next one.
 * It rejects on a fault, and with the signal's reason once the signal is aborted; an empty text is an answer the caller judges.
 */
export interface Bot {
  readonly id: string;
  reply(turn: BotRequest, signal: AbortSignal): Promise<BotAnswer>;
}
