import { setImmediate } from 'node:timers';
import { retryTopic, type TopicDefinition } from '@warmline/contracts';
import type { TaskBatch } from './batch.ts';
import { type Clock, pause } from './clock.ts';
import type { Log } from './log.ts';
import { LogEnds, shorterLog } from './log-ends.ts';
import { type LoopWatch, unwatched, type WatchLoop } from './loop-watch.ts';
import type { Observer } from './observer.ts';
import type { DueKey, OutboxRow, Store, TaskRow } from './store.ts';
import { TaskLease } from './task.ts';
import type { FetchedBatch, Listener, Subscription, Transport } from './transport.ts';

/** Most ticks of one task in a batch. */
const MAX_TICKS = 500;
export interface IntakeSettings {
  readonly group: string;
  readonly topics: readonly TopicDefinition[];
  readonly transport: Transport;
  readonly store: Pick<Store, 'takeOver' | 'unpublishedRows' | 'dueKeys'>;
  readonly clock: Clock;
  readonly log: Log;
  readonly observer: Pick<Observer, 'lag' | 'brokerFailed' | 'tasksStopped'>;
  readonly cacheSize: number;
  readonly lingerMs?: number;
  /** A task was taken over. `leftovers`: outbox rows its predecessor may not have published; publish them first. */
  readonly onTakenOver: (task: TaskLease, row: TaskRow, leftovers: readonly OutboxRow[]) => void;
  readonly ready: (ready: boolean, detail?: string) => void;
  /** Whether all owned tasks are within seconds of the ends of their topics; if not, `detail` has the numbers. */
  readonly caughtUp?: (caughtUp: boolean, detail?: string) => void;
  readonly watchLoop?: WatchLoop;
  readonly fatal: (error: Error) => void;
}

/**
 * Owns the tasks of this instance and buffers their records, bounded. Offsets come from the store;
 * those of the broker are never used (docs/delivery.md, 2 to 4).
 */
export class Intake implements Listener {
  private readonly topicNames: string[];
  private readonly tasksToTakeOver = new Set<number>();
  private readonly leases = new Map<number, TaskLease>();
  /** Why a task stopped, by task. */
  private readonly stoppedTasks = new Map<number, string>();
  private subscription: Subscription | undefined;
  private resolveWait: (() => void) | undefined;
  private hasWork = false;
  private takeOverAttempts = 0;
  private readonly ends: LogEnds;
  private readonly consumerLoop: LoopWatch;

  constructor(private readonly settings: IntakeSettings) {
    this.topicNames = settings.topics.flatMap((t) => [t.name, retryTopic(t.name, settings.group)]);
    this.ends = new LogEnds({
      ...settings,
      topicNames: this.topicNames,
      tasks: () => this.tasks(),
      onShorter: (task, topic, fault) => this.stopTask(task, topic, fault),
    });
    this.consumerLoop = (settings.watchLoop ?? unwatched)('consumer');
  }

  async start(): Promise<void> {
    const { transport, group, lingerMs } = this.settings;
    this.subscription = await transport.subscribe(group, this.topicNames, this, lingerMs);
  }
  async stop(): Promise<void> {
    this.revoked();
    this.wake();
    await this.subscription?.stop();
    this.consumerLoop.idle();
  }

  tasks(): TaskLease[] {
    return [...this.leases.values()].filter((task) => !task.lost).sort((a, b) => a.n - b.n);
  }

  wake(): void {
    this.hasWork = true;
    this.resolveWait?.();
  }
  /** Resolves at the next wake-up, at the latest at the next due. Records that arrive in the same turn of the event loop are buffered by then. */
  async waitForWork(): Promise<void> {
    if (!this.hasWork) await this.waitForWakeUp();
    await new Promise((resolve) => setImmediate(resolve));
    this.hasWork = false;
  }
  private async waitForWakeUp(): Promise<void> {
    const { clock } = this.settings;
    const next = Math.min(...this.tasks().map((t) => t.nextDue ?? Number.POSITIVE_INFINITY));
    await new Promise<void>((resolve) => {
      const cancel = Number.isFinite(next) ? clock.after(Math.max(next - clock.now(), 5), resolve) : undefined;
      this.resolveWait = () => {
        cancel?.();
        resolve();
      };
    });
    this.resolveWait = undefined;
  }

  assigned(tasks: readonly number[]): void {
    this.replaceTasks(tasks);
    // More members than tasks: this one stands by.
    if (tasks.length === 0) this.settings.ready(true);
  }
  revoked(): void {
    this.replaceTasks([]);
  }
  private replaceTasks(tasks: readonly number[]): void {
    for (const task of this.leases.values()) task.revoke();
    this.leases.clear();
    this.stoppedTasks.clear();
    this.settings.observer.tasksStopped(0);
    this.tasksToTakeOver.clear();
    for (const n of tasks) this.tasksToTakeOver.add(n);
    this.wake();
  }
  down(cause: Error, fatal: boolean): void {
    this.settings.observer.brokerFailed('read');
    this.settings.ready(false, cause.message);
    if (fatal) this.settings.fatal(cause);
  }
  turned(): void {
    this.consumerLoop.turned();
  }
  up(): void {
    const [fault] = this.stoppedTasks.values();
    this.settings.ready(false, fault ?? 'take-over');
  }

  async records(fetched: FetchedBatch): Promise<void> {
    const task = this.leases.get(fetched.partition);
    if (task === undefined) return;
    const expected = task.nextOffset(fetched.topic);
    if (fetched.from > expected || fetched.end < expected) {
      await this.handleGap(task, fetched, expected);
      return;
    }
    const hasRoom = task.accept(fetched.topic, fetched.records, fetched.end, this.settings.clock.now());
    this.wake();
    await hasRoom;
  }

  /**
   * A fetch that does not continue at the expected offset: it was made before a seek took effect, retention deleted records that were
   * not handled, or the log is shorter than what was handled.
   */
  private async handleGap(task: TaskLease, fetched: FetchedBatch, expected: number): Promise<void> {
    const { transport, clock, log } = this.settings;
    try {
      const { first, end } = await transport.bounds(fetched.topic, fetched.partition);
      if (end < expected) return this.stopTask(task, fetched.topic, shorterLog(fetched, end, expected));
      if (task.lost || first <= expected)
        return void this.subscription?.seek(fetched.topic, fetched.partition, expected);
      if (expected === 0) return void task.accept(fetched.topic, fetched.records, fetched.end, clock.now());
      const lost = `records ${expected}..${first - 1} (${first - expected}) were deleted before they were read`;
      this.stopTask(task, fetched.topic, `${fetched.topic}/${fetched.partition}: ${lost}; the task stops`);
    } catch (error) {
      log.warn({ err: error }, 'the bounds of a partition could not be read, reading again');
      this.subscription?.seek(fetched.topic, fetched.partition, expected);
    }
  }

  /** Going on would lose records silently: the service is not ready until an operator has decided. */
  private stopTask(task: TaskLease, topic: string, fault: string): void {
    if (task.lost) return;
    this.settings.ready(false, fault);
    this.settings.log.error({ topic, partition: task.n }, fault);
    task.revoke();
    this.stoppedTasks.set(task.n, fault);
    this.settings.observer.tasksStopped(this.stoppedTasks.size);
  }

  /** Drops the leases of these tasks and takes them over again. For any doubt: stale commit, unknown outcome, any fault. */
  retake(tasks: readonly TaskLease[]): void {
    for (const task of tasks) {
      const isCurrent = this.leases.get(task.n) === task;
      task.revoke();
      if (!isCurrent) continue;
      this.leases.delete(task.n);
      this.tasksToTakeOver.add(task.n);
    }
    this.wake();
  }

  /** Takes over tasks that are assigned and not owned. Faults are logged; the next call retries. */
  async takeOver(): Promise<void> {
    const { store, clock, log, onTakenOver } = this.settings;
    if (this.tasksToTakeOver.size === 0) return;
    const taken: { task: number; version: number; leftovers: number }[] = [];
    try {
      await this.subscription?.confirm();
      for (const n of [...this.tasksToTakeOver].sort((a, b) => a - b)) {
        if (!this.tasksToTakeOver.has(n)) continue;
        const row = await store.takeOver(n);
        const leftovers = await store.unpublishedRows(n);
        if (!this.tasksToTakeOver.delete(n)) continue;
        const task = new TaskLease(row, this.topicNames, this.settings.cacheSize);
        this.leases.set(n, task);
        onTakenOver(task, row, leftovers);
        taken.push({ task: n, version: row.version, leftovers: leftovers.length });
        for (const topic of this.topicNames) this.subscription?.seek(topic, n, task.handledOffset(topic));
      }
      await this.ends.compare().catch(() => {});
      this.reportLag();
      if (this.tasksToTakeOver.size === 0 && this.tasks().length === this.leases.size) this.settings.ready(true);
    } catch (error) {
      log.warn({ err: error, tasks: [...this.tasksToTakeOver] }, 'the take-over failed, retrying');
      this.settings.ready(false, 'take-over');
      await pause(clock, 200 + (this.takeOverAttempts++ % 5) * 50);
      this.wake();
    } finally {
      if (taken.length > 0) log.info({ taken, owned: this.tasks().length }, 'tasks taken over');
    }
  }

  /** The next batch: ticks that may fire and up to `limit` records, spread evenly over the tasks. */
  async gather(limit: number): Promise<TaskBatch[]> {
    const now = this.settings.clock.now();
    const tasks = this.tasks();
    const busy = tasks.filter((t) => t.hasRecords() || (t.nextDue !== null && t.nextDue <= now)).slice(0, limit);
    const batches: TaskBatch[] = [];
    for (const task of busy) {
      const { ticks, upTo } = await this.ticks(task, now, Math.min(MAX_TICKS, limit));
      const full = task.lost || ticks.length >= limit;
      const records = full ? [] : task.take(Math.max(1, Math.floor(limit / busy.length)));
      if (records.length > 0 || ticks.length > 0) batches.push({ task, ticks, upTo, records });
    }
    if (tasks.some((t) => t.hasRecords())) this.hasWork = true;
    return batches;
  }

  private async ticks(task: TaskLease, now: number, limit: number): Promise<{ ticks: DueKey[]; upTo: number }> {
    const none = { ticks: [], upTo: 0 };
    if (task.nextDue === null || task.nextDue > now) return none;
    const { store, transport, clock } = this.settings;
    const { keys, next } = await store.dueKeys(task.n, now, limit);
    const first = keys[0];
    if (first === undefined) {
      task.nextDue = next;
      return none;
    }
    const { staleTopics } = task.inputWatermark(first.due);
    await Promise.all(
      staleTopics.map(async (topic) => {
        const at = clock.now();
        const { first, end } = await transport.bounds(topic, task.n);
        task.updateEndOffset(topic, first === end ? Math.min(end, task.handledOffset(topic)) : end, at);
      }),
    );
    const { asOf } = task.inputWatermark(first.due);
    const upTo = Math.min(now, asOf);
    const ticks = keys.filter((k) => k.due <= upTo);
    task.nextDue = ticks.length > 0 || first.due > upTo ? Math.min(now + 20, next ?? Number.POSITIVE_INFINITY) : next;
    return { ticks, upTo };
  }

  reportProgress(): void {
    const positions = this.tasks().flatMap((t) =>
      t.takeChangedOffsets().map((moved) => ({ ...moved, partition: t.n })),
    );
    if (positions.length > 0) void this.subscription?.reportOffsets(positions);
    void this.ends.refresh();
    this.reportLag();
  }

  /** Lag as measured, and as a condition of readiness. */
  private reportLag(): void {
    const [tasks, now] = [this.tasks(), this.settings.clock.now()];
    // While tasks are taken over again, what was measured last stands: a service that cannot commit has not caught up.
    const measured = this.tasksToTakeOver.size > 0 ? [] : this.settings.topics;
    for (const { name } of measured) {
      const records = tasks.reduce((sum, task) => sum + task.lag(name), 0);
      const oldest = Math.min(now, ...tasks.map((task) => task.oldestWaiting(name) ?? now));
      this.settings.observer.lag(name, records, (now - oldest) / 1_000);
    }
    const behind = this.ends.behind(now);
    this.settings.caughtUp?.(behind === undefined, behind);
  }
}
