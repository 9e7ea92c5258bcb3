import { setTimeout as sleep } from 'node:timers/promises';
import type { Fetched, Incoming, Outgoing, Subscription, Transport } from './transport.ts';

const PATIENCE = 40_000;

export const until = async (what: string, holds: () => boolean | Promise<boolean>): Promise<void> => {
  const deadline = Date.now() + PATIENCE;
  while (!(await holds())) {
    if (Date.now() > deadline) throw new Error(`never happened: ${what}`);
    await sleep(5);
  }
};

export const out = (topic: string, partition: number, value: string, more: Partial<Outgoing> = {}): Outgoing => ({
  topic,
  partition,
  key: `key-${partition}`,
  value,
  headers: {},
  ...more,
});

export const text = (record: Incoming): string => Buffer.from(record.value ?? []).toString();
export const values = (records: readonly Incoming[], partition?: number): string[] =>
  records.filter((record) => partition === undefined || record.partition === partition).map(text);
export const numbers = (count: number, start = 0): string[] =>
  Array.from({ length: count }, (_, i) => String(start + i));

/** A member that takes over as the Processor does: seek at each assignment, then follow. */
export const member = async (
  transport: Transport,
  group: string,
  topics: readonly string[],
  options: { seek?: boolean; hold?: (fetched: Fetched) => Promise<void> } = {},
) => {
  const seen = {
    calls: [] as string[],
    tasks: [] as readonly number[],
    assignments: 0,
    fetched: [] as Fetched[],
    records: [] as Incoming[],
    open: new Map<string, number>(),
    mostOpen: 0,
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
      const open = (seen.open.get(key) ?? 0) + 1;
      seen.open.set(key, open);
      seen.mostOpen = Math.max(seen.mostOpen, open);
      seen.fetched.push(fetched);
      seen.records.push(...fetched.records);
      await options.hold?.(fetched);
      seen.open.set(key, (seen.open.get(key) ?? 1) - 1);
    },
    down: (_, fatal) => void seen.calls.push(fatal ? 'down for good' : 'down'),
    up: () => void seen.calls.push('up'),
  });
  const assignmentsAtSubscribe = seen.assignments;
  return { seen, subscription, assignmentsAtSubscribe };
};
