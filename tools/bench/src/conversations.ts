import type { DataOf } from '@warmline/contracts';
import { derivedId, encode, type Outgoing } from '@warmline/messaging';
import { stages } from '@warmline/sentiment/stages';
import { chance } from './chance.ts';
import { BODY_BYTES, conversationKey, KEYS } from './load.ts';
import { numberedBy } from './numbered.ts';
import { botText, customerText } from './sayings.ts';

/** Tenants, and so pools: enough that every partition has ten. */
export const TENANTS = 60;
export const tenantOf = (conversation: number): string => `tenant-${conversation % TENANTS}`;
/** Conversations that go wrong, and those in which the button for a person is pressed; of 100. */
const UPSET = 8;
const BUTTON = 2;

type Told = 'ConversationStarted' | 'MessagePosted' | 'HumanRequested' | 'ConversationEnded';
type Facts = { readonly [T in Told]: readonly [T, Omit<DataOf<T>, 'conversationId' | 'tenantId' | 'seq'>] }[Told];
type Place = Pick<DataOf<'MessagePosted'>, 'conversationId' | 'tenantId' | 'seq'>;

const ENVELOPE = JSON.stringify({ conversationId: conversationKey(0), tenantId: 'tenant-00', seq: 10 }).length - 1;

/** A message whose data have BODY_BYTES, a few more or less. */
const message = (id: string, text: (length: number) => string, more: object): Facts => {
  const data = { messageId: id, epoch: 1, ...more } as Omit<DataOf<'MessagePosted'>, keyof Place>;
  const length = BODY_BYTES - ENVELOPE - JSON.stringify({ ...data, text: '' }).length;
  return ['MessagePosted', { ...data, text: text(Math.max(20, length)) }];
};

/** One conversation from start to end: customer and bot in turns, three to seven times. */
function* script(conversation: number): Generator<Facts> {
  const by = chance(Math.imul(conversation + 1, 2_654_435_761));
  const upset = by.often(UPSET);
  const button = by.often(BUTTON);
  const turns = 3 + by.upTo(5);
  const known = by.often(40);
  yield [
    'ConversationStarted',
    {
      channel: 'whatsapp',
      externalId: `wa-${conversation}`,
      language: 'en',
      policyVersion: 'default-1',
      hasBot: true,
      ...(known ? { customer: { customerId: `c-${conversation}`, name: 'Ada Byron', tier: 'premium' as const } } : {}),
    },
  ];
  for (let turn = 0; turn < turns; turn++) {
    const id = (who: string) => derivedId(`bench/${conversation}/${who}/${turn}`);
    const angry = upset && turn > 1;
    yield message(id('customer'), (length) => customerText(by, length, angry), {
      role: 'customer',
      author: `c-${conversation}`,
    });
    const confidence = (angry ? 45 : 70) + by.upTo(30);
    const bot = { confidence: confidence / 100, intent: 'order_status', subject: 'order' };
    yield message(id('bot'), (length) => botText(by, length), { role: 'bot', bot });
    if (button && turn === 2) yield ['HumanRequested', {}];
  }
  yield ['ConversationEnded', { by: by.often(70) ? 'customer' : 'system' }];
}

interface Running {
  readonly conversation: number;
  readonly story: Iterator<Facts, undefined>;
  seq: number;
  mood: unknown;
}

/** Tells the next event of a conversation as the gateway would, and behind a customer's message its score, made by sentiment's own decider. */
const telling = () => {
  const [mood] = stages();
  if (mood === undefined) throw new Error('sentiment runs nothing');
  const asGateway = numberedBy('gateway', 'conversations');
  const asSentiment = numberedBy('sentiment', 'conversations');
  return (running: Running, at: number): { readonly told: Outgoing[]; readonly ended: boolean } => {
    const { value: next, done } = running.story.next();
    if (done === true) throw new Error('a conversation ends with its end');
    const [type, facts] = next;
    running.seq += 1;
    const { conversation, seq } = running;
    const place = { conversationId: conversationKey(conversation), tenantId: tenantOf(conversation), seq };
    const id = derivedId(`bench/told/${conversation}/${seq}`);
    const data = { ...place, ...facts };
    const cause = { id, at, tenantId: place.tenantId, correlationId: place.conversationId, traceparent: undefined };
    const { state, verdict } = mood.step.step(running.mood, { type, id, at, data }, { id: (name) => `${id}/${name}` });
    running.mood = state;
    const scores = verdict.is === 'emit' ? verdict.outputs : [];
    const told = [
      asGateway(encode('gateway', { type, data }, id, cause)),
      ...scores.map((score) => asSentiment(encode('sentiment', score, derivedId(`${id}/score`), cause))),
    ];
    return { told, ended: type === 'ConversationEnded' };
  };
};

/**
 * The first `count` events of `atATime` conversations at once, drawn at random, with the scores of their messages; where one ends, another
 * begins in its place. Event times run up to `until`, one millisecond an event.
 */
export function* conversations(count: number, until = Date.now(), atATime = KEYS): Generator<Outgoing> {
  const { upTo } = chance(7);
  const tell = telling();
  const running: (Running | undefined)[] = new Array(atATime).fill(undefined);
  let begun = 0;
  for (let i = 0; i < count; i++) {
    const slot = upTo(atATime);
    const one = running[slot] ?? { conversation: begun, story: script(begun++), seq: 0, mood: null };
    const { told, ended } = tell(one, until - count + i);
    running[slot] = ended ? undefined : one;
    yield* told;
  }
}

/** `count` conversations that begin, with one message and its score each, and do not end. */
export function* openings(count: number, until = Date.now()): Generator<Outgoing> {
  const tell = telling();
  for (let conversation = 0; conversation < count; conversation++) {
    const one: Running = { conversation, story: script(conversation), seq: 0, mood: null };
    yield* tell(one, until).told;
    yield* tell(one, until).told;
  }
}
