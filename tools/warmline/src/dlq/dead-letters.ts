import { type ConsumerRecord, DEAD_LETTER_SHARD_PREFIX, DISCARDED_HEADER, type Transport } from '@warmline/messaging';
import { OperationFailed, UsageError } from '../errors.ts';
import { type DeadLetterTopic, deadLetterTopics } from './dead-letter-topics.ts';
import { type Filter, matchesFilter, topicsFor } from './filter.ts';
import { readToEnd } from './read-to-end.ts';

export interface DeadLetter {
  /** `topic/partition/offset` of the dead letter itself. */
  readonly id: string;
  readonly deadLetterTopic: DeadLetterTopic;
  readonly record: ConsumerRecord;
  /** The last action on it. */
  readonly state: 'open' | 'replayed' | 'discarded';
}

const idOf = ({ topic, partition, offset }: ConsumerRecord): string => `${topic}/${partition}/${offset}`;

/**
 * The identity of a dead letter, wherever it is stored: its shard and sequence. A crash may append it twice, at two positions; it is
 * still one dead letter. For one written by an external writer it is its position.
 */
export const identityOf = (record: ConsumerRecord): string => {
  const { ce_shard: shard, ce_sequence: sequence } = record.headers;
  return shard === undefined || sequence === undefined ? idOf(record) : `${shard}/${sequence}`;
};

/** The shard a dead letter is replayed under. */
export const retryShard = (record: ConsumerRecord): string => `${DEAD_LETTER_SHARD_PREFIX}${identityOf(record)}`;

/** The dead letters there are now, oldest first. Without `bodies` they have none, so that a long list stays small. */
export const findDeadLetters = async (transport: Transport, filter: Filter, bodies = true): Promise<DeadLetter[]> =>
  collect(transport, topicsFor(filter), bodies, (record) => matchesFilter(filter, record));

/** The dead letters with these ids, oldest first. */
export const findByIds = async (transport: Transport, ids: readonly string[]): Promise<DeadLetter[]> => {
  const topics = new Set(ids.map(topicOf));
  const wanted = new Set(ids);
  const found = new Set<string>();
  const letters = await collect(
    transport,
    deadLetterTopics.filter((o) => topics.has(o.name)),
    true,
    (record) => wanted.has(idOf(record)) && found.add(idOf(record)).size > 0,
  );
  const missing = ids.filter((id) => !found.has(id));
  if (missing.length > 0)
    throw new UsageError(`no dead letter ${missing.join(', ')}: it never existed, or its retention has passed`);
  return letters;
};

const collect = async (
  transport: Transport,
  wanted: readonly DeadLetterTopic[],
  bodies: boolean,
  matches: (record: ConsumerRecord) => boolean,
): Promise<DeadLetter[]> => {
  const there = await transport.listTopics();
  const byName = new Map(wanted.filter((o) => there.has(o.name)).map((o) => [o.name, o]));
  if (byName.size === 0) throw new OperationFailed('there are no dead-letter topics yet: run warmline topics apply');
  const records = new Map<string, ConsumerRecord>();
  const stateByShard = new Map<string, DeadLetter['state']>();
  const names = [...byName.values()].flatMap((o) => [o.name, o.retry]).filter((name) => there.has(name));
  await readToEnd(transport, new Map(names.map((name) => [name, there.get(name) ?? 0])), (record) => {
    const { ce_shard: shard = '', [DISCARDED_HEADER]: discarded } = record.headers;
    // The group acts on the first and skips the second.
    if (!byName.has(record.topic)) {
      if (!stateByShard.has(shard)) stateByShard.set(shard, discarded === undefined ? 'replayed' : 'discarded');
      return;
    }
    if (!matches(record)) return;
    const name = `${record.topic} ${identityOf(record)}`;
    if (!records.has(name)) records.set(name, bodies ? record : { ...record, value: null });
  });
  return [...records.values()]
    .flatMap((record) => {
      const deadLetterTopic = byName.get(record.topic);
      const state = stateByShard.get(retryShard(record)) ?? 'open';
      return deadLetterTopic === undefined ? [] : [{ id: idOf(record), deadLetterTopic, record, state }];
    })
    .sort((a, b) => a.record.timestamp - b.record.timestamp || a.record.offset - b.record.offset);
};

const topicOf = (id: string): string => {
  const topic = /^(.+)\/\d+\/\d+$/.exec(id)?.[1];
  if (topic === undefined)
    throw new UsageError(`${id} is not an id: topic/partition/offset, as warmline dlq list prints it`);
  if (!deadLetterTopics.some((o) => o.name === topic))
    throw new UsageError(`${id}: ${topic} is not a dead-letter topic`);
  return topic;
};
