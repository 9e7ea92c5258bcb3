import { DEAD_LETTER_SHARD, DISCARDED, type Incoming, type Transport } from '@warmline/messaging';
import { Undone, Wrong } from '../wrong.ts';
import { type Filter, originsOf, passes } from './filter.ts';
import { type Origin, origins } from './origins.ts';
import { readToEnd } from './reading.ts';

export interface Letter {
  /** `topic/partition/offset`, of the dead letter itself. */
  readonly id: string;
  readonly origin: Origin;
  readonly record: Incoming;
  /** What was asked of its group last. */
  readonly state: 'open' | 'replayed' | 'discarded';
}

const idOf = ({ topic, partition, offset }: Incoming): string => `${topic}/${partition}/${offset}`;

/**
 * What a letter is, wherever it stands: its shard and sequence. A crash may append it twice, at two places; it is one letter all the same.
 * Its place, where a stranger wrote it.
 */
export const nameOf = (record: Incoming): string => {
  const { ce_shard: shard, ce_sequence: sequence } = record.headers;
  return shard === undefined || sequence === undefined ? idOf(record) : `${shard}/${sequence}`;
};

/** The shard a letter is replayed under. */
export const retryShard = (record: Incoming): string => `${DEAD_LETTER_SHARD}${nameOf(record)}`;

/** The dead letters there are now, oldest first. Without `bodies` they come without theirs: a list of many needs none. */
export const findLetters = async (transport: Transport, filter: Filter, bodies = true): Promise<Letter[]> =>
  collect(transport, originsOf(filter), bodies, (record) => passes(filter, record));

/** The dead letters of those ids, oldest first. */
export const findByIds = async (transport: Transport, ids: readonly string[]): Promise<Letter[]> => {
  const topics = new Set(ids.map(topicOf));
  const wanted = new Set(ids);
  const found = new Set<string>();
  const letters = await collect(
    transport,
    origins.filter((o) => topics.has(o.name)),
    true,
    (record) => wanted.has(idOf(record)) && found.add(idOf(record)).size > 0,
  );
  const missing = ids.filter((id) => !found.has(id));
  if (missing.length > 0) throw new Wrong(`no dead letter ${missing.join(', ')}: never there, or past its retention`);
  return letters;
};

const collect = async (
  transport: Transport,
  wanted: readonly Origin[],
  bodies: boolean,
  passing: (record: Incoming) => boolean,
): Promise<Letter[]> => {
  const there = await transport.listTopics();
  const byName = new Map(wanted.filter((o) => there.has(o.name)).map((o) => [o.name, o]));
  if (byName.size === 0) throw new Undone('there are no dead-letter topics yet: run warmline topics apply');
  const records = new Map<string, Incoming>();
  const asked = new Map<string, Letter['state']>();
  const names = [...byName.values()].flatMap((o) => [o.name, o.retry]).filter((name) => there.has(name));
  await readToEnd(transport, new Map(names.map((name) => [name, there.get(name) ?? 0])), (record) => {
    const { ce_shard: shard = '', [DISCARDED]: discarded } = record.headers;
    // Whichever came first is what its group acts on: the other is skipped.
    if (!byName.has(record.topic)) {
      if (!asked.has(shard)) asked.set(shard, discarded === undefined ? 'replayed' : 'discarded');
      return;
    }
    if (!passing(record)) return;
    const name = `${record.topic} ${nameOf(record)}`;
    if (!records.has(name)) records.set(name, bodies ? record : { ...record, value: null });
  });
  return [...records.values()]
    .flatMap((record) => {
      const origin = byName.get(record.topic);
      const state = asked.get(retryShard(record)) ?? 'open';
      return origin === undefined ? [] : [{ id: idOf(record), origin, record, state }];
    })
    .sort((a, b) => a.record.timestamp - b.record.timestamp || a.record.offset - b.record.offset);
};

const topicOf = (id: string): string => {
  const topic = /^(.+)\/\d+\/\d+$/.exec(id)?.[1];
  if (topic === undefined)
    throw new Wrong(`${id} is not an id: topic/partition/offset, as warmline dlq list prints it`);
  if (!origins.some((o) => o.name === topic)) throw new Wrong(`${id}: ${topic} is no dead-letter topic`);
  return topic;
};
