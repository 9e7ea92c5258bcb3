import type { DataOf } from '@warmline/contracts';
import { derivedId, encode, type Outgoing, type Transport } from '@warmline/messaging';
import { chance } from './chance.ts';
import { numberedBy } from './numbered.ts';

/** Conversations the events are spread over. */
export const KEYS = 5_000;
/** Bytes of an event's data; its CloudEvents headers come on top, as on the wire of a real gateway. */
export const BODY_BYTES = 300;
const APPEND = 5_000;
const EPOCH = 1_760_000_000_000;
const SAID =
  'I have asked three times where my order is and nobody can tell me. Is there a person I could talk to, please? ';

export const conversationKey = (which: number): string => derivedId(`bench/conversation/${which}`);

/** The first `count` messages of the load, as a gateway would write them: shard and sequence of each partition included. */
export function* messages(count: number, keys = KEYS): Generator<Outgoing> {
  const conversations: string[] = [];
  const inConversation = new Uint32Array(keys);
  const numbered = numberedBy('gateway', 'messages');
  const { upTo } = chance(1);
  for (let i = 0; i < count; i++) {
    const which = upTo(keys);
    conversations[which] ??= conversationKey(which);
    const conversationId = conversations[which] ?? '';
    const seq = (inConversation[which] ?? 0) + 1;
    inConversation[which] = seq;
    const data: DataOf<'MessagePosted'> = {
      conversationId,
      tenantId: 'default',
      seq,
      messageId: derivedId(`bench/message/${i}`),
      role: 'customer',
      text: '',
      epoch: 1,
      author: `customer-${which}`,
    };
    const text = SAID.repeat(3).slice(0, BODY_BYTES - JSON.stringify(data).length);
    const cause = {
      id: derivedId(`bench/command/${i}`),
      at: EPOCH + i,
      tenantId: 'default',
      correlationId: conversationId,
      traceparent: undefined,
    };
    yield numbered(encode('gateway', { type: 'MessagePosted', data: { ...data, text } }, data.messageId, cause));
  }
}

/** Appends a load in its order, `chunk` records at a time: those of one append have one time stamp. */
export const preload = async (
  transport: Pick<Transport, 'append'>,
  load: Iterable<Outgoing>,
  chunk = APPEND,
): Promise<void> => {
  let some: Outgoing[] = [];
  for (const record of load) {
    some.push(record);
    if (some.length < chunk) continue;
    await transport.append(some);
    some = [];
  }
  if (some.length > 0) await transport.append(some);
};
