import type { Reading } from './kafka-reader.ts';
import type { Incoming } from './transport.ts';

/** Follows topics from the positions in `next`, which move with what was handed over, so that a new consumer goes on where the last one was. */
export const tailing = (
  next: ReadonlyMap<string, Map<number, number>>,
  onRecord: (record: Incoming) => void,
  failed: (error: Error) => void,
  reader: () => { seek(topic: string, partition: number, offset: number): void },
): Reading => ({
  joined: () => {
    for (const [topic, own] of next) for (const [partition, offset] of own) reader().seek(topic, partition, offset);
  },
  lost: () => {},
  batch: async ({ topic, partition, records }) => {
    for (const record of records) {
      next.get(topic)?.set(partition, record.offset + 1);
      onRecord(record);
    }
  },
  down: failed,
});
