import { addressOf } from '@warmline/gateway/stages';
import type { Channel } from './channel.ts';
import type { Client } from './client.ts';
import type { GatewayView } from './gateway-view.ts';
import type { Network } from './network.ts';

const MESSAGES = [
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

/** What some choices need. */
const contacts: Readonly<Record<string, string | undefined>> = {
  callback: '+1 212 555 0100',
  'schedule-call': '+1 212 555 0100',
  email: 'ada@example.org',
};

export interface Participants {
  readonly network: Network;
  readonly client: Client;
  readonly channel: Channel;
  readonly gateway: GatewayView;
  /** True once nobody starts anything new. */
  readonly isDraining: () => boolean;
  /** Upper bound of the milliseconds between two actions of a person. */
  readonly paceMs: number;
  /** Everyone writes at the same instants, several messages at once, as after the outage of a channel. */
  readonly inBursts: boolean;
}

/** One customer in one conversation: writes, asks for a person, chooses, leaves and comes back. Every text is unique. */
export const runCustomer = async (participants: Participants, n: number, actionCount: number): Promise<void> => {
  const { network, client, channel, gateway, isDraining, paceMs, inBursts } = participants;
  const { random, time } = network;
  const channelName = random.pick(['web', 'web', 'web', 'mail', 'whatsapp', 'whatsapp']);
  const externalId = `customer-${n}`;
  const origin = { tenantId: 'default', channel: channelName, externalId };
  const conversationId = (): string | null => gateway.conversationAt(addressOf(origin));
  const known = random.chance(0.3)
    ? { customer: { customerId: `c-${n}`, name: 'Ada Byron', tier: 'premium' as const } }
    : {};
  let messageCount = 0;

  const postMessage = async (): Promise<unknown> => {
    const text = `${random.pick(MESSAGES)} (${n}.${++messageCount})`;
    const external = `m-${n}-${messageCount}`;
    const overTheLog = channelName === 'whatsapp' && (messageCount === 1 || random.chance(0.7));
    const id = conversationId();
    if (!overTheLog && id !== null)
      return client.request('conversation', id, 'Post', { role: 'customer', text }, `external/${external}`);
    // Some channels deliver one message over both ways.
    const published = channel.publish(externalId, text, external);
    if (messageCount > 1 && id !== null && random.chance(0.15))
      void client.request('conversation', id, 'Post', { role: 'customer', text }, `external/${external}`);
    return published;
  };

  const act = (): Promise<unknown> => {
    const id = conversationId();
    const state = id === null ? null : gateway.conversation(id);
    if (id === null || state === null) return postMessage();
    const choose = (choice: string, more: object): Promise<unknown> =>
      client.request('conversation', id, 'Choose', { choice, ...more });
    const { handoff, customerOfferId, is, callback, callbackWindows } = state;
    if (is === 'ended') return random.chance(0.5) ? client.start({ ...origin, ...known }) : postMessage();
    const asked = state.surveys?.find(({ isAnswered }) => !isAnswered);
    if (asked !== undefined && random.chance(0.5)) {
      const survey = { handoffId: asked.handoffId, context: 'yes', stars: random.between(1, 5) };
      return client.request('conversation', id, 'AnswerSurvey', survey);
    }
    if (customerOfferId !== null && random.chance(0.7))
      return choose(random.pick(['accept-offer', 'accept-offer', 'decline-offer']), { offerId: customerOfferId });
    if (handoff?.is === 'queued' && random.chance(0.4)) {
      const { handoffId } = handoff;
      const choice = random.pick([
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
          details: contacts[choice],
        });
      return choose(
        choice,
        choice === 'share-details'
          ? { handoffId, details: `detail ${n}.${messageCount}` }
          : { handoffId, details: contacts[choice] },
      );
    }
    if (callback && random.chance(0.2)) return choose('cancel-callback', { handoffId: callback.handoffId });
    if (random.chance(0.06)) return client.request('conversation', id, 'End', { by: 'customer' });
    if (random.chance(0.08)) return client.request('conversation', id, 'RequestHuman', {});
    return postMessage();
  };

  await time.sleep(random.below(paceMs * 3));
  if (channelName === 'whatsapp') await postMessage();
  else await client.start({ ...origin, ...known });
  for (let actions = 0; actions < actionCount && !isDraining(); actions++) {
    await time.sleep(
      inBursts ? paceMs - (time.now % paceMs) : random.chance(0.2) ? random.below(50) : random.below(paceMs),
    );
    if (inBursts)
      for (let messages = random.between(1, 3); messages > 0 && actions < actionCount - 1; messages--, actions++)
        void postMessage();
    if (random.chance(0.15)) void act();
    else await act();
  }
};
