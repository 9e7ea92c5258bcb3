import { recordId, type TaskBatch, tickId } from '../batch.ts';
import { BatchTrace } from '../batch-trace.ts';
import { pause } from '../clock.ts';
import { logDeadLetters, thrownReason } from '../dead-letters/dead-letter.ts';
import { Intake } from '../intake.ts';
import { type LoopWatch, unwatched } from '../loop-watch.ts';
import type { Publisher } from '../publisher.ts';
import { createPublisher, deletePublishedRows, type RuntimeSettings } from '../runtime.ts';
import { NewerSchemaError } from '../state.ts';
import type { OutboxRow, Store } from '../store.ts';
import type { TaskLease } from '../task.ts';
import { type Route, translateBatch } from './command-translation.ts';
import { type Executor, RefusedCommands } from './executor.ts';

export interface CommandProcessorSettings extends RuntimeSettings {
  readonly route: Route;
  readonly executor: Executor;
  readonly store: Pick<Store, 'takeOver' | 'unpublishedRows' | 'dueKeys' | 'deleteOutboxRows'>;
  /** Outbox rows of several tasks above a sequence each, by sequence. */
  readonly outboxAfter: (after: ReadonlyMap<number, number>) => Promise<OutboxRow[]>;
  /** Partitions of the topics. A replica that owns all of them is the only one, as far as it can know. */
  readonly shards: number;
}

const MAX_BATCH = 500;
/** Most rows queued in memory for the broker; further rows wait in the outbox. */
const MAX_BACKLOG = 500;
const POLL_BUSY_MS = 20;
const POLL_IDLE_MS = 500;
const DUE_CHECK_MS = 1_000;

/**
 * Stream input of the executor: events of other services become commands, in one transaction with the guard of their task. The owner of
 * task n publishes shard n. It reads all undeleted rows in sequence, so a second publisher does no harm (docs/delivery.md, 23).
 */
export class CommandProcessor {
  private readonly intake: Intake;
  private readonly publisher: Publisher;
  private readonly loop: LoopWatch;
  private readonly outboxLoop: LoopWatch;
  /** The next sequence to queue, by task; 0 = the outbox was not read since the take-over. */
  private readonly nextSeqByTask = new Map<TaskLease, number>();
  private readonly poisonInputs = new Map<string, string>();
  private batchLimit = MAX_BATCH;
  private stopped = false;
  private running: Promise<void> | undefined;
  private publishing: Promise<void> | undefined;
  private hasNewRows = false;
  private cancelPoll: (() => void) | undefined;
  private cancelReport: (() => void) | undefined;
  private lastRowsAt = 0;
  private dueCheckedAt = 0;

  constructor(private readonly settings: CommandProcessorSettings) {
    this.intake = new Intake({
      ...settings,
      group: settings.service,
      cacheSize: 1,
      onTakenOver: (task) => {
        settings.observer.taskTakenOver(task.n);
        this.nextSeqByTask.set(task, 0);
        this.outboxChanged();
      },
    });
    this.publisher = createPublisher(settings);
    const watchLoop = settings.watchLoop ?? unwatched;
    this.loop = watchLoop('command processor');
    this.outboxLoop = watchLoop('outbox reader');
  }

  async start(): Promise<void> {
    await this.intake.start();
    this.running = this.run();
    this.poll();
    const report = (): void => {
      this.intake.reportProgress();
      this.settings.observer.outboxBacklog(this.publisher.backlog);
      void this.deletePublishedRows();
      this.cancelReport = this.settings.clock.after(1_000, report);
    };
    this.cancelReport = this.settings.clock.after(1_000, report);
  }

  async stop(): Promise<void> {
    this.stopped = true;
    this.cancelPoll?.();
    this.cancelReport?.();
    this.intake.wake();
    await this.running;
    await this.publishing;
    await this.publisher.stop();
    await this.deletePublishedRows();
    await this.intake.stop();
  }

  /**
   * Publishes rows this replica committed. If they directly follow the last row of their shard, no row of another writer is missing and they
   * are queued from memory; otherwise the outbox is read.
   */
  publishCommitted(rows: readonly OutboxRow[]): void {
    const owned = new Map(this.intake.tasks().map((task) => [task.n, task]));
    for (const row of rows) {
      const task = owned.get(row.task);
      if (task === undefined) continue;
      const follows = this.nextSeqByTask.get(task) === row.firstSeq && this.publisher.backlog <= MAX_BACKLOG;
      if (follows) this.enqueue(task, [row]);
      else this.outboxChanged();
    }
  }
  private enqueue(task: TaskLease, rows: readonly OutboxRow[]): void {
    const last = rows.at(-1);
    if (last === undefined) return;
    this.nextSeqByTask.set(task, last.firstSeq + last.records.length);
    this.publisher.enqueue(task, rows);
  }

  /** Reads the outbox, because this or another replica may have committed rows. */
  outboxChanged(): void {
    this.hasNewRows = true;
    this.publishing ??= this.publish();
  }

  /** True if this replica owns all tasks. */
  isOnlyReplica(): boolean {
    return this.intake.tasks().length === this.settings.shards;
  }

  /** A command set a due: tasks check the due index at that instant. */
  dueChanged(at: number): void {
    for (const task of this.intake.tasks()) {
      if (task.nextDue !== null && task.nextDue <= at) continue;
      task.nextDue = at;
      this.intake.wake();
    }
  }

  private poll(): void {
    if (this.stopped) return;
    const { clock } = this.settings;
    const isOnly = this.isOnlyReplica();
    const now = clock.now();
    const busy = !isOnly && now - this.lastRowsAt < 1_000;
    this.cancelPoll = clock.after(busy ? POLL_BUSY_MS : POLL_IDLE_MS, () => {
      this.outboxChanged();
      // Another replica may have set a due of a task owned here.
      if (now - this.dueCheckedAt >= DUE_CHECK_MS) {
        this.dueCheckedAt = now;
        this.dueChanged(now);
      }
      this.poll();
    });
  }

  private async publish(): Promise<void> {
    await Promise.resolve();
    while (this.hasNewRows && !this.stopped) {
      this.outboxLoop.turned();
      this.hasNewRows = false;
      const owned = this.intake.tasks();
      for (const task of this.nextSeqByTask.keys()) if (task.lost) this.nextSeqByTask.delete(task);
      if (owned.length === 0) break;
      try {
        const rows = await this.settings.outboxAfter(
          new Map(owned.map((t) => [t.n, (this.nextSeqByTask.get(t) ?? 0) - 1])),
        );
        for (const task of owned) {
          // Rows queued from memory meanwhile may be among them.
          const mine = rows.filter((r) => r.task === task.n && r.firstSeq >= (this.nextSeqByTask.get(task) ?? 0));
          if (!task.lost) this.enqueue(task, mine);
        }
        if (rows.length > 0) {
          this.lastRowsAt = this.settings.clock.now();
          this.hasNewRows = true;
          while (this.publisher.backlog > MAX_BACKLOG && !this.stopped) {
            this.outboxLoop.turned();
            await pause(this.settings.clock, 5);
          }
        }
      } catch (error) {
        this.settings.log.warn({ err: error }, 'the outbox could not be read, retrying');
        await pause(this.settings.clock, 200);
        this.hasNewRows = true;
      }
    }
    this.publishing = undefined;
    this.outboxLoop.idle();
  }

  private async run(): Promise<void> {
    while (!this.stopped) {
      try {
        this.loop.idle();
        await this.intake.waitForWork();
        if (this.stopped) return;
        this.loop.turned();
        await this.intake.takeOver();
        const batches = await this.intake.gather(this.batchLimit);
        if (batches.length > 0) await this.runBatch(batches);
      } catch (error) {
        if (error instanceof NewerSchemaError) return this.settings.fatal(error);
        this.settings.log.error({ err: error }, 'a batch failed; its tasks are taken over again');
        this.settings.ready(false, error instanceof Error ? error.message : String(error));
        this.intake.retake(this.intake.tasks());
        await pause(this.settings.clock, 100 + Math.floor(this.settings.clock.now() % 100));
      }
    }
  }

  /** Commits the batch of all tasks in one transaction. */
  private async runBatch(batches: readonly TaskBatch[]): Promise<void> {
    const { service, executor, clock, observer, tracing } = this.settings;
    const started = clock.now();
    const trace = tracing === undefined ? undefined : new BatchTrace(tracing, started);
    const translatedBatches = batches.map((batch) => ({
      work: batch,
      ...translateBatch(batch, { ...this.settings, poisonInputs: this.poisonInputs, trace }),
    }));
    try {
      const answer = await executor.run(
        translatedBatches.flatMap((a) => a.commands),
        translatedBatches.map((a) => a.guard),
        translatedBatches.flatMap((a) => a.deadLetters),
      );
      if (answer === 'stale') {
        observer.commitWasStale();
        trace?.end('task-taken-over');
        return this.intake.retake(batches.map((w) => w.task));
      }
    } catch (error) {
      trace?.end(error);
      if (error instanceof RefusedCommands) {
        this.rejectInputs(
          batches,
          translatedBatches.flatMap((a) => a.inputs),
          error,
        );
        return;
      }
      if (!executor.isRefusal(error)) throw error;
      return this.bisect(batches, error);
    }
    trace?.end();
    for (const input of batches.flatMap(inputIds)) this.poisonInputs.delete(input);
    for (const { deadLetters } of translatedBatches) logDeadLetters(this.settings.log, deadLetters);
    for (const { work: batch, guard } of translatedBatches) {
      const { task } = batch;
      task.version++;
      task.offsets = { ...guard.offsets };
      for (const d of guard.dedupe) task.dedupe.set(`${d.topic}|${d.shard}`, d.seq);
      if (batch.ticks.length > 0) task.nextDue = clock.now();
    }
    this.batchLimit = Math.min(this.batchLimit * 2, MAX_BATCH);
    const seconds = (clock.now() - started) / 1000;
    observer.committed(
      seconds,
      seconds,
      batches.reduce((n, w) => n + w.records.length, 0),
    );
    for (const tally of translatedBatches.flatMap((a) => a.outcomes)) observer.inputHandled(service, tally);
  }

  /** The rules threw on some commands: the same batch runs again without their inputs, which are rejected. `inputs` has one for each command. */
  private rejectInputs(batches: readonly TaskBatch[], inputs: readonly string[], { errors }: RefusedCommands): void {
    for (const [n, error] of errors) {
      const input = inputs[n] ?? '';
      this.settings.log.warn({ err: error, input }, 'an input was refused by the rules');
      this.poisonInputs.set(input, thrownReason(error));
    }
    this.putBack(batches);
  }

  /** The database refused an input, and nothing was committed: the batch limit is halved until one input is left, which is rejected. */
  private bisect(batches: readonly TaskBatch[], error: unknown): void {
    const inputs = batches.flatMap(inputIds);
    const [only] = inputs;
    this.settings.log.warn({ err: error, inputs: inputs.length }, 'a batch was refused, retrying in smaller batches');
    if (inputs.length === 1 && only !== undefined)
      this.poisonInputs.set(only, `refused: ${error instanceof Error ? error.message : String(error)}`);
    this.batchLimit = Math.max(1, Math.floor(Math.min(this.batchLimit, inputs.length) / 2));
    this.putBack(batches);
  }

  private putBack(batches: readonly TaskBatch[]): void {
    for (const { task, records } of batches) {
      task.putBack(records);
      task.nextDue = this.settings.clock.now();
    }
    this.intake.wake();
  }

  private deletePublishedRows(): Promise<void> {
    return deletePublishedRows(this.intake.tasks(), (ids) => this.settings.store.deleteOutboxRows(ids));
  }
}

const inputIds = (work: TaskBatch): string[] => [...work.ticks.map(tickId), ...work.records.map(recordId)];
