import type { Listener, MemoryTransport, ProducerRecord, Subscription, Transport } from '@warmline/messaging';
import type { Host } from './host.ts';

/** The members of each group in the order they joined; the log numbers them in that order. */
export type GroupMembers = Map<string, Host[]>;

/** Records by partition: each group is one request to the partition's leader, all or nothing. */
const groupByPartition = (records: readonly ProducerRecord[]): ProducerRecord[][] => {
  const found = new Map<string, ProducerRecord[]>();
  for (const record of records) {
    const place = `${record.topic}/${record.partition}`;
    const part = found.get(place);
    if (part === undefined) found.set(place, [record]);
    else part.push(record);
  }
  return [...found.values()];
};

/** The append of every producer: the parts for different partitions fail and are delayed independently. */
export const appendFrom =
  (host: Host, log: MemoryTransport): Transport['append'] =>
  async (records) => {
    const asked = groupByPartition(records).map((part) => host.request('append', () => log.append(part)));
    const failed = (await Promise.allSettled(asked)).find((result) => result.status === 'rejected');
    if (failed !== undefined) throw failed.reason;
    return { statementExecuted: false };
  };

/** The log as one host sees it: deliveries are delayed, stay in order, and stop when the host is dead. */
export const transportFor = (
  host: Host,
  log: MemoryTransport,
  members: GroupMembers,
): Transport & { leave(): void } => {
  const { network } = host;
  const subscriptions: { readonly group: string; readonly inner: Subscription }[] = [];

  const delayedListener = (listener: Listener): Listener => {
    // Messages of the coordinator arrive in order, and before any record that is fetched after them.
    let free = 0;
    const deliverInOrder = (what: () => void): void => {
      free = Math.max(free, network.time.now + network.delay());
      network.time.after(free - network.time.now, () => host.runInProcess(what));
    };
    return {
      assigned: (tasks) => deliverInOrder(() => listener.assigned(tasks)),
      revoked: () => deliverInOrder(() => listener.revoked()),
      records: (fetched) =>
        new Promise((resolve) => {
          network.time.after(network.delay(), () =>
            host.runInProcess(() => void listener.records(fetched).then(resolve)),
          );
        }),
      down: (cause, fatal) => deliverInOrder(() => listener.down(cause, fatal)),
      up: () => deliverInOrder(() => listener.up()),
    };
  };

  const leave = (): void => {
    for (const { group, inner } of subscriptions.splice(0)) {
      members.set(
        group,
        (members.get(group) ?? []).filter((member) => member !== host),
      );
      void inner.stop();
    }
  };

  return {
    kind: 'memory',
    subscribe: async (group, topics, listener) => {
      const inner = await log.subscribe(group, topics, delayedListener(listener));
      subscriptions.push({ group, inner });
      members.set(group, [...(members.get(group) ?? []), host]);
      return {
        confirm: () => host.read('confirm', () => inner.confirm()),
        seek: (topic, partition, offset) => inner.seek(topic, partition, offset),
        reportOffsets: (positions) => inner.reportOffsets(positions),
        stop: async () => leave(),
      };
    },
    tail: (topics, onRecord, fromBeginning) => log.tail(topics, onRecord, fromBeginning),
    append: appendFrom(host, log),
    bounds: (topic, partition) => host.read('bounds', () => log.bounds(topic, partition)),
    ends: (topic) => host.read('bounds', () => log.ends(topic)),
    applyTopics: (declarations) => log.applyTopics(declarations),
    listTopics: () => log.listTopics(),
    close: async () => leave(),
    leave,
  };
};
