import { type LogPosition, positionOf, type Violation, violation } from './history-violation.ts';

/** What the rule for outside readers needs to know of a record. */
export interface SequencedRecord extends LogPosition {
  readonly id: string;
  readonly type: string;
  /** `null` = written from outside, without a sequence; such a record is always applied. */
  readonly shard: string | null;
  readonly sequence: number;
  /** Of a dead letter: it keeps the id of the record it is about, which may have been delivered twice; its source is unique. */
  readonly letter?: { readonly source: string };
}

export interface ReaderView<R> {
  /** What is left for a reader, in the order of each partition. */
  readonly applied: readonly R[];
  /** Repeats the reader dropped. */
  readonly repeats: number;
  readonly violations: readonly Violation[];
}

/**
 * The rule for outside readers (docs/delivery.md): drop a record whose sequence is not above the highest one of its
 * (topic, partition, shard). A dropped record must have been applied before under the same sequence, and no id of a topic may be
 * applied twice.
 */
export const readAsOutsideConsumer = <R extends SequencedRecord>(records: Iterable<R>): ReaderView<R> => {
  const applied: R[] = [];
  const violations: Violation[] = [];
  const highestSequences = new Map<string, number>();
  const bySequence = new Map<string, R>();
  const byId = new Map<string, R>();
  let repeats = 0;
  for (const record of records) {
    if (record.shard === null) {
      applied.push(record);
      continue;
    }
    const shard = `${record.topic}/${record.partition} ${record.shard}`;
    const place = `${shard} ${record.sequence}`;
    const highest = highestSequences.get(shard) ?? -1;
    const event = `${record.type} ${record.id}`;
    if (record.sequence <= highest) {
      repeats++;
      const before = bySequence.get(place);
      const where = [...(before === undefined ? [] : [before]), record].map(positionOf);
      if (before === undefined)
        violations.push(
          violation('lost', 'superseded-sequence', `${event}: ${place} follows ${highest}, and readers skip it`, where),
        );
      else if (before.id !== record.id || before.letter?.source !== record.letter?.source)
        violations.push(
          violation('lost', 'one-sequence-two-events', `${place} is ${before.type} ${before.id}, then ${event}`, where),
        );
      continue;
    }
    highestSequences.set(shard, record.sequence);
    bySequence.set(place, record);
    const name = `${record.topic} ${record.letter?.source ?? record.id}`;
    const earlier = byId.get(name);
    if (earlier !== undefined)
      violations.push(
        violation(
          'doubled',
          'duplicate-id',
          `${record.type} ${name}, sequence ${earlier.sequence} then ${record.sequence}`,
          [earlier, record].map(positionOf),
        ),
      );
    byId.set(name, record);
    applied.push(record);
  }
  return { applied, repeats, violations };
};
