import { afterEach } from '@jest/globals';
import { type DataOf, subscriptions, topics } from '@warmline/contracts';
import { systemClock } from './clock.ts';
import { type EncodedEvent, encode } from './codec.ts';
import { type Decider, deciderStep, reject } from './decider.ts';
import { MemoryStore } from './memory/memory-store.ts';
import { type MemoryTransport, memoryTransport } from './memory/memory-transport.ts';
import { noopObserver } from './observer.ts';
import { Processor, type ProcessorSettings } from './processor.ts';
import { type Stage, stage } from './stage.ts';
import { declaredTopics } from './topics.ts';

/** Counts the messages of a conversation. One second after the third message a tick publishes an event. */
export interface Count {
  readonly n: number;
  readonly wake: number | null;
}
export const counting: Decider<Count, 'MessagePosted', 'SentimentScored'> = {
  decide: (event, state) => {
    if (event.type === 'Tick') return [scored('c-1', 99, 'tick')];
    if (event.data.text === 'throw') throw new Error('a bug');
    if (event.data.text === 'no') return reject('not wanted');
    return [scored(event.data.conversationId, (state?.n ?? 0) + 1, event.data.messageId)];
  },
  evolve: (state, event) => {
    if (event.type === 'Tick') return { n: state?.n ?? 0, wake: null };
    if (event.type === 'SentimentScored') return state;
    const n = (state?.n ?? 0) + 1;
    return { n, wake: n === 3 ? event.at + 1_000 : (state?.wake ?? null) };
  },
  due: (state) => state.wake,
};
export const scored = (conversationId: string, seq: number, messageId: string) => ({
  type: 'SentimentScored' as const,
  data: {
    conversationId,
    tenantId: 't',
    seq,
    messageId,
    score: 0,
    pNegative: 0,
    label: 'neutral' as const,
    language: 'en',
    words: [],
    smoothed: { score: 0, pNegative: 0, trend: 'steady' as const },
  },
});

export const message = (conversationId: string, seq: number, text: string, at = 1_000 + seq): EncodedEvent =>
  encode(
    'gateway',
    {
      type: 'MessagePosted',
      data: {
        conversationId,
        tenantId: 't',
        seq,
        messageId: `${conversationId}-${seq}`,
        role: 'customer',
        text,
        epoch: 1,
      } satisfies DataOf<'MessagePosted'>,
    },
    `${conversationId}/${seq}`,
    { id: 'cause', at, tenantId: 't', correlationId: 'x', traceparent: undefined },
  );

export const createWorld = async () => {
  const transport = memoryTransport();
  await transport.applyTopics(declaredTopics());
  return { transport, store: new MemoryStore() };
};
export type World = Awaited<ReturnType<typeof createWorld>>;

const running: Processor[] = [];
afterEach(async () => {
  for (const processor of running.splice(0)) await processor.stop();
});

export const startProcessor = async (
  { transport, store }: World,
  also: Partial<Stage> = {},
  more: Partial<
    Pick<ProcessorSettings, 'onCommitted' | 'ready' | 'log' | 'watchLoop' | 'caughtUp' | 'tracing' | 'observer'>
  > = {},
): Promise<Processor> => {
  const processor = new Processor({
    service: 'sentiment',
    topics: subscriptions.sentiment,
    stages: [
      {
        ...stage({
          name: 'count',
          inputs: subscriptions.sentiment,
          key: 'conversationId',
          step: deciderStep(counting),
        }),
        ...also,
      },
    ],
    store,
    transport,
    clock: systemClock,
    log: { info: () => {}, warn: () => {}, error: () => {} },
    observer: noopObserver,
    ready: () => {},
    fatal: (error) => {
      throw error;
    },
    ...more,
  });
  running.push(processor);
  await processor.start();
  return processor;
};

export const readTopic = async (transport: MemoryTransport, topic: string) => {
  const found: {
    type: string;
    data: DataOf<'SentimentScored'>;
    headers: Readonly<Record<string, string>>;
    value: string;
    partition: number;
  }[] = [];
  const stop = await transport.tail(
    [topic],
    (r) => {
      const value = Buffer.from(r.value ?? []).toString();
      found.push({
        type: r.headers.ce_type ?? '',
        data: value.length > 1 ? JSON.parse(value) : value,
        headers: r.headers,
        value,
        partition: r.partition,
      });
    },
    true,
  );
  for (let i = 0; i < 20; i++) await new Promise((resolve) => setImmediate(resolve));
  await stop();
  return found;
};
/** The published scores without repeats, as a reader outside sees them. */
export const scores = async (w: World) => {
  const seen = new Set<string>();
  const records = (await readTopic(w.transport, topics.sentiment.name)).filter(
    (r) => !seen.has(r.headers.ce_id ?? '') && seen.add(r.headers.ce_id ?? ''),
  );
  return records.map((r) => [r.data.conversationId, r.data.seq]);
};
export const waitUntil = async (check: () => Promise<boolean> | boolean): Promise<void> => {
  for (let i = 0; i < 400; i++) {
    if (await check()) return;
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
  throw new Error('the condition was not met in time');
};
