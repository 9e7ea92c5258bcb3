import type { ServiceName, TopicDefinition } from '@warmline/contracts';
import { type Clock, pause } from './clock.ts';
import { decode, type Encoded } from './codec.ts';
import { deadLetter, homeTopic } from './dead-letter.ts';
import type { Command, Executor } from './executor.ts';
import type { TaskGuard } from './executor-store.ts';
import { type Tally, type Work, recordId } from './fold.ts';
import { derivedId } from './ids.ts';
import { Intake, type Log } from './intake.ts';
import type { Observer } from './observer.ts';
import { Publisher } from './publisher.ts';
import type { Input } from './stage.ts';
import type { OutboxRow, Store } from './store.ts';
import type { Owned } from './task.ts';
import type { Statement, Transport } from './transport.ts';

export interface CommandProcessorSettings {
  readonly service: ServiceName;
  readonly topics: readonly TopicDefinition[];
  /** The commands an event leads to; a string is the reason it is rejected for. */
  readonly route: (event: Input, topic: TopicDefinition) => readonly Pick<Command, 'stage' | 'key' | 'event' | 'idempotencyKey'>[] | string;
  readonly executor: Executor;
  readonly store: Pick<Store, 'takeOver' | 'leftovers' | 'due' | 'drop' | 'isDataError'>;
  /** Outbox rows by task, each above a sequence. */
  readonly outboxAfter: (after: ReadonlyMap<number, number>) => Promise<OutboxRow[]>;
  readonly transport: Transport;
  readonly clock: Clock;
  readonly log: Log;
  readonly observer: Observer;
  readonly dropping: (ids: readonly string[]) => Statement;
  readonly ready: (ready: boolean, detail?: string) => void;
  readonly fatal: (error: Error) => void;
  /** Partitions of the topics: owning them all means no other replica commits to our shards unseen for long. */
  readonly shards: number;
}

const BATCH = 500;
const POLL_BUSY_MS = 20;
const POLL_IDLE_MS = 500;

/**
 * The stream side of `execute`: events of other services become commands, in one transaction with the task's guard. Whoever owns
 * task n publishes shard n; it reads all undropped rows in sequence, so a second publisher does no harm (delivery A10).
 */
export class CommandProcessor {
  private readonly intake: Intake;
  private readonly publisher: Publisher;
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
    this.publisher = new Publisher({
      ...settings,
      published: (owner, rows, also) => {
        if (!also) (owner as Owned).dropped.push(...rows.map((r) => r.id));
      },
      failed: (error) => settings.log.warn({ err: error }, 'publishing failed, sending again'),
      timed: (seconds, records) => settings.observer.published(seconds, records),
    });
  }

  async start(): Promise<void> {
    await this.intake.start();
    this.running = this.run();
    this.poll();
    const mark = (): void => {
      this.intake.mark();
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

  /** Something was committed for publication, here or by another replica. */
  moved(): void {
    this.dirty = true;
    this.publishing ??= this.publish();
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
    const { clock, shards } = this.settings;
    const alone = this.intake.tasks().length === shards;
    const busy = !alone && clock.now() - this.lastFound < 1_000;
    this.cancelPoll = clock.after(busy ? POLL_BUSY_MS : POLL_IDLE_MS, () => {
      this.moved();
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
        const rows = await this.settings.outboxAfter(new Map(owned.map((t) => [t.n, this.queued.get(t) ?? 0])));
        for (const task of owned) {
          const mine = rows.filter((r) => r.task === task.n);
          const last = mine.at(-1);
          if (last === undefined || task.lost) continue;
          this.queued.set(task, last.firstSeq);
          this.publisher.enqueue(task, mine);
        }
        if (rows.length > 0) {
          this.lastFound = this.settings.clock.now();
          this.dirty = true;
          while (this.publisher.backlog > 500 && !this.stopped) await pause(this.settings.clock, 5);
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
        for (const work of await this.intake.gather(this.limit)) await this.turn(work);
      } catch (error) {
        this.settings.log.error({ err: error }, 'a batch failed; its tasks are taken over again');
        this.settings.ready(false, error instanceof Error ? error.message : String(error));
        this.intake.retake(this.intake.tasks());
        await pause(this.settings.clock, 100 + Math.floor(this.settings.clock.now() % 100));
      }
    }
  }

  private async turn(work: Work): Promise<void> {
    const { service, executor, clock, observer, store, log } = this.settings;
    const { task } = work;
    const started = clock.now();
    const { commands, letters, guard, tallies } = this.translate(work);
    try {
      const answer = await executor.run(commands, guard, letters);
      if (answer === 'stale') {
        observer.guardFailed();
        return this.intake.retake([task]);
      }
    } catch (error) {
      if (!store.isDataError(error)) throw error;
      const [only] = work.records;
      log.warn({ err: error, records: work.records.length }, 'a batch was refused');
      if (work.records.length === 1 && only !== undefined) this.poison.set(recordId(only), `refused: ${error instanceof Error ? error.message : String(error)}`);
      else if (work.records.length === 0) throw error;
      this.limit = Math.max(1, Math.floor(work.records.length / 2));
      task.putBack(work.records);
      this.intake.wake();
      return;
    }
    task.version++;
    task.offsets = { ...guard.offsets };
    for (const d of guard.dedupe) task.dedupe.set(`${d.topic}|${d.shard}`, d.seq);
    if (work.ticks.length > 0) task.nextDue = clock.now();
    this.limit = Math.min(this.limit * 2, BATCH);
    const seconds = (clock.now() - started) / 1000;
    observer.committed(seconds, seconds, work.records.length);
    for (const tally of tallies) observer.counted(service, tally);
  }

  private translate(work: Work): { commands: Command[]; letters: Encoded[]; guard: TaskGuard; tallies: Tally[] } {
    const { service, topics, route } = this.settings;
    const { task } = work;
    const commands: Command[] = [];
    const letters: Encoded[] = [];
    const tallies: Tally[] = [];
    const offsets = { ...task.offsets };
    const highs = new Map<string, number>();
    for (const { stage, key, due } of work.ticks) {
      const id = derivedId(`${service}/tick/${stage}/${key}/${due}`);
      commands.push({ stage, key, event: { type: 'Tick', id, at: due }, cause: { id, at: due, tenantId: 'none', correlationId: key, traceparent: undefined, tick: { due, after: JSON.stringify(offsets) } } });
      tallies.push({ what: 'tick', topic: '', type: 'Tick' });
    }
    for (const record of work.records) {
      const topic = topics.find((t) => t.name === homeTopic(record.topic, service));
      if (topic === undefined) throw new Error(`${service} does not read ${record.topic}`);
      offsets[record.topic] = record.offset + 1;
      const refused = this.poison.get(recordId(record));
      const decoded = refused === undefined ? decode(record, topic) : ({ is: 'bad', reason: refused } as const);
      let reason = decoded.is === 'bad' ? decoded.reason : undefined;
      if (decoded.is === 'event') {
        const { event } = decoded;
        const shard = event.shard === undefined ? undefined : `${record.topic}|${event.shard}`;
        const highest = shard === undefined ? undefined : (highs.get(shard) ?? task.dedupe.get(shard));
        if (highest !== undefined && event.sequence !== undefined && event.sequence <= highest) {
          tallies.push({ what: 'duplicate', topic: record.topic, type: event.type });
          continue;
        }
        if (shard !== undefined && event.sequence !== undefined) highs.set(shard, event.sequence);
        const routed = route(event, topic);
        if (typeof routed === 'string') reason = routed;
        else for (const r of routed) commands.push({ ...r, cause: event });
      }
      if (reason !== undefined) {
        letters.push(deadLetter(record, service, reason, service));
        tallies.push({ what: 'rejected', topic: record.topic, type: record.headers.ce_type ?? 'unknown', reason });
      } else tallies.push({ what: 'emitted', topic: record.topic, type: record.headers.ce_type ?? 'unknown' });
    }
    const dedupe = [...highs].map(([id, seq]) => ({ topic: id.slice(0, id.indexOf('|')), shard: id.slice(id.indexOf('|') + 1), seq }));
    return { commands, letters, guard: { n: task.n, expected: task.version, offsets, dedupe }, tallies };
  }

  private async dropIdle(): Promise<void> {
    for (const task of this.intake.tasks()) {
      const ids = task.dropped.splice(0);
      if (ids.length === 0) continue;
      try {
        await this.settings.store.drop(ids);
      } catch {
        task.dropped.push(...ids);
      }
    }
  }
}
