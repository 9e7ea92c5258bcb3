import type { FetchedBatch } from '../transport.ts';

/** What the groups read from: a log held by this process. */
export interface PartitionLog {
  partitions(topic: string): number | undefined;
  /** Reads on from `position`, nothing at the end; out of range = from the earliest, and `from` says so. Never rejects. */
  read(topic: string, partition: number, position: number): FetchedBatch | Promise<FetchedBatch>;
}

/** One partition as one reader reads it. */
export interface PartitionReader {
  readonly topic: string;
  readonly partition: number;
  readonly deliver: (fetched: FetchedBatch) => Promise<void> | void;
  isOwned: boolean;
  /** Nothing is read before the first seek. */
  position: number | null;
  isReading: boolean;
  hasNewRecords: boolean;
}

export const createPartitionReader = (
  topic: string,
  partition: number,
  deliver: PartitionReader['deliver'],
): PartitionReader => ({
  topic,
  partition,
  deliver,
  isOwned: false,
  position: null,
  isReading: false,
  hasNewRecords: false,
});

/** Reads on and delivers, one at a time, until the end of the partition; called at each seek and each append. */
export const deliverToEnd = async (log: PartitionLog, reader: PartitionReader): Promise<void> => {
  reader.hasNewRecords = true;
  if (reader.isReading) return;
  reader.isReading = true;
  while (reader.isOwned && reader.position !== null) {
    reader.hasNewRecords = false;
    const requested: number = reader.position;
    const fetched = await log.read(reader.topic, reader.partition, requested);
    if (!reader.isOwned || reader.position !== requested) continue;
    const last = fetched.records.at(-1);
    reader.position = last === undefined ? fetched.from : last.offset + 1;
    if (last !== undefined) await reader.deliver(fetched);
    else if (!reader.hasNewRecords) break;
  }
  reader.isReading = false;
};
