import { expect } from '@jest/globals';
import { type DataOf, PARTITIONS, subscriptions, topics } from '@warmline/contracts';
import type { Clock } from './clock.ts';
import { type Encoded, encode } from './codec.ts';
import { scored } from './counting.contract.ts';
import { type Decider, decided } from './decider.ts';
import { MemoryStore } from './memory-store.ts';
import { memoryTransport } from './memory-transport.ts';
import { silent } from './observer.ts';
import { partitionOf } from './partition.ts';
import { Processor } from './processor.ts';
import { stage } from './stage.ts';
import type { Commit, Store } from './store.ts';
import { declaredTopics } from './topics.ts';
import type { Incoming, Outgoing, Transport } from './transport.ts';

export type Outcome = 'committed' | 'stale';
/** What becomes of one commit; `apply` lets it reach the database. */
export type Fate = (apply: () => Promise<Outcome>, commit: Commit) => Promise<Outcome>;

export const answerLost: Fate = async (apply) => {
  await apply();
  throw new Error('connection lost after the commit');
};
export const neverArrived: Fate = async () => {
  throw new Error('connection lost before the commit');
};

/** A commit on its way: `asked` when it was sent; it arrives, or its sender gives up on it, when the test says so. */
export const inFlight = () => {
  const asked = Promise.withResolvers<Commit>();
  const landing = Promise.withResolvers<void>();
  const givenUp = Promise.withResolvers<never>();
  const landed = Promise.withResolvers<Outcome>();
  givenUp.promise.catch(() => {});
  const fate: Fate = (apply, commit) => {
    asked.resolve(commit);
    landing.promise.then(apply).then(landed.resolve, landed.reject);
    return Promise.race([landed.promise, givenUp.promise]);
  };
  return {
    fate,
    asked: asked.promise,
    land: () => {
      landing.resolve();
      return landed.promise;
    },
    giveUp: () => givenUp.reject(new Error('connection lost, outcome unknown')),
  };
};

/** The port to a store over a database that fails. */
export class Unreliable implements Store {
  fates: Fate[] = [];
  readonly commits: Commit[] = [];
  taken = 0;
  beforeTakeOver: ((n: number) => unknown) | undefined;

  constructor(private readonly inner: Store) {}

  async takeOver(n: number) {
    await this.beforeTakeOver?.(n);
    this.taken++;
    return this.inner.takeOver(n);
  }
  leftovers = (n: number) => this.inner.leftovers(n);
  load = (stage: string, keys: readonly string[], tables: boolean) => this.inner.load(stage, keys, tables);
  journal = (stage: string, keys: readonly string[], limit: number) => this.inner.journal(stage, keys, limit);
  due = (n: number, upTo: number, limit: number) => this.inner.due(n, upTo, limit);
  drop = (ids: readonly string[]) => this.inner.drop(ids);
  isDataError = (error: unknown) => this.inner.isDataError(error);

  commit(commit: Commit): Promise<Outcome> {
    this.commits.push(commit);
    const apply = () => this.inner.commit(commit);
    return this.fates.shift()?.(apply, commit) ?? apply();
  }
}

/** Counts a conversation's messages and answers each; `wake <ms>` asks for a tick so long after the message. */
interface Count {
  readonly n: number;
  readonly wake: number | null;
  readonly conversationId: string;
}
const counting: Decider<Count, 'MessagePosted', 'SentimentScored'> = {
  decide: (event, state) => {
    const n = (state?.n ?? 0) + 1;
    if (event.type === 'Tick') return [scored(state?.conversationId ?? '', n, `tick@${event.at}`)];
    return [scored(event.data.conversationId, n, event.data.messageId)];
  },
  evolve: (state, event) => {
    if (event.type === 'SentimentScored') return state;
    if (event.type === 'Tick') return state && { ...state, n: state.n + 1, wake: null };
    const wake = /^wake (\d+)$/.exec(event.data.text)?.[1];
    const { conversationId } = event.data;
    const after = wake === undefined ? (state?.wake ?? null) : event.at + Number(wake);
    return { conversationId, n: (state?.n ?? 0) + 1, wake: after };
  },
  due: (state) => state.wake,
};

export const message = (conversationId: string, seq: number, text = 'hello', at = 1_000 + seq): Encoded => {
  const messageId = `${conversationId}-${seq}`;
  const data = { conversationId, tenantId: 't', seq, messageId, role: 'customer', text, epoch: 1 } as const;
  const cause = { id: 'cause', at, tenantId: 't', correlationId: 'x', traceparent: undefined };
  return encode('gateway', { type: 'MessagePosted', data: data satisfies DataOf<'MessagePosted'> }, messageId, cause);
};
export const taskOf = (key: string): number => partitionOf(key, PARTITIONS);
/** A conversation that is task n's; others of it by `place`. */
export const keyOn = (n: number, place = 0): string => {
  for (let i = 0, found = 0; ; i++) if (taskOf(`c-${i}`) === n && found++ === place) return `c-${i}`;
};
export const ALL = Array.from({ length: PARTITIONS }, (_, n) => n);

/** Pauses are cut to a twentieth; the hour is the real one. */
export const hurried: Clock = {
  now: () => Date.now(),
  after: (ms, call) => {
    const timer = setTimeout(call, ms / 20);
    return () => clearTimeout(timer);
  },
};

export const until = async (what: string, check: () => unknown): Promise<void> => {
  for (let i = 0; i < 1_500; i++) {
    if (await check()) return;
    await new Promise((resolve) => setTimeout(resolve, 2));
  }
  throw new Error(`did not come true in time: ${what}`);
};

/** One running instance with its own way to the database and to the log. */
export interface Instance {
  readonly store: Unreliable;
  readonly processor: Processor;
  /** What it sent, and whether it may send now. */
  readonly sent: (readonly Outgoing[])[];
  mute(): () => void;
}

/** Two instances of one service over one database and one log. The first owns every task; the other waits. */
export const world = async () => {
  const transport = memoryTransport();
  await transport.applyTopics(declaredTopics());
  const memory = new MemoryStore();
  const published: Incoming[] = [];
  await transport.tail([topics.sentiment.name], (record) => void published.push(record), true);
  const instances: Instance[] = [];
  const faults: string[] = [];

  const instance = async (): Promise<Instance> => {
    const store = new Unreliable(memory);
    const sent: (readonly Outgoing[])[] = [];
    const unacknowledged = new Set<string>();
    let muted: PromiseWithResolvers<void> | undefined;
    const append: Transport['append'] = async (records) => {
      const places = [...new Set(records.map((r) => `${r.headers.ce_shard} on ${r.topic}/${r.partition}`))];
      for (const place of places) {
        if (unacknowledged.has(place)) faults.push(`a second append of ${place} before the first was acknowledged`);
        unacknowledged.add(place);
      }
      sent.push(records);
      try {
        await muted?.promise;
        return await transport.append(records);
      } finally {
        for (const place of places) unacknowledged.delete(place);
      }
    };
    const processor = new Processor({
      service: 'sentiment',
      topics: subscriptions.sentiment,
      stages: [
        stage({ name: 'count', inputs: subscriptions.sentiment, key: 'conversationId', step: decided(counting) }),
      ],
      store,
      transport: { ...transport, append },
      clock: hurried,
      log: { info: () => {}, warn: () => {}, error: () => {} },
      observer: silent,
      trace: (traceparent) => ({ traceparent, end: () => {} }),
      ready: () => {},
      fatal: (error) => void faults.push(`fatal: ${error.message}`),
    });
    await processor.start();
    const mute = () => {
      muted = Promise.withResolvers();
      const { resolve } = muted;
      return () => {
        muted = undefined;
        resolve();
      };
    };
    const made = { store, processor, sent, mute };
    instances.push(made);
    return made;
  };

  const [a, b] = [await instance(), await instance()];
  await until('both are members', () => a.store.taken > 0 && b.store.taken > 0);
  const before = a.store.taken;
  transport.rebalance('sentiment', [ALL, []]);
  await until('the first owns every task', () => a.store.taken >= before + ALL.length);

  /** As a service downstream applies them; an event is skipped only if it was applied before. */
  const effects = (): Record<string, string[]> => {
    const highs = new Map<string, number>();
    const applied = new Set<string>();
    const byKey: Record<string, string[]> = {};
    for (const record of published) {
      const { ce_shard: shard, ce_sequence: sequence, ce_id: id = '' } = record.headers;
      const place = `${record.partition}|${shard}`;
      if (Number(sequence) <= (highs.get(place) ?? 0)) {
        if (!applied.has(id)) throw new Error(`LOST: ${id} (${shard}#${sequence}) is skipped and was never applied`);
        continue;
      }
      highs.set(place, Number(sequence));
      if (applied.has(id)) throw new Error(`DOUBLED: ${id} (${shard}#${sequence})`);
      applied.add(id);
      const data: DataOf<'SentimentScored'> = JSON.parse(Buffer.from(record.value ?? []).toString());
      const list = byKey[data.conversationId] ?? [];
      list.push(`${data.messageId} as ${data.seq}`);
      byKey[data.conversationId] = list;
    }
    return byKey;
  };

  return {
    a,
    b,
    transport,
    memory,
    published,
    effects,
    say: (...records: readonly Encoded[]) => transport.append(records),
    /** The other instance gets every task, and the first hears nothing of it: a zombie. */
    handOver: () => transport.rebalance('sentiment', [null, ALL]),
    applied: (...wanted: readonly string[]) =>
      until(wanted.join(', '), () => {
        const found = Object.values(effects()).flat();
        return wanted.every((messageId) => found.some((f) => f.startsWith(`${messageId} as`)));
      }),
    stop: async () => {
      await Promise.all(instances.map((i) => i.processor.stop()));
    },
    /** Every message of these keys was applied once, in order, over a state that lost nothing; and the outbox is empty. */
    holds: async (counts: Readonly<Record<string, number>>) => {
      const expected = Object.entries(counts).map(([key, count]) => [
        key,
        Array.from({ length: count }, (_, i) => `${key}-${i + 1} as ${i + 1}`),
      ]);
      const last = Object.entries(counts).map(([key, count]) => `${key}-${count} as`);
      await until(`effects of ${last.join(', ')}`, () => {
        const found = Object.values(effects()).flat();
        return last.every((l) => found.some((f) => f.startsWith(l)));
      });
      await until('an empty outbox', () => memory.outbox.size === 0);
      expect(effects()).toEqual(Object.fromEntries(expected));
      expect(faults).toEqual([]);
    },
  };
};
export type World = Awaited<ReturnType<typeof world>>;
