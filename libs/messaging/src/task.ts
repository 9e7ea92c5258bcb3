import type { Instant } from '@warmline/contracts';
import { StateCache } from './state.ts';
import type { TaskRow } from './store.ts';
import type { ConsumerRecord } from './transport.ts';

/** Records of one partition that wait in memory before the partition is paused. */
const MAX_BUFFERED_RECORDS = 1_000;
/** The same limit in bytes, because a thousand records of 256 KB would fill the memory. */
const MAX_BUFFERED_BYTES = 2 * 1024 * 1024;

/**
 * One ownership of a task, from a take-over until it is lost. The next take-over creates a new lease,
 * so nothing cached, gathered or queued under an older version can be used.
 */
export class TaskLease {
  readonly n: number;
  readonly incarnation: string;
  version: number;
  seq: number;
  offsets: Record<string, number>;
  readonly dedupe: Map<string, number>;
  readonly cache: StateCache;
  lost = false;
  /** At or before the earliest due of this task; null = none. */
  nextDue: Instant | null = 0;
  /** Appended outbox rows that are not deleted yet. */
  publishedRowIds: string[] = [];

  private readonly buffers = new Map<string, ConsumerRecord[]>();
  private readonly nextOffsets = new Map<string, number>();
  private readonly endOffsets = new Map<string, { end: number; at: Instant }>();
  private readonly waitingForRoom = new Map<string, () => void>();
  private readonly bufferedBytes = new Map<string, number>();
  /** When the last record that was taken of a topic was appended. */
  private readonly lastTaken = new Map<string, Instant>();
  private reportedOffsets: Readonly<Record<string, number>> = {};

  constructor(row: TaskRow, topics: readonly string[], cacheSize: number) {
    this.n = row.n;
    this.incarnation = row.incarnation;
    this.version = row.version;
    this.seq = row.seq;
    this.offsets = { ...row.offsets };
    this.dedupe = new Map(row.dedupe);
    this.cache = new StateCache(cacheSize);
    for (const topic of topics) {
      this.buffers.set(topic, []);
      this.nextOffsets.set(topic, row.offsets[topic] ?? 0);
    }
  }

  handledOffset(topic: string): number {
    return this.offsets[topic] ?? 0;
  }
  nextOffset(topic: string): number {
    return this.nextOffsets.get(topic) ?? 0;
  }

  /** Buffers records and skips those below the next offset. Resolves when there is room for more. */
  accept(topic: string, records: readonly ConsumerRecord[], end: number, at: Instant): Promise<void> {
    const buffer = this.buffers.get(topic);
    if (buffer === undefined || this.lost) return Promise.resolve();
    let nextInOrder = this.nextOffset(topic);
    for (const record of records) {
      if (record.offset < nextInOrder) continue;
      buffer.push(record);
      this.addBufferedBytes(topic, sizeOf(record));
      nextInOrder = record.offset + 1;
    }
    this.nextOffsets.set(topic, nextInOrder);
    this.updateEndOffset(topic, end, at);
    if (!this.isFull(topic)) return Promise.resolve();
    return new Promise((resolve) => this.waitingForRoom.set(topic, resolve));
  }

  /** Topics paused until there is room. Fetches no longer update their end. */
  pausedTopics(): string[] {
    return [...this.waitingForRoom.keys()];
  }

  private isFull(topic: string): boolean {
    return (
      (this.buffers.get(topic)?.length ?? 0) >= MAX_BUFFERED_RECORDS ||
      (this.bufferedBytes.get(topic) ?? 0) >= MAX_BUFFERED_BYTES
    );
  }
  private addBufferedBytes(topic: string, added: number): void {
    this.bufferedBytes.set(topic, (this.bufferedBytes.get(topic) ?? 0) + added);
  }

  /** Offsets that changed since the last call. */
  takeChangedOffsets(): { topic: string; offset: number }[] {
    const changedOffsets = Object.entries(this.offsets).filter(
      ([topic, offset]) => this.reportedOffsets[topic] !== offset,
    );
    this.reportedOffsets = this.offsets;
    return changedOffsets.map(([topic, offset]) => ({ topic, offset }));
  }

  /** Records known to exist and not yet handled. */
  lag(topic: string): number {
    return Math.max(0, (this.endOffsets.get(topic)?.end ?? 0) - this.handledOffset(topic));
  }

  /** When the first record of a topic that waits in memory was appended. */
  oldestWaiting(topic: string): Instant | undefined {
    return this.buffers.get(topic)?.[0]?.timestamp;
  }

  /** Records the end of a partition as of an instant. */
  updateEndOffset(topic: string, end: number, at: Instant): void {
    if ((this.endOffsets.get(topic)?.at ?? at) > at) return;
    this.endOffsets.set(topic, { end, at });
  }
  knowsEnd(topic: string): boolean {
    return this.endOffsets.has(topic);
  }

  /** Records that are not handled, and seconds since the oldest one was appended: of those taken or buffered. Undefined: none was read yet. */
  behind(topic: string, now: Instant): { readonly records: number; readonly seconds: number | undefined } {
    const records = this.lag(topic);
    if (records === 0) return { records, seconds: this.knowsEnd(topic) ? 0 : undefined };
    const oldest = this.oldestWaiting(topic) ?? this.lastTaken.get(topic);
    return { records, seconds: oldest === undefined ? undefined : Math.max(0, now - oldest) / 1_000 };
  }

  /** Removes and returns up to `limit` records over all topics, oldest broker time first. */
  take(limit: number): ConsumerRecord[] {
    const taken: ConsumerRecord[] = [];
    const heads = [...this.buffers.values()].filter((b) => b.length > 0).map((buffer) => ({ buffer, at: 0 }));
    while (taken.length < limit) {
      let first: { buffer: ConsumerRecord[]; at: number } | undefined;
      for (const head of heads) {
        const record = head.buffer[head.at];
        if (
          record !== undefined &&
          (first === undefined || record.timestamp < (first.buffer[first.at]?.timestamp ?? 0))
        )
          first = head;
      }
      const record = first?.buffer[first.at];
      if (first === undefined || record === undefined) break;
      taken.push(record);
      this.addBufferedBytes(record.topic, -sizeOf(record));
      this.lastTaken.set(record.topic, record.timestamp);
      first.at++;
    }
    for (const head of heads) head.buffer.splice(0, head.at);
    this.resumeTopics();
    return taken;
  }

  putBack(records: readonly ConsumerRecord[]): void {
    for (const topic of new Set(records.map((r) => r.topic))) {
      const returned = records.filter((r) => r.topic === topic);
      for (const record of returned) this.addBufferedBytes(topic, sizeOf(record));
      this.buffers.set(topic, [...returned, ...(this.buffers.get(topic) ?? [])]);
    }
  }

  hasRecords(): boolean {
    for (const buffer of this.buffers.values()) if (buffer.length > 0) return true;
    return false;
  }

  /**
   * The latest instant as of which every input partition is known to have been read and handled to its end:
   * a tick due later than that waits (docs/delivery.md, 16). `staleTopics`: topics whose end was last seen before `due`.
   */
  inputWatermark(due: Instant): { asOf: Instant; staleTopics: string[] } {
    let asOf = Number.POSITIVE_INFINITY;
    const staleTopics: string[] = [];
    for (const topic of this.buffers.keys()) {
      const seen = this.endOffsets.get(topic);
      if (seen === undefined || (seen.at < due && this.handledOffset(topic) >= seen.end)) staleTopics.push(topic);
      const known = seen !== undefined && this.handledOffset(topic) >= seen.end ? seen.at : Number.NEGATIVE_INFINITY;
      asOf = Math.min(asOf, known);
    }
    return { asOf, staleTopics };
  }

  revoke(): void {
    this.lost = true;
    for (const buffer of this.buffers.values()) buffer.length = 0;
    this.bufferedBytes.clear();
    this.resumeTopics();
  }

  private resumeTopics(): void {
    for (const [topic, resolve] of this.waitingForRoom) {
      if (this.lost || !this.isFull(topic)) {
        this.waitingForRoom.delete(topic);
        resolve();
      }
    }
  }
}

const sizeOf = ({ value }: ConsumerRecord): number => value?.byteLength ?? 0;
