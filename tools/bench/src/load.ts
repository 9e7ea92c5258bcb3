import type { DataOf } from '@warmline/contracts';
import { derivedId, encode, type Outgoing, type Transport } from '@warmline/messaging';

/** Conversations the events are spread over. */
export const KEYS = 5_000;
/** Bytes of an event's data; its CloudEvents headers come on top, as on the wire of a real gateway. */
export const BODY_BYTES = 300;
const APPEND = 5_000;
const EPOCH = 1_760_000_000_000;
const SAID =
  'I have asked three times where my order is and nobody can tell me. Is there a person I could talk to, please? ';

/** Numerical Recipes' linear congruential generator: the same keys in the same order in every run. */
const keyAfter = (seed: number): number => (Math.imul(seed, 1_664_525) + 1_013_904_223) >>> 0;

/** The first `count` messages of the load, as a gateway would write them: shard and sequence of each partition included. */
export function* messages(count: number): Generator<Outgoing> {
  const conversations = Array.from({ length: KEYS }, (_, i) => derivedId(`bench/conversation/${i}`));
  const inConversation = new Uint32Array(KEYS);
  const inShard = new Map<number, number>();
  let seed = 1;
  for (let i = 0; i < count; i++) {
    seed = keyAfter(seed);
    const which = Math.floor((seed / 2 ** 32) * KEYS);
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
    };
    const made = encode('gateway', { type: 'MessagePosted', data: { ...data, text } }, data.messageId, {
      ...cause,
      traceparent: undefined,
    });
    const sequence = (inShard.get(made.partition) ?? 0) + 1;
    inShard.set(made.partition, sequence);
    const shard = `gateway/${made.partition}@${INCARNATION}`;
    yield { ...made, headers: { ...made.headers, ce_shard: shard, ce_sequence: String(sequence) } };
  }
}
const INCARNATION = derivedId('bench/incarnation');

/** Appends the load. */
export const preload = async (transport: Transport, count: number): Promise<void> => {
  let chunk: Outgoing[] = [];
  for (const message of messages(count)) {
    chunk.push(message);
    if (chunk.length < APPEND) continue;
    await transport.append(chunk);
    chunk = [];
  }
  if (chunk.length > 0) await transport.append(chunk);
};
