import type { DataOf } from '@warmline/contracts';
import { derivedId, encode, type ProducerRecord } from '@warmline/messaging';
import { stages } from '@warmline/sentiment/stages';
import { seededRandom } from '@warmline/testing/random';
import { BODY_BYTES, conversationKey, KEYS } from './message-load.ts';
import { shardSequencer } from './shard-sequencer.ts';
import { botText, customerText } from './utterances.ts';

/** Tenants, and therefore pools: enough for ten in every partition. */
export const TENANTS = 60;
export const tenantOf = (conversation: number): string => `tenant-${conversation % TENANTS}`;
/** Share of conversations with complaints, and of those in which the customer presses the button for a person. */
const UPSET_SHARE = 0.08;
const BUTTON_SHARE = 0.02;

type ConversationEventType = 'ConversationStarted' | 'MessagePosted' | 'HumanRequested' | 'ConversationEnded';
type ConversationEvent = {
  readonly [T in ConversationEventType]: readonly [T, Omit<DataOf<T>, 'conversationId' | 'tenantId' | 'seq'>];
}[ConversationEventType];
type ConversationRef = Pick<DataOf<'MessagePosted'>, 'conversationId' | 'tenantId' | 'seq'>;

const ENVELOPE = JSON.stringify({ conversationId: conversationKey(0), tenantId: 'tenant-00', seq: 10 }).length - 1;

/** A message whose data have about BODY_BYTES. */
const sizedMessage = (id: string, text: (length: number) => string, more: object): ConversationEvent => {
  const data = { messageId: id, epoch: 1, ...more } as Omit<DataOf<'MessagePosted'>, keyof ConversationRef>;
  const length = BODY_BYTES - ENVELOPE - JSON.stringify({ ...data, text: '' }).length;
  return ['MessagePosted', { ...data, text: text(Math.max(20, length)) }];
};

/** One conversation from start to end: three to seven turns of customer and bot. */
function* conversationScript(conversation: number): Generator<ConversationEvent> {
  const random = seededRandom(Math.imul(conversation + 1, 2_654_435_761));
  const upset = random.chance(UPSET_SHARE);
  const button = random.chance(BUTTON_SHARE);
  const turns = 3 + random.below(5);
  const hasProfile = random.chance(0.4);
  yield [
    'ConversationStarted',
    {
      channel: 'whatsapp',
      externalId: `wa-${conversation}`,
      language: 'en',
      policyVersion: 'default-1',
      hasBot: true,
      ...(hasProfile
        ? { customer: { customerId: `c-${conversation}`, name: 'Ada Byron', tier: 'premium' as const } }
        : {}),
    },
  ];
  for (let turn = 0; turn < turns; turn++) {
    const id = (who: string) => derivedId(`bench/${conversation}/${who}/${turn}`);
    const angry = upset && turn > 1;
    yield sizedMessage(id('customer'), (length) => customerText(random, length, angry), {
      role: 'customer',
      author: `c-${conversation}`,
    });
    const confidence = (angry ? 45 : 70) + random.below(30);
    const bot = { confidence: confidence / 100, intent: 'order_status', subject: 'order' };
    yield sizedMessage(id('bot'), (length) => botText(random, length), { role: 'bot', bot });
    if (button && turn === 2) yield ['HumanRequested', {}];
  }
  yield ['ConversationEnded', { by: random.chance(0.7) ? 'customer' : 'system' }];
}

interface OpenConversation {
  readonly conversation: number;
  readonly events: Iterator<ConversationEvent, undefined>;
  seq: number;
  sentimentState: unknown;
}

/**
 * Gives the next event of a conversation as the gateway publishes it; after a customer message also its score, made by sentiment's
 * own decider.
 */
const eventWriter = () => {
  const [sentimentStage] = stages();
  if (sentimentStage === undefined) throw new Error('sentiment runs nothing');
  const asGateway = shardSequencer('gateway', 'conversations');
  const asSentiment = shardSequencer('sentiment', 'conversations');
  return (open: OpenConversation, at: number): { readonly records: ProducerRecord[]; readonly ended: boolean } => {
    const { value: next, done } = open.events.next();
    if (done === true) throw new Error('a conversation ends with its end');
    const [type, fields] = next;
    open.seq += 1;
    const { conversation, seq } = open;
    const ref = { conversationId: conversationKey(conversation), tenantId: tenantOf(conversation), seq };
    const id = derivedId(`bench/event/${conversation}/${seq}`);
    const data = { ...ref, ...fields };
    const cause = { id, at, tenantId: ref.tenantId, correlationId: ref.conversationId, traceparent: undefined };
    const { state, verdict } = sentimentStage.step.step(
      open.sentimentState,
      { type, id, at, data },
      { id: (name) => `${id}/${name}` },
    );
    open.sentimentState = state;
    const scores = verdict.is === 'emit' ? verdict.outputs : [];
    const records = [
      asGateway(encode('gateway', { type, data }, id, cause)),
      ...scores.map((score) => asSentiment(encode('sentiment', score, derivedId(`${id}/score`), cause))),
    ];
    return { records, ended: type === 'ConversationEnded' };
  };
};

/**
 * The first `count` events of `atATime` concurrent conversations, drawn at random, with the scores of their messages; when one ends,
 * another starts. Event times run up to `until`, one millisecond apart.
 */
export function* conversations(count: number, until = Date.now(), concurrent = KEYS): Generator<ProducerRecord> {
  const { below } = seededRandom(7);
  const writeNext = eventWriter();
  const running: (OpenConversation | undefined)[] = new Array(concurrent).fill(undefined);
  let started = 0;
  for (let i = 0; i < count; i++) {
    const index = below(concurrent);
    const current = running[index] ?? {
      conversation: started,
      events: conversationScript(started++),
      seq: 0,
      sentimentState: null,
    };
    const { records, ended } = writeNext(current, until - count + i);
    running[index] = ended ? undefined : current;
    yield* records;
  }
}

/** `count` conversations that start, with one message and its score each, and do not end. */
export function* startedConversations(count: number, until = Date.now()): Generator<ProducerRecord> {
  const writeNext = eventWriter();
  for (let conversation = 0; conversation < count; conversation++) {
    const one: OpenConversation = {
      conversation,
      events: conversationScript(conversation),
      seq: 0,
      sentimentState: null,
    };
    yield* writeNext(one, until).records;
    yield* writeNext(one, until).records;
  }
}
