import { type DataOf, PARTITION_COUNT, toKafkaHeaders, topics } from '@warmline/contracts';
import { derivedId, type ProducerRecord, partitionOf } from '@warmline/messaging';
import { seededRandom } from '@warmline/testing/random';
import { tenantOf } from './conversation-load.ts';
import { BODY_BYTES, KEYS } from './message-load.ts';
import { botText, customerText } from './utterances.ts';

/** The first `count` messages of a channel whose bot is external: customer and bot in turns, in KEYS conversations drawn at random. */
export function* channelMessages(count: number, until = Date.now()): Generator<ProducerRecord> {
  const random = seededRandom(11);
  const turnCounts = new Uint32Array(KEYS);
  for (let i = 0; i < count; i++) {
    const index = random.below(KEYS);
    const turn = turnCounts[index] ?? 0;
    turnCounts[index] = turn + 1;
    const role = turn % 2 === 0 ? 'customer' : 'bot';
    const externalId = `wa-${index}`;
    const data: DataOf<'MessageReceived'> = {
      conversationId: externalId,
      tenantId: tenantOf(index),
      channel: 'whatsapp',
      externalId,
      externalMessageId: `wamid.${derivedId(`bench/external/${i}`)}`,
      role,
      text: '',
      ...(role === 'bot' ? { bot: { confidence: 0.8, intent: 'order_status', subject: 'order' } } : {}),
    };
    const length = BODY_BYTES - JSON.stringify(data).length;
    const text = role === 'bot' ? botText(random, length) : customerText(random, length, random.chance(0.03));
    yield {
      topic: topics.ingress.name,
      partition: partitionOf(externalId, PARTITION_COUNT),
      key: externalId,
      value: JSON.stringify({ ...data, text }),
      headers: toKafkaHeaders({
        specversion: '1.0',
        id: data.externalMessageId,
        type: 'MessageReceived',
        source: '/channels/whatsapp',
        time: new Date(until - count + i).toISOString(),
        tenantid: data.tenantId,
      }),
    };
  }
}
