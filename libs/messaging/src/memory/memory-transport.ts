import { consumerGroups } from '../embedded/consumer-groups.ts';
import type { ConsumerRecord, ProducerRecord, Transport } from '../transport.ts';

/** Most records of one delivery. */
const FETCH = 500;

export interface MemoryTransport extends Transport {
  /** `assignment`: tasks of each member, in joining order; null = the member is not informed and continues as a stale owner. Default: a new even assignment. */
  rebalance(group: string, assignment?: readonly (readonly number[] | null)[]): void;
  /** The next append rejects, before or after it has written its records. */
  failNextAppend(when: 'before' | 'after'): void;
  /** Starts an outage: appends and confirmations reject, and members are informed. `up` ends it. */
  down(cause?: Error): void;
  up(): void;
}

/**
 * The log in memory, for tests and simulation: same semantics as the real ones, without timers, deterministic order.
 * With `partitions`, a topic is created when first used. `now` gives the timestamps of records.
 */
export const memoryTransport = (options: { partitions?: number; now?: () => number } = {}): MemoryTransport => {
  const topics = new Map<string, ConsumerRecord[][]>();
  const failures: ('before' | 'after')[] = [];
  const now = options.now ?? Date.now;
  let outage: Error | null = null;

  const create = (name: string, partitions: number): ConsumerRecord[][] => {
    const logs = Array.from({ length: partitions }, (): ConsumerRecord[] => []);
    topics.set(name, logs);
    return logs;
  };
  const topicOf = (name: string): ConsumerRecord[][] | undefined =>
    topics.get(name) ?? (options.partitions === undefined ? undefined : create(name, options.partitions));
  const logOf = (topic: string, partition: number): ConsumerRecord[] => {
    const log = topicOf(topic)?.[partition];
    if (log === undefined) throw new Error(`${topic}/${partition} does not exist`);
    return log;
  };

  const groups = consumerGroups({
    partitions: (topic) => topicOf(topic)?.length,
    read: (topic, partition, position) => {
      const log = logOf(topic, partition);
      const from = position < 0 || position > log.length ? 0 : position;
      return { topic, partition, from, records: log.slice(from, from + FETCH), end: log.length };
    },
  });

  const write = (records: readonly ProducerRecord[]): void => {
    for (const { topic, partition } of records) logOf(topic, partition);
    for (const { topic, partition, key, value, headers } of records) {
      const log = logOf(topic, partition);
      const body = Buffer.from(value);
      log.push({ topic, partition, offset: log.length, key, value: body, headers: { ...headers }, timestamp: now() });
    }
    for (const { topic, partition } of records) groups.appended(topic, partition);
  };

  return {
    kind: 'memory',
    subscribe: async (group, names, listener) => groups.subscribe(group, names, listener),
    tail: async (names, onRecord, fromBeginning = false) =>
      groups.tail(names, onRecord, (topic, partition) => (fromBeginning ? 0 : logOf(topic, partition).length)),
    append: async (records) => {
      if (outage !== null) throw outage;
      const failure = failures.shift();
      if (failure === 'before') throw new Error('the append failed before it was written');
      write(records);
      if (failure === 'after') throw new Error('the append failed after it was written');
      return { statementExecuted: false };
    },
    bounds: async (topic, partition) => ({ first: 0, end: logOf(topic, partition).length }),
    ends: async (topic) => (topics.get(topic) ?? []).map((records) => records.length),
    applyTopics: async (declarations) =>
      declarations
        .filter(({ name, partitions }) => {
          const existing = topics.get(name);
          if (existing !== undefined && existing.length !== partitions) {
            throw new Error(
              `topic ${name} has ${existing.length} partitions, declared are ${partitions}: a count never changes`,
            );
          }
          if (existing === undefined) create(name, partitions);
          return existing === undefined;
        })
        .map(({ name }) => name),
    listTopics: async () => new Map([...topics].map(([name, logs]) => [name, logs.length])),
    close: async () => groups.close(),
    rebalance: groups.rebalance,
    failNextAppend: (when) => void failures.push(when),
    down: (cause = new Error('the log is unavailable')) => {
      outage = cause;
      groups.down(cause, false);
    },
    up: () => {
      outage = null;
      groups.up();
    },
  };
};
