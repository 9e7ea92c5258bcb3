import { topics } from '@warmline/contracts';
import type { ConsumerRecord } from '@warmline/messaging';

/** A record as a reader takes it that keeps to the rule for readers. */
export interface ReadEvent {
  readonly topic: string;
  readonly partition: number;
  readonly offset: number;
  readonly id: string;
  readonly type: string;
  /** Event time. */
  readonly at: number;
  readonly shard: string;
  readonly sequence: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly data: Readonly<Record<string, unknown>>;
}

const dataOf = ({ value }: ConsumerRecord): Record<string, unknown> => {
  try {
    return JSON.parse(Buffer.from(value ?? []).toString()) as Record<string, unknown>;
  } catch {
    return {};
  }
};

export interface ReaderView {
  /** By topic, partition after partition, each in its order. */
  readonly events: ReadonlyMap<string, readonly ReadEvent[]>;
  readonly faults: readonly string[];
}

/**
 * Reads every topic by the rule for readers: what is not above the last sequence of its (partition, shard) is dropped. Dropping is
 * sound only if what is dropped was there before, and enough only if nothing else comes twice.
 */
export const readAll = (records: ReadonlyMap<string, readonly (readonly ConsumerRecord[])[]>): ReaderView => {
  const events = new Map<string, ReadEvent[]>();
  const faults: string[] = [];
  for (const [topic, partitions] of records) {
    // Whoever writes there may claim any shard, or none; the gateway knows what it has had by the channel's own ids.
    if (topic === topics.ingress.name) continue;
    const found: ReadEvent[] = [];
    for (const [partition, log] of partitions.entries()) {
      const highestSequences = new Map<string, number>();
      const applied = new Set<string>();
      for (const record of log) {
        const { headers, offset } = record;
        const { ce_shard: shard = '', ce_sequence = '0', ce_id: id = '', ce_type: type = '' } = headers;
        const sequence = Number(ce_sequence);
        const what = `${topic}/${partition}/${offset} ${type} ${id} (${shard}#${sequence})`;
        // A letter keeps the id of what it is about; its source is its own.
        const name = headers.dlq_source ?? id;
        if (sequence <= (highestSequences.get(shard) ?? 0)) {
          if (!applied.has(name)) faults.push(`LOST: ${what} is dropped and was never there before`);
          continue;
        }
        highestSequences.set(shard, sequence);
        if (applied.has(name)) faults.push(`DOUBLED: ${what}`);
        applied.add(name);
        const at = Date.parse(headers.ce_time ?? '');
        found.push({ topic, partition, offset, id, type, at, shard, sequence, headers, data: dataOf(record) });
      }
    }
    events.set(topic, found);
  }
  return { events, faults };
};

/** Lists by a name each item has. */
export const groupBy = <T>(items: Iterable<T>, nameOf: (item: T) => string): Map<string, T[]> => {
  const groups = new Map<string, T[]>();
  for (const item of items) {
    const name = nameOf(item);
    const group = groups.get(name);
    if (group === undefined) groups.set(name, [item]);
    else group.push(item);
  }
  return groups;
};

export const asText = (value: unknown): string => (typeof value === 'string' ? value : JSON.stringify(value));
