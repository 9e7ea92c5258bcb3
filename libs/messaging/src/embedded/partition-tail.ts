import type { ConsumerRecord } from '../transport.ts';

const CACHED_RECORDS = 2_000;
const CACHED_BYTES = 1_000_000;

/** A value that was read is a part of a large buffer of the connection, which it would keep in memory as a whole. */
const ownCopy = (value: ConsumerRecord['value']): ConsumerRecord['value'] => {
  if (value === null) return null;
  const copy = Buffer.allocUnsafeSlow(value.byteLength);
  copy.set(value);
  return copy;
};

/** Bounds and newest records of a partition in memory, so that live readers need no query. */
export class PartitionTail {
  private recent: ConsumerRecord[] = [];
  private bytes = 0;

  constructor(
    public first: number,
    public end: number,
  ) {}

  /** Adds committed records, in order, starting at `end`. */
  add(records: readonly ConsumerRecord[]): void {
    for (const record of records) {
      this.recent.push({ ...record, value: ownCopy(record.value) });
      this.bytes += record.value?.length ?? 0;
    }
    this.end = (records.at(-1)?.offset ?? this.end - 1) + 1;
    if (this.recent.length > 2 * CACHED_RECORDS || this.bytes > 2 * CACHED_BYTES) this.trim();
  }

  /** Records from `position` on; undefined = not in memory, read the database. */
  from(position: number, limit: number): readonly ConsumerRecord[] | undefined {
    const oldest = this.recent[0]?.offset;
    if (oldest === undefined || position < oldest) return undefined;
    return this.recent.slice(position - oldest, position - oldest + limit);
  }

  private trim(): void {
    let bytes = 0;
    let keep = 0;
    for (const record of this.recent.toReversed()) {
      bytes += record.value?.length ?? 0;
      if (keep === CACHED_RECORDS || bytes > CACHED_BYTES) break;
      keep += 1;
    }
    this.recent = keep === 0 ? [] : this.recent.slice(-keep);
    this.bytes = this.recent.reduce((sum, { value }) => sum + (value?.length ?? 0), 0);
  }
}
