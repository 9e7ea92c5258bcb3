import { setTimeout as sleep } from 'node:timers/promises';
import type { ConsumerRecord, FetchedBatch, ProducerRecord, Subscription, Transport } from './transport.ts';

const TIMEOUT_MS = 40_000;

export const waitUntil = async (what: string, holds: () => boolean | Promise<boolean>): Promise<void> => {
  const deadline = Date.now() + TIMEOUT_MS;
  while (!(await holds())) {
    if (Date.now() > deadline) throw new Error(`not in time: ${what}`);
    await sleep(5);
  }
};

export const recordOf = (
  topic: string,
  partition: number,
  value: string,
  more: Partial<ProducerRecord> = {},
): ProducerRecord => ({
  topic,
  partition,
  key: `key-${partition}`,
  value,
  headers: {},
  ...more,
});

export const valueText = (record: ConsumerRecord): string => Buffer.from(record.value ?? []).toString();
export const valueTexts = (records: readonly ConsumerRecord[], partition?: number): string[] =>
  records.filter((record) => partition === undefined || record.partition === partition).map(valueText);
export const numbers = (count: number, start = 0): string[] =>
  Array.from({ length: count }, (_, i) => String(start + i));

/** Joins a group as the Processor does: seeks at each assignment, then reads on. */
export const joinGroup = async (
  transport: Transport,
  group: string,
  topics: readonly string[],
  options: { seek?: boolean; hold?: (fetched: FetchedBatch) => Promise<void> } = {},
) => {
  const seen = {
    calls: [] as string[],
    tasks: [] as readonly number[],
    assignments: 0,
    fetched: [] as FetchedBatch[],
    records: [] as ConsumerRecord[],
    unresolved: new Map<string, number>(),
    mostUnresolved: 0,
    position: (topic: string, partition: number): number =>
      (seen.records.filter((r) => r.topic === topic && r.partition === partition).at(-1)?.offset ?? -1) + 1,
  };
  const subscription: Subscription = await transport.subscribe(group, topics, {
    assigned: (tasks) => {
      seen.calls.push('assigned');
      seen.tasks = tasks;
      seen.assignments += 1;
      if (options.seek === false) return;
      for (const topic of topics) for (const task of tasks) subscription.seek(topic, task, seen.position(topic, task));
    },
    revoked: () => {
      seen.calls.push('revoked');
      seen.tasks = [];
    },
    records: async (fetched) => {
      const key = `${fetched.topic}/${fetched.partition}`;
      const unresolved = (seen.unresolved.get(key) ?? 0) + 1;
      seen.unresolved.set(key, unresolved);
      seen.mostUnresolved = Math.max(seen.mostUnresolved, unresolved);
      seen.fetched.push(fetched);
      seen.records.push(...fetched.records);
      await options.hold?.(fetched);
      seen.unresolved.set(key, (seen.unresolved.get(key) ?? 1) - 1);
    },
    down: (_, fatal) => void seen.calls.push(fatal ? 'down for good' : 'down'),
    up: () => void seen.calls.push('up'),
  });
  const assignmentsAtSubscribe = seen.assignments;
  return { seen, subscription, assignmentsAtSubscribe };
};
