import type { ServiceName } from '@warmline/contracts';
import { type FoldedTask, heldId, recordId, tickId, type Work } from './batch.ts';
import { pause } from './clock.ts';
import { type FoldSettings, fold } from './fold.ts';
import { derivedId } from './ids.ts';
import { Intake } from './intake.ts';
import type { Publisher } from './publisher.ts';
import { dropAppended, publisherOf, type RuntimeSettings } from './runtime.ts';
import { type Stage, wiringFaults } from './stage.ts';
import { change, NewerSchema, settled } from './state.ts';
import type { Commit, OutboxRow, Store } from './store.ts';

export interface ProcessorSettings extends RuntimeSettings {
  readonly stages: readonly Stage[];
  readonly store: Store;
  readonly trace: FoldSettings['trace'];
  /** Events per batch over all tasks. */
  readonly batchSize?: number;
  /** States cached per task. */
  readonly cacheSize?: number;
  /**
   * Told what a batch made once its commit is confirmed: a hint, for work nobody waits for. A crash, or a commit whose answer was lost, loses it;
   * the same happening is never told twice. Must not throw.
   */
  readonly committed?: (happened: FoldedTask['happened']) => void;
}

const BATCH = 1_000;
const CACHE = 2_000;

/**
 * Runs a service's deciders, effectively once and in order per key (docs/delivery.md). One commit is in flight at a time and
 * the next batch gathers meanwhile: latency is one commit when quiet, throughput grows with load.
 */
export class Processor {
  private readonly intake: Intake;
  private readonly publisher: Publisher;
  private readonly poison = new Map<string, string>();
  private limit: number;
  private stopped = false;
  private running: Promise<void> | undefined;
  private marks: (() => void) | undefined;

  constructor(private readonly settings: ProcessorSettings) {
    const { service, stages, topics, observer } = settings;
    const faults = wiringFaults(service, stages, topics);
    if (faults.length > 0) throw new Error(faults.join('\n'));
    this.limit = settings.batchSize ?? BATCH;
    this.intake = new Intake({
      ...settings,
      group: service,
      cacheSize: settings.cacheSize ?? CACHE,
      taken: (task, _row, leftovers) => {
        observer.tookOver(task.n);
        this.publisher.enqueue(task, leftovers);
      },
    });
    this.publisher = publisherOf(settings);
  }

  async start(): Promise<void> {
    const { observer } = this.settings;
    await this.intake.start();
    this.running = this.run();
    const mark = (): void => {
      this.intake.mark();
      observer.outbox(this.publisher.backlog);
      void this.dropIdle();
      this.marks = this.settings.clock.after(1_000, mark);
    };
    this.marks = this.settings.clock.after(1_000, mark);
  }

  /** Ends after the batch at work; what is committed and not published stays in the outbox for the next owner. */
  async stop(): Promise<void> {
    this.stopped = true;
    this.marks?.();
    this.intake.wake();
    await this.running;
    await this.publisher.stop();
    await this.dropIdle();
    this.intake.mark();
    await this.intake.stop();
  }

  private async run(): Promise<void> {
    while (!this.stopped) {
      try {
        await this.intake.idle();
        if (this.stopped) return;
        await this.intake.takeOver();
        await this.turn();
      } catch (error) {
        if (error instanceof NewerSchema) return this.settings.fatal(error);
        this.settings.log.error({ err: error }, 'a batch failed; its tasks are taken over again');
        this.settings.ready(false, error instanceof Error ? error.message : String(error));
        this.intake.retake(this.intake.tasks());
        await pause(this.settings.clock, 100 + Math.floor(this.settings.clock.now() % 100));
      }
    }
  }

  /** One batch: gather, fold, commit, queue for publication. */
  private async turn(): Promise<void> {
    const { service, store, clock, observer } = this.settings;
    const works = await this.intake.gather(this.limit);
    if (works.length === 0) return;
    const started = clock.now();
    let folded: FoldedTask[] = [];
    let rows: (OutboxRow | null)[] = [];
    let dropped: (readonly string[])[] = [];
    let committing = started;
    let answer: 'committed' | 'stale';
    try {
      folded = await fold(works, { ...this.settings, poison: this.poison });
      rows = folded.map((f) => rowOf(service, f));
      // Copied: what is acknowledged while this commit is in flight is not in it.
      dropped = folded.map((f) => [...f.task.dropped]);
      committing = clock.now();
      answer = await store.commit(commitOf(folded, rows, dropped.flat()));
    } catch (error) {
      if (!store.isDataError(error)) throw error;
      this.bisect(works, folded.length > 0 ? folded.flatMap((f) => f.inputs) : inputsOf(works), error);
      return;
    }
    const tasks = folded.map((f) => f.task);
    if (answer === 'stale') {
      observer.guardFailed();
      this.intake.retake(tasks);
      return;
    }
    observer.committed(
      (clock.now() - committing) / 1000,
      (clock.now() - started) / 1000,
      works.reduce((n, w) => n + w.records.length, 0),
    );
    folded.forEach((f, i) => {
      this.enter(f, dropped[i] ?? [], clock.now());
      const row = rows[i];
      if (row && !f.task.lost) this.publisher.enqueue(f.task, [row]);
    });
    for (const f of folded) {
      for (const t of f.tallies) observer.counted(service, t);
      if (f.rest.length > 0) f.task.putBack(f.rest);
      if (f.rest.length > 0) this.intake.wake();
    }
    for (const f of folded) if (f.happened.length > 0) this.settings.committed?.(f.happened);
    for (const f of folded) for (const input of f.inputs) this.poison.delete(input);
    for (const id of this.poison.keys()) if (id.startsWith(heldId(''))) this.poison.delete(id);
    this.limit = Math.min(this.limit * 2, this.settings.batchSize ?? BATCH);
    observer.outbox(this.publisher.backlog);
    await this.backpressure();
  }

  /** A confirmed batch enters the cache: only now may anything build on it. */
  private enter(f: FoldedTask, dropped: readonly string[], now: number): void {
    const { task } = f;
    task.version++;
    task.seq += f.outputs.length;
    task.offsets = f.offsets;
    if (dropped.length > 0) task.dropped = task.dropped.filter((id) => !dropped.includes(id));
    for (const [shard, seq] of f.dedupe) task.dedupe.set(shard, seq);
    for (const [id, { stage, entry }] of f.entries) {
      task.cache.set(id, settled(stage, entry));
      if (entry.due !== null) task.nextDue = Math.min(task.nextDue ?? entry.due, Math.max(entry.due, now));
    }
  }

  /** The database refused a value: halve the batch until one input is left, which is rejected. Nothing was committed. */
  private bisect(works: readonly Work[], inputs: readonly string[], error: unknown): void {
    const [only] = inputs;
    this.settings.log.warn({ err: error, inputs: inputs.length }, 'the database refused the data of a batch');
    if (inputs.length === 1 && only !== undefined)
      this.poison.set(only, `refused by the database: ${error instanceof Error ? error.message : String(error)}`);
    this.limit = Math.max(1, Math.floor(Math.min(this.limit, inputs.length) / 2));
    for (const work of works) work.task.putBack(work.records);
    this.intake.wake();
  }

  /** Commits may run ahead of publication by a bounded number of rows. */
  private async backpressure(): Promise<void> {
    while (this.publisher.backlog > 64 && !this.stopped) await pause(this.settings.clock, 5);
  }

  private dropIdle(): Promise<void> {
    return dropAppended(this.intake.tasks(), (ids) => this.settings.store.drop(ids));
  }
}

const inputsOf = (works: readonly Work[]): string[] =>
  works.flatMap((w) => [...w.ticks.map(tickId), ...w.records.map(recordId)]);

const rowOf = (service: ServiceName, f: FoldedTask): OutboxRow | null => {
  const { task, outputs } = f;
  if (outputs.length === 0) return null;
  const shard = `${service}/${task.n}@${task.incarnation}`;
  return { id: derivedId(`${shard}/${task.seq + 1}`), task: task.n, shard, firstSeq: task.seq + 1, records: outputs };
};

const commitOf = (
  folded: readonly FoldedTask[],
  rows: readonly (OutboxRow | null)[],
  dropped: readonly string[],
): Commit => ({
  tasks: folded.map((f, i) => ({
    n: f.task.n,
    expected: f.task.version,
    offsets: f.offsets,
    dedupe: [...f.dedupe].map(([id, seq]) => {
      const bar = id.indexOf('|');
      return { topic: id.slice(0, bar), shard: id.slice(bar + 1), seq };
    }),
    outbox: rows[i] ?? null,
  })),
  states: folded.flatMap((f) =>
    [...f.entries.values()].map(({ stage, key, entry }) => change(stage, key, f.task.n, entry)),
  ),
  journal: folded.flatMap((f) =>
    f.journal.map((j) => ({ stage: j.stage, key: j.key, seq: j.seq, row: JSON.stringify(j.row) })),
  ),
  happened: folded.flatMap((f) => f.happened),
  dropped,
});
