import { type DataOf, PARTITIONS, toHeaders, topics } from '@warmline/contracts';
import { derivedId, type Outgoing, partitionOf } from '@warmline/messaging';
import { chance } from './chance.ts';
import { tenantOf } from './conversations.ts';
import { BODY_BYTES, KEYS } from './load.ts';
import { botText, customerText } from './sayings.ts';

/** The first `count` messages of a channel whose bot is elsewhere: customer and bot in turns in KEYS conversations drawn at random. */
export function* channelMessages(count: number, until = Date.now()): Generator<Outgoing> {
  const by = chance(11);
  const inConversation = new Uint32Array(KEYS);
  for (let i = 0; i < count; i++) {
    const which = by.upTo(KEYS);
    const turn = inConversation[which] ?? 0;
    inConversation[which] = turn + 1;
    const role = turn % 2 === 0 ? 'customer' : 'bot';
    const externalId = `wa-${which}`;
    const data: DataOf<'MessageReceived'> = {
      conversationId: externalId,
      tenantId: tenantOf(which),
      channel: 'whatsapp',
      externalId,
      externalMessageId: `wamid.${derivedId(`bench/external/${i}`)}`,
      role,
      text: '',
      ...(role === 'bot' ? { bot: { confidence: 0.8, intent: 'order_status', subject: 'order' } } : {}),
    };
    const length = BODY_BYTES - JSON.stringify(data).length;
    const text = role === 'bot' ? botText(by, length) : customerText(by, length, by.often(3));
    yield {
      topic: topics.ingress.name,
      partition: partitionOf(externalId, PARTITIONS),
      key: externalId,
      value: JSON.stringify({ ...data, text }),
      headers: toHeaders({
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
