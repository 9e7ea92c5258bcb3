import type { ConsumerRecord } from '../transport.ts';
import type { ReaderListener } from './consumer-runner.ts';

/** Follows topics from the positions in `next`, which advance with each delivered record, so that a new consumer continues where the last one stopped. */
export const tailListener = (
  next: ReadonlyMap<string, Map<number, number>>,
  onRecord: (record: ConsumerRecord) => void,
  failed: (error: Error) => void,
  reader: () => { seek(topic: string, partition: number, offset: number): void },
): ReaderListener => ({
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
