import type { FetchedBatch } from '../transport.ts';

/** A log in this process, as consumer groups read it. */
export interface PartitionLog {
  partitions(topic: string): number | undefined;
  /** Reads from `position`; no records at the end. Out of range: reads from the earliest record, see `from`. Never rejects. */
  read(topic: string, partition: number, position: number): FetchedBatch | Promise<FetchedBatch>;
}

/** The position of one reader in one partition. */
export interface PartitionReader {
  readonly topic: string;
  readonly partition: number;
  readonly deliver: (fetched: FetchedBatch) => Promise<void> | void;
  isOwned: boolean;
  /** Null until the first seek; nothing is read before it. */
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

/** Delivers fetches one at a time until the end of the partition. Called at each seek and append. */
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
