import { deadLetterTopic, subscriptions } from '@warmline/contracts';
import type { Incoming, Transport } from '@warmline/messaging';
import { Wrong } from '../log.ts';

/** A dead-letter topic: what a group could not take of a topic. */
export interface Origin {
  readonly name: string;
  readonly source: string;
  readonly group: string;
}

export interface Letter {
  /** `topic/partition/offset`, of the dead letter itself. */
  readonly id: string;
  readonly origin: Origin;
  readonly record: Incoming;
}

export interface Filter {
  readonly topic?: string;
  readonly group?: string;
  readonly reason?: string;
}

export const origins: readonly Origin[] = Object.entries(subscriptions).flatMap(([group, read]) =>
  read.map((t) => ({ name: deadLetterTopic(t.name, group), source: t.name, group })),
);

/** How long the log may say nothing before it is taken for stuck. */
const SILENCE_MS = 15_000;

export const idOf = ({ topic, partition, offset }: Incoming): string => `${topic}/${partition}/${offset}`;

/** The topics a filter leaves; a name that is none of ours is a mistake, not an empty answer. */
export const originsOf = ({ topic, group }: Filter): readonly Origin[] => {
  const found = origins.filter(
    (o) =>
      (topic === undefined || o.source === topic || o.name === topic) && (group === undefined || o.group === group),
  );
  if (found.length > 0) return found;
  if (group !== undefined && !Object.hasOwn(subscriptions, group))
    throw new Wrong(`no group ${group}; there are ${Object.keys(subscriptions).join(', ')}`);
  throw new Wrong(group === undefined ? `no group reads a topic ${topic}` : `${group} does not read a topic ${topic}`);
};

/** The dead letters there are now, oldest first. */
export const findLetters = async (transport: Transport, filter: Filter): Promise<Letter[]> => {
  const wanted = originsOf(filter);
  const there = await transport.listTopics();
  const byName = new Map(wanted.filter((o) => there.has(o.name)).map((o) => [o.name, o]));
  if (byName.size === 0) throw new Wrong('there are no dead-letter topics yet: run warmline topics apply');
  const reason = filter.reason?.toLowerCase();
  const records = await readToEnd(transport, new Map([...byName.keys()].map((name) => [name, there.get(name) ?? 0])));
  return records
    .flatMap((record) => {
      const origin = byName.get(record.topic);
      const wanted = reason === undefined || (record.headers.dlq_reason ?? '').toLowerCase().includes(reason);
      return origin !== undefined && wanted ? [{ id: idOf(record), origin, record }] : [];
    })
    .sort((a, b) => a.record.timestamp - b.record.timestamp || a.record.offset - b.record.offset);
};

/** The dead letters of those ids, in the order of their partitions. */
export const findByIds = async (transport: Transport, ids: readonly string[]): Promise<Letter[]> => {
  const topics = new Set(ids.map(topicOf));
  const letters = (await Promise.all([...topics].map((topic) => findLetters(transport, { topic })))).flat();
  const missing = ids.filter((id) => !letters.some((l) => l.id === id));
  if (missing.length > 0) throw new Wrong(`no dead letter ${missing.join(', ')}: never there, or past its retention`);
  return letters.filter((l) => ids.includes(l.id));
};

const topicOf = (id: string): string => {
  const topic = /^(.+)\/\d+\/\d+$/.exec(id)?.[1];
  if (topic === undefined)
    throw new Wrong(`${id} is not an id: topic/partition/offset, as warmline dlq list prints it`);
  if (!origins.some((o) => o.name === topic)) throw new Wrong(`${id}: ${topic} is no dead-letter topic`);
  return topic;
};

/** Everything from the first record to the ends as they stand now. */
const readToEnd = async (transport: Transport, topics: ReadonlyMap<string, number>): Promise<Incoming[]> => {
  const ends = new Map<string, number>();
  for (const [topic, count] of topics) {
    const bounds = await Promise.all(Array.from({ length: count }, (_, p) => transport.bounds(topic, p)));
    for (const [p, { first, end }] of bounds.entries()) if (end > first) ends.set(`${topic}/${p}`, end);
  }
  const records: Incoming[] = [];
  if (ends.size === 0) return records;
  const open = new Set(ends.keys());
  const read = [...topics.keys()].filter((topic) => [...open].some((place) => place.startsWith(`${topic}/`)));
  const done = Promise.withResolvers<void>();
  const stuck = (): void =>
    done.reject(new Error(`no answer for ${SILENCE_MS / 1000} s reading ${[...open].join(', ')}`));
  let silence = setTimeout(stuck, SILENCE_MS);
  done.promise.catch(() => {});
  const stop = await transport.tail(
    read,
    (record) => {
      clearTimeout(silence);
      silence = setTimeout(stuck, SILENCE_MS);
      const place = `${record.topic}/${record.partition}`;
      const end = ends.get(place) ?? 0;
      if (record.offset < end) records.push(record);
      if (record.offset >= end - 1) open.delete(place);
      if (open.size === 0) done.resolve();
    },
    true,
  );
  try {
    await done.promise;
  } finally {
    clearTimeout(silence);
    await stop();
  }
  return records;
};
