import type { BotTurnDetails, Customer, Role } from '@warmline/contracts';

/** A request to a bot: the recent conversation, oldest turn first. The last turn is the customer message to answer. */
export interface BotRequest {
  readonly conversationId: string;
  readonly tenantId: string;
  /** BCP 47, as given by the channel. */
  readonly language?: string;
  readonly customer?: Customer;
  readonly turns: readonly { readonly role: Role; readonly text: string }[];
}

export interface BotAnswer {
  readonly text: string;
  /** 0..1: confidence that this answers the customer. */
  readonly confidence: number;
  readonly intent: string;
  readonly subject: string;
  /** Entities found in the conversation: an order number, an amount. */
  readonly entities?: Readonly<NonNullable<BotTurnDetails['entities']>>;
  /** What the bot tried, in words an agent can read. */
  readonly attempted?: string;
}

/**
 * A bot that answers customers. It keeps no state between requests, since any replica may send the next one.
 * `reply` rejects on a fault, and with the reason of the signal once that is aborted. An empty text is a valid answer; the caller handles it.
 */
export interface Bot {
  readonly id: string;
  /** Where it is asked over HTTP; absent: in this process. */
  readonly address?: URL;
  /** `traceparent`: the trace of the message (W3C Trace Context). */
  reply(turn: BotRequest, signal: AbortSignal, traceparent?: string): Promise<BotAnswer>;
}
