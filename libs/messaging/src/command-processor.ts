import { recordId, tickId, type Work } from './batch.ts';
import { pause } from './clock.ts';
import { type Route, translated } from './command-translation.ts';
import type { Executor } from './executor.ts';
import { Intake } from './intake.ts';
import type { Publisher } from './publisher.ts';
import { dropAppended, publisherOf, type RuntimeSettings } from './runtime.ts';
import type { OutboxRow, Store } from './store.ts';
import type { Owned } from './task.ts';

export interface CommandProcessorSettings extends RuntimeSettings {
  readonly route: Route;
  readonly executor: Executor;
  readonly store: Pick<Store, 'takeOver' | 'leftovers' | 'due' | 'drop'>;
  /** Outbox rows by task, each above a sequence. */
  readonly outboxAfter: (after: ReadonlyMap<number, number>) => Promise<OutboxRow[]>;
  /** Partitions of the topics: owning them all means no other replica commits to our shards unseen for long. */
  readonly shards: number;
}

const BATCH = 500;
/** Rows that wait in memory for the broker; the rest waits in the outbox. */
const BACKLOG = 500;
const POLL_BUSY_MS = 20;
const POLL_IDLE_MS = 500;
const DUES_MS = 1_000;

/**
 * The stream side of `execute`: events of other services become commands, in one transaction with the task's guard. Whoever owns
 * task n publishes shard n; it reads all undropped rows in sequence, so a second publisher does no harm (delivery A10).
 */
export class CommandProcessor {
  private readonly intake: Intake;
  private readonly publisher: Publisher;
  /** The first sequence of each task that is not queued yet; 0 = the outbox was not read since the take-over. */
  private readonly queued = new Map<Owned, number>();
  private readonly poison = new Map<string, string>();
  private limit = BATCH;
  private stopped = false;
  private running: Promise<void> | undefined;
  private publishing: Promise<void> | undefined;
  private dirty = false;
  private cancelPoll: (() => void) | undefined;
  private cancelMark: (() => void) | undefined;
  private lastFound = 0;
  private lookedForDues = 0;

  constructor(private readonly settings: CommandProcessorSettings) {
    this.intake = new Intake({
      ...settings,
      group: settings.service,
      cacheSize: 1,
      taken: (task) => {
        settings.observer.tookOver(task.n);
        this.queued.set(task, 0);
        this.moved();
      },
    });
    this.publisher = publisherOf(settings);
  }

  async start(): Promise<void> {
    await this.intake.start();
    this.running = this.run();
    this.poll();
    const mark = (): void => {
      this.intake.mark();
      this.settings.observer.outbox(this.publisher.backlog);
      void this.dropIdle();
      this.cancelMark = this.settings.clock.after(1_000, mark);
    };
    this.cancelMark = this.settings.clock.after(1_000, mark);
  }

  async stop(): Promise<void> {
    this.stopped = true;
    this.cancelPoll?.();
    this.cancelMark?.();
    this.intake.wake();
    await this.running;
    await this.publishing;
    await this.publisher.stop();
    await this.dropIdle();
    await this.intake.stop();
  }

  /**
   * Rows this replica committed. Where they follow the last of their shard at once, no row of another writer is missing in between and they
   * go out from memory; else the outbox tells.
   */
  committed(rows: readonly OutboxRow[]): void {
    const owned = new Map(this.intake.tasks().map((task) => [task.n, task]));
    for (const row of rows) {
      const task = owned.get(row.task);
      if (task === undefined) continue;
      const follows = this.queued.get(task) === row.firstSeq && this.publisher.backlog <= BACKLOG;
      if (follows) this.enqueue(task, [row]);
      else this.moved();
    }
  }
  private enqueue(task: Owned, rows: readonly OutboxRow[]): void {
    const last = rows.at(-1);
    if (last === undefined) return;
    this.queued.set(task, last.firstSeq + last.records.length);
    this.publisher.enqueue(task, rows);
  }

  /** Something was committed for publication, here or by another replica. */
  moved(): void {
    this.dirty = true;
    this.publishing ??= this.publish();
  }

  /** No other replica owns a task, so none commits to our shards unseen for long. */
  alone(): boolean {
    return this.intake.tasks().length === this.settings.shards;
  }

  /** Ticks of states that commands changed outside the stream are found by the due index. */
  dueMoved(at: number): void {
    for (const task of this.intake.tasks()) {
      if (task.nextDue !== null && task.nextDue <= at) continue;
      task.nextDue = at;
      this.intake.wake();
    }
  }

  private poll(): void {
    if (this.stopped) return;
    const { clock } = this.settings;
    const alone = this.alone();
    const now = clock.now();
    const busy = !alone && now - this.lastFound < 1_000;
    this.cancelPoll = clock.after(busy ? POLL_BUSY_MS : POLL_IDLE_MS, () => {
      this.moved();
      // Another replica may have left a state of ours due.
      if (now - this.lookedForDues >= DUES_MS) {
        this.lookedForDues = now;
        this.dueMoved(now);
      }
      this.poll();
    });
  }

  private async publish(): Promise<void> {
    await Promise.resolve();
    while (this.dirty && !this.stopped) {
      this.dirty = false;
      const owned = this.intake.tasks();
      for (const task of this.queued.keys()) if (task.lost) this.queued.delete(task);
      if (owned.length === 0) break;
      try {
        const rows = await this.settings.outboxAfter(new Map(owned.map((t) => [t.n, (this.queued.get(t) ?? 0) - 1])));
        for (const task of owned) {
          // What went out from memory meanwhile may be among them.
          const mine = rows.filter((r) => r.task === task.n && r.firstSeq >= (this.queued.get(task) ?? 0));
          if (!task.lost) this.enqueue(task, mine);
        }
        if (rows.length > 0) {
          this.lastFound = this.settings.clock.now();
          this.dirty = true;
          while (this.publisher.backlog > BACKLOG && !this.stopped) await pause(this.settings.clock, 5);
        }
      } catch (error) {
        this.settings.log.warn({ err: error }, 'the outbox could not be read, trying again');
        await pause(this.settings.clock, 200);
        this.dirty = true;
      }
    }
    this.publishing = undefined;
  }

  private async run(): Promise<void> {
    while (!this.stopped) {
      try {
        await this.intake.idle();
        if (this.stopped) return;
        await this.intake.takeOver();
        const works = await this.intake.gather(this.limit);
        if (works.length > 0) await this.turn(works);
      } catch (error) {
        this.settings.log.error({ err: error }, 'a batch failed; its tasks are taken over again');
        this.settings.ready(false, error instanceof Error ? error.message : String(error));
        this.intake.retake(this.intake.tasks());
        await pause(this.settings.clock, 100 + Math.floor(this.settings.clock.now() % 100));
      }
    }
  }

  /** One transaction over what all tasks have ready. */
  private async turn(works: readonly Work[]): Promise<void> {
    const { service, executor, clock, observer } = this.settings;
    const started = clock.now();
    const asked = works.map((work) => ({ work, ...translated(work, { ...this.settings, poison: this.poison }) }));
    try {
      const answer = await executor.run(
        asked.flatMap((a) => a.commands),
        asked.map((a) => a.guard),
        asked.flatMap((a) => a.letters),
      );
      if (answer === 'stale') {
        observer.guardFailed();
        return this.intake.retake(works.map((w) => w.task));
      }
    } catch (error) {
      if (!executor.refuses(error)) throw error;
      return this.bisect(works, error);
    }
    for (const input of works.flatMap(inputsOf)) this.poison.delete(input);
    for (const { work, guard } of asked) {
      const { task } = work;
      task.version++;
      task.offsets = { ...guard.offsets };
      for (const d of guard.dedupe) task.dedupe.set(`${d.topic}|${d.shard}`, d.seq);
      if (work.ticks.length > 0) task.nextDue = clock.now();
    }
    this.limit = Math.min(this.limit * 2, BATCH);
    const seconds = (clock.now() - started) / 1000;
    observer.committed(
      seconds,
      seconds,
      works.reduce((n, w) => n + w.records.length, 0),
    );
    for (const tally of asked.flatMap((a) => a.tallies)) observer.counted(service, tally);
  }

  /** The database or a rule refused something; nothing was committed. The batch is halved until one input is left, which is rejected. */
  private bisect(works: readonly Work[], error: unknown): void {
    const inputs = works.flatMap(inputsOf);
    const [only] = inputs;
    this.settings.log.warn({ err: error, inputs: inputs.length }, 'a batch was refused');
    if (inputs.length === 1 && only !== undefined)
      this.poison.set(only, `refused: ${error instanceof Error ? error.message : String(error)}`);
    this.limit = Math.max(1, Math.floor(Math.min(this.limit, inputs.length) / 2));
    for (const { task, records } of works) {
      task.putBack(records);
      task.nextDue = this.settings.clock.now();
    }
    this.intake.wake();
  }

  private dropIdle(): Promise<void> {
    return dropAppended(this.intake.tasks(), (ids) => this.settings.store.drop(ids));
  }
}

const inputsOf = (work: Work): string[] => [...work.ticks.map(tickId), ...work.records.map(recordId)];
