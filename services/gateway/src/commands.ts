import { type Command, derivedId, joinedName } from '@warmline/messaging';
import type { AskBot } from './domain/conversation/requests.ts';

const MAX_KEY_CHARS = 200;
/** The key under which an answer is stored. A longer key does not fit an index and is stored as its hash. */
export const scopedIdempotencyKey = (type: string, key: string): string =>
  `${type}/${key.length <= MAX_KEY_CHARS ? key : derivedId(key)}`;

/** Derived from tenant, channel and external id, so that concurrent starts are one conversation. */
export const conversationIdOf = (tenantId: string, channel: string, externalId: string): string =>
  derivedId(joinedName('conversation', tenantId, channel, externalId));

export interface CommandRequest {
  readonly stage: string;
  readonly key: string;
  readonly body: { readonly type: string; readonly data: unknown };
  readonly at: number;
  /** Makes the command's id where it has no idempotency key. */
  readonly freshId: () => string;
  readonly traceparent: string | undefined;
  readonly idempotencyKey?: string | undefined;
}

/** A request of a person, a bot or a channel as a command. With an idempotency key its id is derived from that key. */
export const commandOf = ({ stage, key, body, at, freshId, traceparent, idempotencyKey }: CommandRequest): Command => {
  const { type, data } = body;
  const id = idempotencyKey === undefined ? freshId() : derivedId(joinedName(stage, key, type, idempotencyKey));
  return {
    stage,
    key,
    event: { type, id, at, data },
    // The events name their tenant.
    cause: { id, at, tenantId: 'none', correlationId: key, traceparent },
    ...(idempotencyKey === undefined ? {} : { idempotencyKey: scopedIdempotencyKey(type, idempotencyKey) }),
  };
};

/** Posts a bot's reply under the epoch of the request to the bot. */
export const botReplyCommand = (
  { conversationId, messageId, epoch }: AskBot,
  tenantId: string,
  author: string,
  { text, ...bot }: { readonly text: string; readonly [more: string]: unknown },
  at: number,
): Command => {
  const id = `bot/${messageId}`;
  return {
    stage: 'conversation',
    key: conversationId,
    idempotencyKey: id,
    event: {
      type: 'Post',
      id: `${conversationId}/${id}`,
      at,
      data: { role: 'bot', text, epoch, author, bot, replyTo: messageId },
    },
    cause: { id: messageId, at, tenantId, correlationId: conversationId, traceparent: undefined },
  };
};
