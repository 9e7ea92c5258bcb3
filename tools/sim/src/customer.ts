import { conversationIdOf } from '@warmline/gateway/stages';
import type { Channel } from './channel.ts';
import type { Client } from './client.ts';
import type { Gateway } from './gateway-view.ts';
import type { Network } from './network.ts';

const SAID = [
  'Where is my order',
  'Hello there',
  'Can I change my address',
  'How much is the blue one',
  'This is useless, terrible and I hate it',
  'You are the worst, this is awful',
  'I want to talk to a human',
  'I cancelled it by telephone and it was shipped',
  'I want a refund of $900',
  'My account was hacked',
  'I will sue you',
  'Where is my order, where is it',
  'WHY IS THIS NOT WORKING!!!',
  'Thanks, that is great',
  'I never made this payment, you charged me twice',
];

export interface People {
  readonly network: Network;
  readonly client: Client;
  readonly channel: Channel;
  readonly gateway: Gateway;
  /** Nobody begins anything new. */
  readonly closing: () => boolean;
  /** Milliseconds between two things a person does, at most. */
  readonly pace: number;
  /** Everyone writes at the same moments, several lines at once: a channel is back. */
  readonly together: boolean;
}

/** One customer of one conversation: writes, asks for a person, chooses, leaves and comes back. Every text is unlike every other. */
export const customer = async (people: People, n: number, deeds: number): Promise<void> => {
  const { network, client, channel, gateway, closing, pace, together } = people;
  const { random, time } = network;
  const by = random.among(['web', 'web', 'web', 'mail', 'whatsapp', 'whatsapp']);
  const externalId = `customer-${n}`;
  const id = conversationIdOf('default', by, externalId);
  const place = { tenantId: 'default', channel: by, externalId, conversationId: id };
  const known = random.chance(0.3) ? { customer: { customerId: `c-${n}`, name: 'Ada Byron', tier: 'premium' } } : {};
  let said = 0;

  const say = async (): Promise<unknown> => {
    const text = `${random.among(SAID)} (${n}.${++said})`;
    const external = `m-${n}-${said}`;
    const overTheLog = by === 'whatsapp' && (said === 1 || random.chance(0.7));
    if (!overTheLog) return client.ask('conversation', id, 'Post', { role: 'customer', text }, `external/${external}`);
    // Some channels do both: the message is one all the same.
    const published = channel.publish(externalId, text, external);
    if (said > 1 && random.chance(0.15))
      void client.ask('conversation', id, 'Post', { role: 'customer', text }, `external/${external}`);
    return published;
  };

  const choose = (choice: string, more: object): Promise<unknown> =>
    client.ask('conversation', id, 'Choose', { choice, ...more });

  const next = (): Promise<unknown> => {
    const state = gateway.conversation(id);
    if (state === null) return say();
    const { handoff, offer, is, callback, callbackWindows } = state;
    if (is === 'ended')
      return random.chance(0.5) ? client.ask('conversation', id, 'Start', { ...place, ...known }) : say();
    if (handoff?.is === 'closed' && !handoff.surveyed && random.chance(0.5)) {
      const survey = { handoffId: handoff.handoffId, context: 'yes', stars: random.between(1, 5) };
      return client.ask('conversation', id, 'AnswerSurvey', survey);
    }
    if (offer !== null && random.chance(0.7))
      return choose(random.among(['accept-offer', 'accept-offer', 'decline-offer']), { offerId: offer });
    if (handoff?.is === 'queued' && random.chance(0.4)) {
      const { handoffId } = handoff;
      const choice = random.among([
        'callback',
        'schedule-call',
        'email',
        'ticket',
        'back-to-bot',
        'share-details',
        'wait',
        'connect-now',
      ]);
      if (choice === 'schedule-call' && callbackWindows?.handoffId === handoffId)
        return choose(choice, {
          handoffId,
          windowStart: callbackWindows.windows[random.below(2)]?.from,
          details: `+1 555 ${n}`,
        });
      return choose(choice, choice === 'share-details' ? { handoffId, details: `detail ${n}.${said}` } : { handoffId });
    }
    if (callback && random.chance(0.2)) return choose('cancel-callback', { handoffId: callback.handoffId });
    if (random.chance(0.06)) return client.ask('conversation', id, 'End', { by: 'customer' });
    if (random.chance(0.08)) return client.ask('conversation', id, 'AskHuman', {});
    return say();
  };

  await time.sleep(random.below(pace * 3));
  if (by === 'whatsapp') await say();
  else await client.ask('conversation', id, 'Start', { ...place, ...known });
  for (let deed = 0; deed < deeds && !closing(); deed++) {
    await time.sleep(together ? pace - (time.now % pace) : random.chance(0.2) ? random.below(50) : random.below(pace));
    if (together) for (let lines = random.between(1, 3); lines > 0 && deed < deeds - 1; lines--, deed++) void say();
    if (random.chance(0.15)) void next();
    else await next();
  }
};
