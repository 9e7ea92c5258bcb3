import type { ServiceName } from '@warmline/contracts';
import { dedupeRows, type FoldedTask, heldEventId, recordId, type TaskBatch, tickId } from './batch.ts';
import { BatchTrace } from './batch-trace.ts';
import { pause } from './clock.ts';
import { logDeadLetters } from './dead-letters/dead-letter.ts';
import { fold } from './fold.ts';
import { derivedId } from './ids.ts';
import { Intake } from './intake.ts';
import { type LoopWatch, unwatched } from './loop-watch.ts';
import type { Publisher } from './publisher.ts';
import { createPublisher, deletePublishedRows, type RuntimeSettings } from './runtime.ts';
import { type Stage, wiringFaults } from './stage.ts';
import { NewerSchemaError, stateChange, withoutChanges } from './state.ts';
import type { Commit, OutboxRow, Store } from './store.ts';

export interface ProcessorSettings extends RuntimeSettings {
  readonly stages: readonly Stage[];
  readonly store: Store;
  /** Most events per batch, over all tasks. */
  readonly batchSize?: number;
  /** Most cached states per task. */
  readonly cacheSize?: number;
  /**
   * Called with the processed events of a batch after its confirmed commit. A hint, for optional work: a crash or a lost commit answer
   * drops the call, and no event is reported twice. Must not throw.
   */
  readonly onCommitted?: (processed: FoldedTask['processed']) => void;
}

const MAX_BATCH = 1_000;
const MAX_CACHED_STATES = 2_000;

/**
 * Runs the stages of a service, effectively once and in order per key (docs/delivery.md). One commit is in flight at a time while
 * the next batch gathers: latency is one commit under low load, and throughput grows with load.
 */
export class Processor {
  private readonly intake: Intake;
  private readonly publisher: Publisher;
  private readonly poisonInputs = new Map<string, string>();
  private batchLimit: number;
  private stopped = false;
  private running: Promise<void> | undefined;
  private cancelReport: (() => void) | undefined;
  private readonly loop: LoopWatch;

  constructor(private readonly settings: ProcessorSettings) {
    const { service, stages, topics, observer } = settings;
    const faults = wiringFaults(service, stages, topics);
    if (faults.length > 0) throw new Error(faults.join('\n'));
    this.batchLimit = settings.batchSize ?? MAX_BATCH;
    this.loop = (settings.watchLoop ?? unwatched)('processor');
    this.intake = new Intake({
      ...settings,
      group: service,
      cacheSize: settings.cacheSize ?? MAX_CACHED_STATES,
      onTakenOver: (task, _row, leftovers) => {
        observer.taskTakenOver(task.n);
        this.publisher.enqueue(task, leftovers);
      },
    });
    this.publisher = createPublisher(settings);
  }

  async start(): Promise<void> {
    const { observer } = this.settings;
    await this.intake.start();
    this.running = this.run();
    const report = (): void => {
      this.intake.reportProgress();
      observer.outboxBacklog(this.publisher.backlog);
      void this.deletePublishedRows();
      this.cancelReport = this.settings.clock.after(1_000, report);
    };
    this.cancelReport = this.settings.clock.after(1_000, report);
  }

  /** Ends after the current batch. Committed outputs that are not published stay in the outbox for the next owner. */
  async stop(): Promise<void> {
    this.stopped = true;
    this.cancelReport?.();
    this.intake.wake();
    await this.running;
    await this.publisher.stop();
    await this.deletePublishedRows();
    this.intake.reportProgress();
    await this.intake.stop();
  }

  private async run(): Promise<void> {
    while (!this.stopped) {
      try {
        this.loop.idle();
        await this.intake.waitForWork();
        if (this.stopped) return;
        this.loop.turned();
        await this.intake.takeOver();
        await this.runBatch();
      } catch (error) {
        if (error instanceof NewerSchemaError) return this.settings.fatal(error);
        this.settings.log.error({ err: error }, 'a batch failed, all owned tasks are taken over again');
        this.settings.ready(false, error instanceof Error ? error.message : String(error));
        this.intake.retake(this.intake.tasks());
        await pause(this.settings.clock, 100 + Math.floor(this.settings.clock.now() % 100));
      }
    }
  }

  private async runBatch(): Promise<void> {
    const { tracing, clock } = this.settings;
    const batches = await this.intake.gather(this.batchLimit);
    if (batches.length === 0) return;
    const trace = tracing === undefined ? undefined : new BatchTrace(tracing, clock.now());
    try {
      await this.commitBatch(batches, trace);
    } catch (error) {
      trace?.end(error);
      throw error;
    }
  }

  /** One batch: fold, commit, queue for publication. */
  private async commitBatch(batches: readonly TaskBatch[], trace: BatchTrace | undefined): Promise<void> {
    const { service, store, clock, observer } = this.settings;
    const started = clock.now();
    let folded: FoldedTask[] = [];
    let rows: (OutboxRow | null)[] = [];
    let publishedRowIds: (readonly string[])[] = [];
    let commitStarted = started;
    let result: 'committed' | 'stale';
    try {
      folded = await fold(batches, { ...this.settings, poisonInputs: this.poisonInputs, trace });
      rows = folded.map((f) => outboxRow(service, f));
      trace?.startCommit();
      // A copy: rows acknowledged while this commit is in flight are not part of it.
      publishedRowIds = folded.map((f) => [...f.task.publishedRowIds]);
      commitStarted = clock.now();
      result = await store.commit(batchCommit(folded, rows, publishedRowIds.flat()));
    } catch (error) {
      if (!store.isDataError(error)) throw error;
      trace?.end(error);
      this.bisect(batches, folded.length > 0 ? folded.flatMap((f) => f.inputs) : inputIds(batches), error);
      return;
    }
    trace?.end(result === 'stale' ? 'task-taken-over' : undefined);
    const tasks = folded.map((f) => f.task);
    if (result === 'stale') {
      observer.commitWasStale();
      this.intake.retake(tasks);
      return;
    }
    observer.committed(
      (clock.now() - commitStarted) / 1000,
      (clock.now() - started) / 1000,
      batches.reduce((n, batch) => n + batch.records.length, 0),
    );
    folded.forEach((f, i) => {
      this.updateCache(f, publishedRowIds[i] ?? [], clock.now());
      const row = rows[i];
      if (row && !f.task.lost) this.publisher.enqueue(f.task, [row]);
    });
    for (const f of folded) {
      for (const outcome of f.outcomes) observer.inputHandled(service, outcome);
      if (f.deferred.length > 0) f.task.putBack(f.deferred);
      if (f.deferred.length > 0) this.intake.wake();
    }
    for (const f of folded) logDeadLetters(this.settings.log, f.outputs);
    for (const f of folded) if (f.processed.length > 0) this.settings.onCommitted?.(f.processed);
    for (const f of folded) for (const input of f.inputs) this.poisonInputs.delete(input);
    for (const id of this.poisonInputs.keys()) if (id.startsWith(heldEventId(''))) this.poisonInputs.delete(id);
    this.batchLimit = Math.min(this.batchLimit * 2, this.settings.batchSize ?? MAX_BATCH);
    observer.outboxBacklog(this.publisher.backlog);
    await this.backpressure();
  }

  /** Moves the results of a confirmed batch into lease and cache. Later batches build on them. */
  private updateCache(f: FoldedTask, publishedRowIds: readonly string[], now: number): void {
    const { task } = f;
    task.version++;
    task.seq += f.outputs.length;
    task.offsets = f.offsets;
    if (publishedRowIds.length > 0)
      task.publishedRowIds = task.publishedRowIds.filter((id) => !publishedRowIds.includes(id));
    for (const [shard, seq] of f.dedupe) task.dedupe.set(shard, seq);
    for (const [id, { stage, entry }] of f.entries) {
      task.cache.set(id, withoutChanges(stage, entry));
      if (entry.due !== null) task.nextDue = Math.min(task.nextDue ?? entry.due, Math.max(entry.due, now));
    }
  }

  /** The database refused the data and committed nothing: the batch limit is halved until one input is left, which is rejected. */
  private bisect(batches: readonly TaskBatch[], inputs: readonly string[], error: unknown): void {
    const [onlyInput] = inputs;
    this.settings.log.warn(
      { err: error, inputs: inputs.length },
      'the database refused the data of a batch, retrying in smaller batches',
    );
    if (inputs.length === 1 && onlyInput !== undefined)
      this.poisonInputs.set(
        onlyInput,
        `refused by the database: ${error instanceof Error ? error.message : String(error)}`,
      );
    this.batchLimit = Math.max(1, Math.floor(Math.min(this.batchLimit, inputs.length) / 2));
    for (const batch of batches) batch.task.putBack(batch.records);
    this.intake.wake();
  }

  /** Limits how many rows commits may be ahead of publication. */
  private async backpressure(): Promise<void> {
    while (this.publisher.backlog > 64 && !this.stopped) {
      this.loop.turned();
      await pause(this.settings.clock, 5);
    }
  }

  private deletePublishedRows(): Promise<void> {
    return deletePublishedRows(this.intake.tasks(), (ids) => this.settings.store.deleteOutboxRows(ids));
  }
}

const inputIds = (batches: readonly TaskBatch[]): string[] =>
  batches.flatMap((b) => [...b.ticks.map(tickId), ...b.records.map(recordId)]);

const outboxRow = (service: ServiceName, f: FoldedTask): OutboxRow | null => {
  const { task, outputs } = f;
  if (outputs.length === 0) return null;
  const shard = `${service}/${task.n}@${task.incarnation}`;
  return { id: derivedId(`${shard}/${task.seq + 1}`), task: task.n, shard, firstSeq: task.seq + 1, records: outputs };
};

const batchCommit = (
  folded: readonly FoldedTask[],
  rows: readonly (OutboxRow | null)[],
  publishedRowIds: readonly string[],
): Commit => ({
  tasks: folded.map((f, i) => ({
    n: f.task.n,
    expected: f.task.version,
    offsets: f.offsets,
    dedupe: dedupeRows(f.dedupe),
    outbox: rows[i] ?? null,
  })),
  states: folded.flatMap((f) =>
    [...f.entries.values()].map(({ stage, key, entry }) => stateChange(stage, key, f.task.n, entry)),
  ),
  journal: folded.flatMap((f) =>
    f.journal.map((j) => ({ stage: j.stage, key: j.key, seq: j.seq, row: JSON.stringify(j.row) })),
  ),
  processed: folded.flatMap((f) => f.processed),
  publishedRowIds,
});
