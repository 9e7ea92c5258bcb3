import { setTimeout as sleep } from 'node:timers/promises';
import { tagged } from '../ledger.ts';
import type { Random } from '../random.ts';
import type { Visit } from '../schedule.ts';
import type { Channel } from './channel.ts';
import type { Client } from './client.ts';

const small = [
  'Where is my order #12345?',
  'Hello, what are your delivery times?',
  'And what does it cost to send it to Norway?',
  'I have been waiting for a week now, this is not good.',
  'Thanks, that helps a lot!',
  'Can I change the address of order #55120?',
] as const;
const urgent = [
  'I want to talk to a human, please connect me with a person.',
  'I want to cancel my account today.',
  'My card was stolen and somebody used it!',
  'There is a charge on my bill I never made, I dispute this charge.',
] as const;

/** Of the deliveries of a channel, that many come twice. */
const TWICE = 0.05;

export interface Scene {
  readonly client: Client;
  readonly channel: Channel;
  readonly wanted: Set<string>;
  readonly watch: (conversationId: string) => void;
}
interface Started {
  readonly conversationId: string;
}

/** One customer, from the first word to the last but the survey, which follows when an agent has closed. */
export const visit = async (it: Visit, scene: Scene, random: Random): Promise<void> => {
  const { client, channel } = scene;
  const { tenantId, externalId, n } = it;
  const customer = { customerId: `c-${n}`, name: `Ada ${n}`, tier: random.pick(['standard', 'premium'] as const) };
  const body = { tenantId, channel: it.channel, externalId, customer };
  const start = { what: 'start', key: `start-${n}`, path: '/v1/conversations', body } as const;
  const started = await (random.chance(TWICE) ? client.askTwice<Started>(start) : client.ask<Started>(start));
  const conversationId = started?.body.conversationId;
  if (conversationId === undefined) return;
  if (it.watched) scene.watch(conversationId);
  if (it.course !== 'plain') scene.wanted.add(conversationId);
  const path = `/v1/conversations/${conversationId}`;
  const pause = () => sleep(random.between(100, 900));

  const say = async (m: number, words: string): Promise<void> => {
    const tag = `c${n}-${m}`;
    const text = tagged(words, tag);
    const messageId = `${externalId}-${m}`;
    const post = { role: 'customer', text, externalId: messageId };
    const ask = {
      what: 'message',
      key: `external/${messageId}`,
      tag,
      conversationId,
      path: `${path}/messages`,
    } as const;
    const twice = random.chance(TWICE);
    if (it.channel !== 'whatsapp') await (twice ? client.askTwice : client.ask).call(client, { ...ask, body: post });
    else {
      const over = channel.deliver(it, text, tag, messageId, twice ? 2 : 1);
      // Some channels deliver over both ways at once.
      if (twice) await client.ask({ ...ask, body: post });
      await over;
    }
  };
  const ask = (what: 'human' | 'choice' | 'end', to: string, more: object) =>
    client.ask({ what, key: `${what}-${n}`, conversationId, path: `${path}/${to}`, body: more });

  for (let m = 0; m < it.messages; m++) {
    await say(m, random.pick(small));
    await pause();
  }
  switch (it.course) {
    case 'human':
      await ask('human', 'human', random.chance(0.3) ? { details: 'It is about order #12345' } : {});
      break;
    case 'urgent':
      // A policy may be unsure of words; a button is not.
      await say(90, random.pick(urgent));
      await pause();
      await ask('human', 'human', {});
      break;
    case 'leaves':
      await ask('human', 'human', {});
      await sleep(random.between(0, 1_500));
      await ask('end', 'end', {});
      break;
    case 'thinks-again':
      await ask('human', 'human', {});
      await sleep(random.between(0, 1_500));
      await ask('choice', 'choices', { choice: random.pick(['callback', 'back-to-bot']) });
      break;
    case 'plain':
      if (random.chance(0.5)) await ask('end', 'end', {});
      return;
  }
  if (it.course !== 'leaves' && random.chance(0.4)) {
    await pause();
    await say(99, 'Is anybody there?');
  }
};
