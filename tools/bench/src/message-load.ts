import type { DataOf } from '@warmline/contracts';
import { derivedId, encode, type ProducerRecord, type Transport } from '@warmline/messaging';
import { seededRandom } from '@warmline/testing/random';
import { shardSequencer } from './shard-sequencer.ts';

/** Number of conversations the events are spread over. */
export const KEYS = 5_000;
/** Bytes of an event's data, without its CloudEvents headers. */
export const BODY_BYTES = 300;
const CHUNK = 5_000;
const EPOCH = 1_760_000_000_000;
const MESSAGE_TEXT =
  'I have asked three times where my order is and nobody can tell me. Is there a person I could talk to, please? ';

export const conversationKey = (index: number): string => derivedId(`bench/conversation/${index}`);

/** The first `count` messages of the load, as a gateway publishes them, with shard and sequence of each partition. */
export function* messages(count: number, keys = KEYS): Generator<ProducerRecord> {
  const conversations: string[] = [];
  const sequences = new Uint32Array(keys);
  const withSequence = shardSequencer('gateway', 'messages');
  const { below } = seededRandom(1);
  for (let i = 0; i < count; i++) {
    const index = below(keys);
    conversations[index] ??= conversationKey(index);
    const conversationId = conversations[index] ?? '';
    const seq = (sequences[index] ?? 0) + 1;
    sequences[index] = seq;
    const data: DataOf<'MessagePosted'> = {
      conversationId,
      tenantId: 'default',
      seq,
      messageId: derivedId(`bench/message/${i}`),
      role: 'customer',
      text: '',
      epoch: 1,
      author: `customer-${index}`,
    };
    const text = MESSAGE_TEXT.repeat(3).slice(0, BODY_BYTES - JSON.stringify(data).length);
    const cause = {
      id: derivedId(`bench/command/${i}`),
      at: EPOCH + i,
      tenantId: 'default',
      correlationId: conversationId,
      traceparent: undefined,
    };
    yield withSequence(encode('gateway', { type: 'MessagePosted', data: { ...data, text } }, data.messageId, cause));
  }
}

/** Appends a load in order, `chunk` records at a time; the records of one append have one timestamp. */
export const preload = async (
  transport: Pick<Transport, 'append'>,
  load: Iterable<ProducerRecord>,
  chunk = CHUNK,
): Promise<void> => {
  let batch: ProducerRecord[] = [];
  for (const record of load) {
    batch.push(record);
    if (batch.length < chunk) continue;
    await transport.append(batch);
    batch = [];
  }
  if (batch.length > 0) await transport.append(batch);
};
