import { type ObservedRecord, positionOf } from '../observation/observed-record.ts';
import { type Violation, violation } from './violation.ts';

export interface ReaderView {
  /** What a reader outside is left with, in the order of each partition. */
  readonly applied: readonly ObservedRecord[];
  /** Repeats it dropped. */
  readonly repeats: number;
  readonly violations: readonly Violation[];
}

/**
 * The rule for readers outside: drop what is not above the last sequence of its (topic, partition, shard). What is dropped must have been
 * applied before, under the same sequence; and an id comes once among what is left of a topic.
 */
export const readAsOutsideConsumer = (records: readonly ObservedRecord[]): ReaderView => {
  const applied: ObservedRecord[] = [];
  const violations: Violation[] = [];
  const highestSequences = new Map<string, number>();
  const bySequence = new Map<string, ObservedRecord>();
  const byId = new Map<string, ObservedRecord>();
  let repeats = 0;
  for (const record of records) {
    if (record.shard !== null) {
      const shard = `${record.topic}/${record.partition} ${record.shard}`;
      const place = `${shard} ${record.sequence}`;
      const highest = highestSequences.get(shard) ?? -1;
      if (record.sequence <= highest) {
        const before = bySequence.get(place);
        const name = `${record.type} ${record.id}`;
        if (before === undefined)
          violations.push(
            violation('lost', 'overtaken', `${name}: ${place} comes after ${highest}, and readers skip it`, [
              positionOf(record),
            ]),
          );
        else if (before.id !== record.id || before.letter?.source !== record.letter?.source)
          violations.push(
            violation('lost', 'one-sequence-two-events', `${place} is ${before.type} ${before.id}, then ${name}`, [
              positionOf(before),
              positionOf(record),
            ]),
          );
        repeats++;
        continue;
      }
      highestSequences.set(shard, record.sequence);
      bySequence.set(place, record);
    }
    // A dead letter keeps the id of what it was, which may have come twice: its source names it.
    const name = `${record.topic} ${record.letter === undefined ? record.id : record.letter.source}`;
    const earlier = record.shard === null ? undefined : byId.get(name);
    if (earlier !== undefined)
      violations.push(
        violation('doubled', 'id-twice', `${record.type} ${name}, ${earlier.sequence} then ${record.sequence}`, [
          positionOf(earlier),
          positionOf(record),
        ]),
      );
    if (record.shard !== null) byId.set(name, record);
    applied.push(record);
  }
  return { applied, repeats, violations };
};
