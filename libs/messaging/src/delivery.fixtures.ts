import { expect } from '@jest/globals';
import { type DataOf, PARTITION_COUNT, subscriptions, topics } from '@warmline/contracts';
import type { Clock } from './clock.ts';
import { type EncodedEvent, encode } from './codec.ts';
import { scored } from './counting.fixtures.ts';
import { type Decider, deciderStep } from './decider.ts';
import { MemoryStore } from './memory/memory-store.ts';
import { memoryTransport } from './memory/memory-transport.ts';
import { noopObserver } from './observer.ts';
import { partitionOf } from './partition.ts';
import { Processor } from './processor.ts';
import { stage } from './stage.ts';
import type { Commit, Store } from './store.ts';
import { declaredTopics } from './topics.ts';
import type { ConsumerRecord, ProducerRecord, Transport } from './transport.ts';

export type Outcome = 'committed' | 'stale';
/** Replaces one commit. `apply` lets it reach the database. */
export type CommitFault = (apply: () => Promise<Outcome>, commit: Commit) => Promise<Outcome>;

export const lostAfterCommit: CommitFault = async (apply) => {
  await apply();
  throw new Error('connection lost after the commit');
};
export const lostBeforeCommit: CommitFault = async () => {
  throw new Error('connection lost before the commit');
};

/** A commit that the test controls: `sent` resolves when it is sent, `land` lets it reach the database, `giveUp` makes its sender give up. */
export const delayedCommit = () => {
  const sent = Promise.withResolvers<Commit>();
  const landing = Promise.withResolvers<void>();
  const givenUp = Promise.withResolvers<never>();
  const landed = Promise.withResolvers<Outcome>();
  givenUp.promise.catch(() => {});
  const fault: CommitFault = (apply, commit) => {
    sent.resolve(commit);
    landing.promise.then(apply).then(landed.resolve, landed.reject);
    return Promise.race([landed.promise, givenUp.promise]);
  };
  return {
    fault,
    sent: sent.promise,
    land: () => {
      landing.resolve();
      return landed.promise;
    },
    giveUp: () => givenUp.reject(new Error('connection lost, outcome unknown')),
  };
};

/** A store whose commits fail as `faults` says, in order. */
export class UnreliableStore implements Store {
  faults: CommitFault[] = [];
  readonly commits: Commit[] = [];
  takeOvers = 0;
  beforeTakeOver: ((n: number) => unknown) | undefined;

  constructor(private readonly inner: Store) {}

  async takeOver(n: number) {
    await this.beforeTakeOver?.(n);
    this.takeOvers++;
    return this.inner.takeOver(n);
  }
  unpublishedRows = (n: number) => this.inner.unpublishedRows(n);
  load = (stage: string, keys: readonly string[], tables: boolean) => this.inner.load(stage, keys, tables);
  journal = (stage: string, keys: readonly string[], limit: number) => this.inner.journal(stage, keys, limit);
  dueKeys = (n: number, upTo: number, limit: number) => this.inner.dueKeys(n, upTo, limit);
  deleteOutboxRows = (ids: readonly string[]) => this.inner.deleteOutboxRows(ids);
  isDataError = (error: unknown) => this.inner.isDataError(error);

  commit(commit: Commit): Promise<Outcome> {
    this.commits.push(commit);
    const apply = () => this.inner.commit(commit);
    return this.faults.shift()?.(apply, commit) ?? apply();
  }
}

/** Counts the messages of a conversation and answers each. The text `wake <ms>` sets a tick that long after the message. */
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

export const message = (conversationId: string, seq: number, text = 'hello', at = 1_000 + seq): EncodedEvent => {
  const messageId = `${conversationId}-${seq}`;
  const data = { conversationId, tenantId: 't', seq, messageId, role: 'customer', text, epoch: 1 } as const;
  const cause = { id: 'cause', at, tenantId: 't', correlationId: 'x', traceparent: undefined };
  return encode('gateway', { type: 'MessagePosted', data: data satisfies DataOf<'MessagePosted'> }, messageId, cause);
};
export const taskOf = (key: string): number => partitionOf(key, PARTITION_COUNT);
/** The conversation number `index` of task n. */
export const keyOfTask = (n: number, index = 0): string => {
  for (let i = 0, found = 0; ; i++) if (taskOf(`c-${i}`) === n && found++ === index) return `c-${i}`;
};
export const ALL_TASKS = Array.from({ length: PARTITION_COUNT }, (_, n) => n);

/** The wall clock, with delays cut to a twentieth. */
export const fastClock: Clock = {
  now: () => Date.now(),
  after: (ms, call) => {
    const timer = setTimeout(call, ms / 20);
    return () => clearTimeout(timer);
  },
};

export const waitUntil = async (what: string, check: () => unknown): Promise<void> => {
  for (let i = 0; i < 1_500; i++) {
    if (await check()) return;
    await new Promise((resolve) => setTimeout(resolve, 2));
  }
  throw new Error(`not in time: ${what}`);
};

/** One running instance with its own connection to the database and the log. */
export interface Instance {
  readonly store: UnreliableStore;
  readonly processor: Processor;
  /** The appends it sent; `holdAppends` blocks further ones until its result is called. */
  readonly sent: (readonly ProducerRecord[])[];
  holdAppends(): () => void;
}

/** Two instances of one service over one database and one log. The first owns every task; the other waits. */
export const createWorld = async () => {
  const transport = memoryTransport();
  await transport.applyTopics(declaredTopics());
  const memory = new MemoryStore();
  const published: ConsumerRecord[] = [];
  await transport.tail([topics.sentiment.name], (record) => void published.push(record), true);
  const instances: Instance[] = [];
  const faults: string[] = [];

  const instance = async (): Promise<Instance> => {
    const store = new UnreliableStore(memory);
    const sent: (readonly ProducerRecord[])[] = [];
    const unacknowledged = new Set<string>();
    let held: PromiseWithResolvers<void> | undefined;
    const append: Transport['append'] = async (records) => {
      const targets = [...new Set(records.map((r) => `${r.headers.ce_shard} on ${r.topic}/${r.partition}`))];
      for (const target of targets) {
        if (unacknowledged.has(target)) faults.push(`a second append of ${target} before the first was acknowledged`);
        unacknowledged.add(target);
      }
      sent.push(records);
      try {
        await held?.promise;
        return await transport.append(records);
      } finally {
        for (const target of targets) unacknowledged.delete(target);
      }
    };
    const processor = new Processor({
      service: 'sentiment',
      topics: subscriptions.sentiment,
      stages: [
        stage({ name: 'count', inputs: subscriptions.sentiment, key: 'conversationId', step: deciderStep(counting) }),
      ],
      store,
      transport: { ...transport, append },
      clock: fastClock,
      log: { info: () => {}, warn: () => {}, error: () => {} },
      observer: noopObserver,
      ready: () => {},
      fatal: (error) => void faults.push(`fatal: ${error.message}`),
    });
    await processor.start();
    const holdAppends = () => {
      held = Promise.withResolvers();
      const { resolve } = held;
      return () => {
        held = undefined;
        resolve();
      };
    };
    const created = { store, processor, sent, holdAppends };
    instances.push(created);
    return created;
  };

  const [a, b] = [await instance(), await instance()];
  await waitUntil('the join of both instances', () => a.store.takeOvers > 0 && b.store.takeOvers > 0);
  const before = a.store.takeOvers;
  transport.rebalance('sentiment', [ALL_TASKS, []]);
  await waitUntil('the first instance owning every task', () => a.store.takeOvers >= before + ALL_TASKS.length);

  /** The events as a downstream service applies them. Throws if one is skipped that was never applied, or applied twice. */
  const effects = (): Record<string, string[]> => {
    const highs = new Map<string, number>();
    const appliedIds = new Set<string>();
    const byKey: Record<string, string[]> = {};
    for (const record of published) {
      const { ce_shard: shard, ce_sequence: sequence, ce_id: id = '' } = record.headers;
      const source = `${record.partition}|${shard}`;
      if (Number(sequence) <= (highs.get(source) ?? 0)) {
        if (!appliedIds.has(id)) throw new Error(`LOST: ${id} (${shard}#${sequence}) is skipped and was never applied`);
        continue;
      }
      highs.set(source, Number(sequence));
      if (appliedIds.has(id)) throw new Error(`DOUBLED: ${id} (${shard}#${sequence})`);
      appliedIds.add(id);
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
    append: (...records: readonly EncodedEvent[]) => transport.append(records),
    /** Assigns every task to the other instance without informing the first, which becomes a stale owner. */
    moveAllTasks: () => transport.rebalance('sentiment', [null, ALL_TASKS]),
    waitUntilApplied: (...wanted: readonly string[]) =>
      waitUntil(wanted.join(', '), () => {
        const found = Object.values(effects()).flat();
        return wanted.every((messageId) => found.some((f) => f.startsWith(`${messageId} as`)));
      }),
    stop: async () => {
      await Promise.all(instances.map((i) => i.processor.stop()));
    },
    /** Expects that every message of these keys was applied once and in order, and that the outbox is empty. */
    expectAppliedOnce: async (counts: Readonly<Record<string, number>>) => {
      const expected = Object.entries(counts).map(([key, count]) => [
        key,
        Array.from({ length: count }, (_, i) => `${key}-${i + 1} as ${i + 1}`),
      ]);
      const last = Object.entries(counts).map(([key, count]) => `${key}-${count} as`);
      await waitUntil(`effects of ${last.join(', ')}`, () => {
        const found = Object.values(effects()).flat();
        return last.every((l) => found.some((f) => f.startsWith(l)));
      });
      await waitUntil('an empty outbox', () => memory.outbox.size === 0);
      expect(effects()).toEqual(Object.fromEntries(expected));
      expect(faults).toEqual([]);
    },
  };
};
export type World = Awaited<ReturnType<typeof createWorld>>;
