import { topics } from '@warmline/contracts';
import type { ConsumerRecord } from '@warmline/messaging';
import type { LifecycleEvent } from '@warmline/testing/handoff-lifecycle';
import type { Violation } from '@warmline/testing/history-violation';
import { readAsOutsideConsumer, type SequencedRecord } from '@warmline/testing/outside-reader';

/** A record that a reader has left after the rule for outside readers. */
export interface ReadEvent extends SequencedRecord {
  /** Event time. */
  readonly at: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly data: Readonly<Record<string, unknown>> & LifecycleEvent['data'];
}

const dataOf = ({ value }: ConsumerRecord): ReadEvent['data'] => {
  try {
    return JSON.parse(Buffer.from(value ?? []).toString());
  } catch {
    return {};
  }
};

const readEvent = (record: ConsumerRecord): ReadEvent => {
  const { topic, partition, offset, headers } = record;
  const { ce_shard: shard = '', ce_sequence = '-1', ce_id: id = '', ce_type: type = '', dlq_source: source } = headers;
  const read = { topic, partition, offset, id, type, shard, sequence: Number(ce_sequence), headers };
  const letter = source === undefined ? {} : { letter: { source } };
  return { ...read, ...letter, at: Date.parse(headers.ce_time ?? ''), data: dataOf(record) };
};

/** Reads every topic; the events by topic, partition after partition, each in its order. */
export const readAll = (records: ReadonlyMap<string, readonly (readonly ConsumerRecord[])[]>) => {
  const events = new Map<string, readonly ReadEvent[]>();
  const violations: Violation[] = [];
  for (const [topic, partitions] of records) {
    // Writers there may claim any shard, or none; the gateway recognises repeats by the channel's own ids.
    if (topic === topics.ingress.name) continue;
    const view = readAsOutsideConsumer(partitions.flat().map(readEvent));
    events.set(topic, view.applied);
    violations.push(...view.violations);
  }
  return { events, violations };
};

export const asText = (value: unknown): string => (typeof value === 'string' ? value : JSON.stringify(value));
