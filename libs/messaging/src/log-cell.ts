import type { Fetched } from './transport.ts';

/** What the groups read from: a log held by this process. */
export interface PartitionLog {
  partitions(topic: string): number | undefined;
  /** Reads on from `position`, nothing at the end; out of range = from the earliest, and `from` says so. Never rejects. */
  read(topic: string, partition: number, position: number): Fetched | Promise<Fetched>;
}

/** One partition as one reader reads it. */
export interface Cell {
  readonly topic: string;
  readonly partition: number;
  readonly deliver: (fetched: Fetched) => Promise<void> | void;
  owned: boolean;
  /** Nothing is read before the first seek. */
  position: number | null;
  busy: boolean;
  woken: boolean;
}

export const newCell = (topic: string, partition: number, deliver: Cell['deliver']): Cell => ({
  topic,
  partition,
  deliver,
  owned: false,
  position: null,
  busy: false,
  woken: false,
});

/** Reads on and delivers, one at a time, until the end of the partition; called at each seek and each append. */
export const drain = async (log: PartitionLog, cell: Cell): Promise<void> => {
  cell.woken = true;
  if (cell.busy) return;
  cell.busy = true;
  while (cell.owned && cell.position !== null) {
    cell.woken = false;
    const asked: number = cell.position;
    const fetched = await log.read(cell.topic, cell.partition, asked);
    if (!cell.owned || cell.position !== asked) continue;
    const last = fetched.records.at(-1);
    cell.position = last === undefined ? fetched.from : last.offset + 1;
    if (last !== undefined) await cell.deliver(fetched);
    else if (!cell.woken) break;
  }
  cell.busy = false;
};
