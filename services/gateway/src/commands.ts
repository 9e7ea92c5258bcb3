import { type Command, derivedId, joinedName } from '@warmline/messaging';
import type { AskBot } from './domain/conversation/requests.ts';
import { addressOf, type StartAtAddress } from './domain/conversation-address.ts';
import type { ExpectedConversations } from './expected-conversations.ts';

const MAX_KEY_CHARS = 200;
/** The key under which an answer is stored. A longer key does not fit an index and is stored as its hash. */
export const scopedIdempotencyKey = (type: string, key: string): string =>
  `${type}/${key.length <= MAX_KEY_CHARS ? key : derivedId(key)}`;

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

/** A start over HTTP. The id of its conversation is drawn by `freshId`, unless its address has one. */
export const startCommand = (
  origin: StartAtAddress['data']['origin'],
  expected: ExpectedConversations,
  request: Omit<CommandRequest, 'stage' | 'key' | 'body'>,
): Command => {
  const key = addressOf(origin);
  const { idempotencyKey: clientKey } = request;
  const idempotencyKey = clientKey === undefined ? undefined : scopedIdempotencyKey('Start', clientKey);
  const data: StartAtAddress['data'] = { origin, drawnId: request.freshId(), idempotencyKey };
  const command = commandOf({ ...request, stage: 'conversation-address', key, body: { type: 'Start', data } });
  // The answer is stored with the conversation, not with the address.
  const { idempotencyKey: _, ...unstored } = command;
  const conversationId = expected.expect(key, data.drawnId);
  return { ...unstored, mayForwardTo: [{ stage: 'conversation', key: conversationId, idempotencyKey }] };
};

/** Posts a bot's reply under the epoch of the request to the bot. */
export const botReplyCommand = (
  { conversationId, messageId, epoch }: AskBot,
  tenantId: string,
  author: string,
  { text, ...bot }: { readonly text: string; readonly [more: string]: unknown },
  at: number,
  traceparent?: string,
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
    cause: { id: messageId, at, tenantId, correlationId: conversationId, traceparent },
  };
};
