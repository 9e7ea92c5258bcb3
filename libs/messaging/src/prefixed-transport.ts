import type { Listener, Transport } from './transport.ts';

/** Put before every name at the broker, so that several installations share it. Empty: nothing. */
export interface NamePrefixes {
  readonly topics: string;
  readonly groups: string;
}

/**
 * The same log under other names: callers use the names of the catalog, `inner` sees them with the prefixes. Topics without the prefix
 * are not listed. Errors of `inner` keep the names of the broker.
 */
export const prefixedTransport = (inner: Transport, { topics: prefix, groups }: NamePrefixes): Transport => {
  if (prefix === '' && groups === '') return inner;
  const outer = (topic: string): string => topic.slice(prefix.length);
  const renamed = <T extends { readonly topic: string }>(thing: T, rename: (topic: string) => string): T => ({
    ...thing,
    topic: rename(thing.topic),
  });
  const innerName = (topic: string): string => prefix + topic;
  const innerNames = (topics: readonly string[]): string[] => topics.map(innerName);
  const listenerOf = (listener: Listener): Listener => ({
    assigned: (tasks) => listener.assigned(tasks),
    revoked: () => listener.revoked(),
    down: (cause, fatal) => listener.down(cause, fatal),
    up: () => listener.up(),
    records: (fetched) => {
      const topic = outer(fetched.topic);
      return listener.records({ ...fetched, topic, records: fetched.records.map((record) => ({ ...record, topic })) });
    },
  });

  const declaredInside = <T extends { readonly name: string }>(declarations: readonly T[]): T[] =>
    declarations.map((declaration) => ({ ...declaration, name: innerName(declaration.name) }));

  return {
    kind: inner.kind,
    subscribe: async (group, topics, listener, lingerMs) => {
      const subscription = await inner.subscribe(groups + group, innerNames(topics), listenerOf(listener), lingerMs);
      return {
        confirm: () => subscription.confirm(),
        seek: (topic, partition, offset) => subscription.seek(innerName(topic), partition, offset),
        reportOffsets: (positions) =>
          subscription.reportOffsets(positions.map((position) => renamed(position, innerName))),
        stop: () => subscription.stop(),
      };
    },
    tail: (topics, onRecord, fromBeginning) =>
      inner.tail(innerNames(topics), (record) => onRecord(renamed(record, outer)), fromBeginning),
    append: (records, statement) =>
      inner.append(
        records.map((record) => renamed(record, innerName)),
        statement,
      ),
    bounds: (topic, partition) => inner.bounds(innerName(topic), partition),
    ends: (topic) => inner.ends(innerName(topic)),
    applyTopics: async (declarations, { onDifference, ...options } = {}) => {
      const created = await inner.applyTopics(declaredInside(declarations), {
        ...options,
        onDifference: (difference) => onDifference?.(renamed(difference, outer)),
      });
      return created.map(outer);
    },
    checkTopics: async (declared) => inner.checkTopics?.(declaredInside(declared)),
    listTopics: async () => {
      const own = [...(await inner.listTopics())].filter(([name]) => name.startsWith(prefix));
      return new Map(own.map(([name, partitions]) => [outer(name), partitions]));
    },
    close: () => inner.close(),
  };
};
