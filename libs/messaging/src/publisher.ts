import type { Clock } from './clock.ts';
import { pause } from './clock.ts';
import type { EncodedEvent } from './codec.ts';
import type { LoopWatch } from './loop-watch.ts';
import type { OutboxRow } from './store.ts';
import { isSampled, type Span, type Tracing } from './tracing.ts';
import type { ProducerRecord, SqlStatement, Transport } from './transport.ts';

/** Owner of outbox rows. Once `lost`, its rows are not sent from here; the successor reads them from the outbox. */
export interface ShardOwner {
  readonly lost: boolean;
}

export interface PublisherSettings {
  readonly transport: Transport;
  readonly clock: Clock;
  /** The statement that deletes rows, for a transport that can run it in the transaction of the append. */
  readonly deleteOutboxStatement: (ids: readonly string[]) => SqlStatement | undefined;
  /** Called for appended rows. `alreadyDeleted`: the append deleted them too. */
  readonly onPublished: (owner: ShardOwner, rows: readonly OutboxRow[], alreadyDeleted: boolean) => void;
  readonly onFailed: (error: unknown) => void;
  /** The rows of an append were appended or belong to others now: no append is failing. */
  readonly onSettled?: () => void;
  readonly onAppended: (seconds: number, records: number) => void;
  readonly loop?: LoopWatch;
  readonly tracing?: Tracing | undefined;
}

/** Most records of one append. */
const MAX_RECORDS = 5_000;

/**
 * Publishes outbox rows in the order they were queued: one append in flight, combined over shards, never overtaking.
 * A failed append is sent again unchanged without limit (docs/delivery.md, 10). Shard and sequence become headers here.
 */
export class Publisher {
  private queue: { owner: ShardOwner; row: OutboxRow }[] = [];
  private running: Promise<void> | undefined;
  private stopped = false;

  constructor(private readonly settings: PublisherSettings) {}

  get backlog(): number {
    return this.queue.length;
  }

  enqueue(owner: ShardOwner, rows: readonly OutboxRow[]): void {
    for (const row of rows) this.queue.push({ owner, row });
    if (this.running === undefined && this.queue.length > 0 && !this.stopped) this.running = this.run();
  }

  /** Resolves when nothing is queued or in flight. */
  async drained(): Promise<void> {
    while (this.running) await this.running;
  }

  async stop(): Promise<void> {
    this.stopped = true;
    await this.drained();
  }

  private async run(): Promise<void> {
    while (this.queue.length > 0 && !this.stopped) {
      const taken: typeof this.queue = [];
      let count = 0;
      for (const item of this.queue) {
        if (count > 0 && count + item.row.records.length > MAX_RECORDS) break;
        taken.push(item);
        count += item.row.records.length;
      }
      const spans = this.startSpans(taken);
      const appended = await this.append(taken);
      this.settings.onSettled?.();
      for (const span of spans) span.end(appended ? undefined : 'not-appended');
      this.queue.splice(0, taken.length);
    }
    // Same turn of the event loop as the last check of the queue: rows enqueued from here on start a new run.
    this.running = undefined;
    this.settings.loop?.idle();
  }

  /** One span for each record with a recorded trace. The record then carries the span, whichever attempt appends it. */
  private startSpans(taken: typeof this.queue): readonly Span[] {
    const { tracing } = this.settings;
    if (tracing === undefined) return [];
    const traced = taken.flatMap(({ row }) => row.records.filter(({ headers }) => isSampled(headers.traceparent)));
    return traced.map((record) => {
      const span = tracing.send(record);
      record.headers.traceparent = span.traceparent;
      return span;
    });
  }

  /** False if it gave up: all owners are lost, or the publisher stops. */
  private async append(taken: typeof this.queue): Promise<boolean> {
    for (let attempt = 0; !this.stopped; attempt++) {
      this.settings.loop?.turned();
      const current = taken.filter((item) => !item.owner.lost);
      if (current.length === 0) return false;
      const records = current.flatMap(({ row }) =>
        row.records.map((r, i) => withShardPosition(r, row.shard, row.firstSeq + i)),
      );
      const started = this.settings.clock.now();
      try {
        const { statementExecuted: alreadyDeleted } = await this.settings.transport.append(
          records,
          this.settings.deleteOutboxStatement(current.map((i) => i.row.id)),
        );
        this.settings.onAppended((this.settings.clock.now() - started) / 1000, records.length);
        for (const owner of new Set(current.map((i) => i.owner)))
          this.settings.onPublished(
            owner,
            current.filter((i) => i.owner === owner).map((i) => i.row),
            alreadyDeleted,
          );
        return true;
      } catch (error) {
        this.settings.onFailed(error);
        await pause(this.settings.clock, Math.min(100 * 2 ** Math.min(attempt, 6), 3_000));
      }
    }
    return false;
  }
}

/** Changes the record in place: it belongs to its row alone, and a re-send sets the same values. */
const withShardPosition = (record: EncodedEvent, shard: string, sequence: number): ProducerRecord => {
  record.headers.ce_shard = shard;
  record.headers.ce_sequence = String(sequence);
  return record;
};
