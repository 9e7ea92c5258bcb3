import { setTimeout as sleep } from 'node:timers/promises';
import type { Random } from '@warmline/testing/random';
import { withTag } from '../client-log.ts';
import type { Visit } from '../schedule.ts';
import type { Channel } from './channel.ts';
import type { Client } from './client.ts';

const ordinaryMessages = [
  'Where is my order #12345?',
  'Hello, what are your delivery times?',
  'And what does it cost to send it to Norway?',
  'I have been waiting for a week now, this is not good.',
  'Thanks, that helps a lot!',
  'Can I change the address of order #55120?',
] as const;
const urgentMessages = [
  'I want to talk to a human, please connect me with a person.',
  'I want to cancel my account today.',
  'My card was stolen and somebody used it!',
  'There is a charge on my bill I never made, I dispute this charge.',
] as const;

/** Share of messages that are delivered twice. */
const DUPLICATE_SHARE = 0.05;

export interface VisitContext {
  readonly client: Client;
  readonly channel: Channel;
  readonly expectedHandoffs: Set<string>;
  readonly followConversation: (conversationId: string) => void;
}
interface Started {
  readonly conversationId: string;
}

/** One customer, from the first to the last message; the survey follows when an agent has closed. */
export const runVisit = async (it: Visit, context: VisitContext, random: Random): Promise<void> => {
  const { client, channel } = context;
  const { tenantId, externalId, n } = it;
  const customer = { customerId: `c-${n}`, name: `Ada ${n}`, tier: random.pick(['standard', 'premium'] as const) };
  const body = { tenantId, channel: it.channel, externalId, customer };
  const start = { what: 'start', key: `start-${n}`, path: '/v1/conversations', body } as const;
  const started = await (random.chance(DUPLICATE_SHARE)
    ? client.requestTwice<Started>(start)
    : client.request<Started>(start));
  const conversationId = started?.body.conversationId;
  if (conversationId === undefined) return;
  if (it.hasListener) context.followConversation(conversationId);
  if (it.kind !== 'bot-only') context.expectedHandoffs.add(conversationId);
  const path = `/v1/conversations/${conversationId}`;
  const pause = () => sleep(random.between(100, 900));

  const postMessage = async (m: number, sentence: string): Promise<void> => {
    const tag = `c${n}-${m}`;
    const text = withTag(sentence, tag);
    const messageId = `${externalId}-${m}`;
    const post = { role: 'customer', text, externalId: messageId };
    const requestOnce = {
      what: 'message',
      key: `external/${messageId}`,
      tag,
      conversationId,
      path: `${path}/messages`,
    } as const;
    const isDuplicated = random.chance(DUPLICATE_SHARE);
    if (it.channel !== 'whatsapp')
      await (isDuplicated ? client.requestTwice : client.request).call(client, { ...requestOnce, body: post });
    else {
      const published = channel.deliver(it, text, tag, messageId, isDuplicated ? 2 : 1);
      // Some channels deliver one message over both ways.
      if (isDuplicated) await client.request({ ...requestOnce, body: post });
      await published;
    }
  };
  const requestOnce = (what: 'human' | 'choice' | 'end', to: string, more: object) =>
    client.request({ what, key: `${what}-${n}`, conversationId, path: `${path}/${to}`, body: more });

  for (let m = 0; m < it.messages; m++) {
    await postMessage(m, random.pick(ordinaryMessages));
    await pause();
  }
  switch (it.kind) {
    case 'human':
      await requestOnce('human', 'human', random.chance(0.3) ? { details: 'It is about order #12345' } : {});
      break;
    case 'urgent':
      // A policy may only offer a person after such a message; the button always requests one.
      await postMessage(90, random.pick(urgentMessages));
      await pause();
      await requestOnce('human', 'human', {});
      break;
    case 'abandons':
      await requestOnce('human', 'human', {});
      await sleep(random.below(1_500));
      await requestOnce('end', 'end', {});
      break;
    case 'chooses-alternative':
      await requestOnce('human', 'human', {});
      await sleep(random.below(1_500));
      await requestOnce('choice', 'choices', {
        choice: random.pick(['callback', 'back-to-bot']),
        details: '+1 212 555 0100',
      });
      break;
    case 'bot-only':
      if (random.chance(0.5)) await requestOnce('end', 'end', {});
      return;
  }
  if (it.kind !== 'abandons' && random.chance(0.4)) {
    await pause();
    await postMessage(99, 'Is anybody there?');
  }
};
