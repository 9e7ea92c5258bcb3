import type { Instant } from '@warmline/contracts';
import { type CommandResult, type Context, type ForwardedEvent, joinedName } from '@warmline/messaging/decider';
import type { ConversationOrigin } from './conversation/conversation.ts';
import type { ConversationCommand } from './conversation/conversation-commands.ts';
import { type CommandOf, OK, stateOnly } from './results.ts';

/** Where a customer is met: tenant, channel and the channel's id of the conversation. It leads to one conversation at a time. */
export interface ConversationAddress {
  readonly conversationId: string;
}

/** `drawnId` becomes the id of the conversation if the address has none. */
interface Entrance {
  readonly origin: Omit<ConversationOrigin, 'conversationId'>;
  readonly drawnId: string;
}
export type StartAtAddress = CommandOf<'Start', Entrance & { readonly idempotencyKey: string | undefined }>;
type OneOf<T> = T extends { readonly type: infer Type; readonly data: infer Data }
  ? { readonly type: Type; readonly data: Data }
  : never;

/** What came from a channel. A message and a request for a person start or reopen their conversation; nothing else does. */
export type ReceiveAtAddress = CommandOf<
  'Receive',
  Entrance & {
    readonly command: OneOf<Exclude<ConversationCommand, { type: 'Start' }>>;
    readonly starts: boolean;
    readonly idempotencyKeys: { readonly start: string; readonly command: string };
  }
>;
/** The conversation is deleted. */
export type ReleaseAddress = CommandOf<'Release', { readonly conversationId: string }>;
export type AddressCommand = StartAtAddress | ReceiveAtAddress | ReleaseAddress;

/** After the commit: the conversation that an address leads to. */
export interface AddressFound {
  readonly type: 'address-found';
  readonly address: string;
  readonly conversationId: string;
}

/** The key of an address. */
export const addressOf = ({
  tenantId,
  channel,
  externalId,
}: Pick<ConversationOrigin, 'tenantId' | 'channel' | 'externalId'>): string =>
  joinedName(tenantId, channel, externalId);

/** Tells the address of a deleted conversation, so that its next customer message starts a new one. */
export const releaseAddress = (
  conversation: Pick<ConversationOrigin, 'conversationId' | 'tenantId' | 'channel' | 'externalId'>,
  at: Instant,
  context: Context,
): ForwardedEvent => {
  const { conversationId } = conversation;
  const event: ReleaseAddress = { type: 'Release', id: context.id('release'), at, data: { conversationId } };
  return { stage: 'conversation-address', key: addressOf(conversation), event };
};

/**
 * Gives an address its conversation and forwards to it. The id says nothing about the customer: it is drawn at random, and the row of
 * the address is locked meanwhile, so two starts at once make one conversation.
 */
export const handleAddressCommand = (
  before: ConversationAddress | null,
  event: AddressCommand,
  context: Context,
): CommandResult<ConversationAddress> => {
  if (event.type === 'Release')
    return stateOnly(before?.conversationId === event.data.conversationId ? null : before, OK);
  if (event.type === 'Receive' && before === null && !event.data.starts)
    return stateOnly<ConversationAddress>(null, OK);
  const state = before ?? { conversationId: event.data.drawnId };
  const { conversationId } = state;
  const forward = (
    type: string,
    data: unknown,
    idempotencyKey: string | undefined,
    isAnswer: boolean,
  ): ForwardedEvent => ({
    ...{ stage: 'conversation', key: conversationId, correlationId: conversationId, idempotencyKey, isAnswer },
    event: { type, id: context.id(`${conversationId}/${type}`), at: event.at, data },
  });
  const { origin } = event.data;
  const start = { ...origin, conversationId };
  const effect: AddressFound = { type: 'address-found', address: addressOf(origin), conversationId };
  const forwards =
    event.type === 'Start'
      ? [forward('Start', start, event.data.idempotencyKey, true)]
      : [
          // A message published again does not reopen a conversation that has ended since.
          ...(event.data.starts ? [forward('Start', start, event.data.idempotencyKeys.start, false)] : []),
          forward(event.data.command.type, event.data.command.data, event.data.idempotencyKeys.command, true),
        ];
  return { ...stateOnly(state, OK), forwards, effects: [effect] };
};
