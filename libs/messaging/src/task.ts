import type { Instant } from '@warmline/contracts';
import { StateCache } from './state.ts';
import type { TaskRow } from './store.ts';
import type { Incoming } from './transport.ts';

/** How many records of one partition wait in memory before the transport is held back. */
const BUFFER = 1_000;
/** And how many bytes of them: records of 256 KB must not fill the memory long before there are a thousand. */
const BUFFER_BYTES = 2 * 1024 * 1024;

/**
 * One ownership of a task, from a take-over until it is lost. Everything in it dies with it: a new take-over makes a new one,
 * so nothing cached, gathered or queued under an older version can be used.
 */
export class Owned {
  readonly n: number;
  readonly incarnation: string;
  version: number;
  seq: number;
  offsets: Record<string, number>;
  readonly dedupe: Map<string, number>;
  readonly cache: StateCache;
  lost = false;
  /** Not later than the earliest due of this task; null = none. */
  nextDue: Instant | null = 0;
  /** Appended outbox rows still to be dropped. */
  dropped: string[] = [];

  private readonly buffers = new Map<string, Incoming[]>();
  private readonly next = new Map<string, number>();
  private readonly ends = new Map<string, { end: number; at: Instant }>();
  private readonly room = new Map<string, () => void>();
  private readonly bytes = new Map<string, number>();
  private marked: Readonly<Record<string, number>> = {};

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
      this.next.set(topic, row.offsets[topic] ?? 0);
    }
  }

  position(topic: string): number {
    return this.offsets[topic] ?? 0;
  }
  expected(topic: string): number {
    return this.next.get(topic) ?? 0;
  }

  /** Takes records in; those below the offset were handled before. Resolves when there is room for more. */
  accept(topic: string, records: readonly Incoming[], end: number, at: Instant): Promise<void> {
    const buffer = this.buffers.get(topic);
    if (buffer === undefined || this.lost) return Promise.resolve();
    let next = this.expected(topic);
    for (const record of records) {
      if (record.offset < next) continue;
      buffer.push(record);
      this.weigh(topic, sizeOf(record));
      next = record.offset + 1;
    }
    this.next.set(topic, next);
    this.sawEnd(topic, end, at);
    if (!this.full(topic)) return Promise.resolve();
    return new Promise((resolve) => this.room.set(topic, resolve));
  }

  /** Topics that are not read on until there is room: their end is not seen any more. */
  heldBack(): string[] {
    return [...this.room.keys()];
  }

  private full(topic: string): boolean {
    return (this.buffers.get(topic)?.length ?? 0) >= BUFFER || (this.bytes.get(topic) ?? 0) >= BUFFER_BYTES;
  }
  private weigh(topic: string, bytes: number): void {
    this.bytes.set(topic, (this.bytes.get(topic) ?? 0) + bytes);
  }

  /** Positions that are not as they were when this was asked last. */
  moved(): { topic: string; offset: number }[] {
    const moved = Object.entries(this.offsets).filter(([topic, offset]) => this.marked[topic] !== offset);
    this.marked = this.offsets;
    return moved.map(([topic, offset]) => ({ topic, offset }));
  }

  /** Records known to be there and not yet handled. */
  lag(topic: string): number {
    return Math.max(0, (this.ends.get(topic)?.end ?? 0) - this.position(topic));
  }

  /** The end of a partition as it was at an instant, or later. */
  sawEnd(topic: string, end: number, at: Instant): void {
    this.ends.set(topic, { end, at });
  }

  /** Up to `limit` records over all topics, oldest broker time first; they are gone from here until put back. */
  take(limit: number): Incoming[] {
    const taken: Incoming[] = [];
    const heads = [...this.buffers.values()].filter((b) => b.length > 0).map((buffer) => ({ buffer, at: 0 }));
    while (taken.length < limit) {
      let first: { buffer: Incoming[]; at: number } | undefined;
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
      this.weigh(record.topic, -sizeOf(record));
      first.at++;
    }
    for (const head of heads) head.buffer.splice(0, head.at);
    this.release();
    return taken;
  }

  putBack(records: readonly Incoming[]): void {
    for (const topic of new Set(records.map((r) => r.topic))) {
      const back = records.filter((r) => r.topic === topic);
      for (const record of back) this.weigh(topic, sizeOf(record));
      this.buffers.set(topic, [...back, ...(this.buffers.get(topic) ?? [])]);
    }
  }

  waiting(): boolean {
    for (const buffer of this.buffers.values()) if (buffer.length > 0) return true;
    return false;
  }

  /**
   * The latest instant as of which every input partition is known to have been read and handled to its end:
   * a tick due later than that waits (delivery A8, A9). Topics whose end was last seen before `due` are named in `stale`.
   */
  caughtUp(due: Instant): { asOf: Instant; stale: string[] } {
    let asOf = Number.POSITIVE_INFINITY;
    const stale: string[] = [];
    for (const topic of this.buffers.keys()) {
      const seen = this.ends.get(topic);
      if (seen === undefined || (seen.at < due && this.position(topic) >= seen.end)) stale.push(topic);
      const known = seen !== undefined && this.position(topic) >= seen.end ? seen.at : Number.NEGATIVE_INFINITY;
      asOf = Math.min(asOf, known);
    }
    return { asOf, stale };
  }

  lose(): void {
    this.lost = true;
    for (const buffer of this.buffers.values()) buffer.length = 0;
    this.bytes.clear();
    this.release();
  }

  private release(): void {
    for (const [topic, resolve] of this.room) {
      if (this.lost || !this.full(topic)) {
        this.room.delete(topic);
        resolve();
      }
    }
  }
}

const sizeOf = ({ value }: Incoming): number => value?.byteLength ?? 0;
