import { setImmediate } from 'node:timers';
import { retryTopic, type TopicDefinition } from '@warmline/contracts';
import type { Work } from './batch.ts';
import { type Clock, pause } from './clock.ts';
import type { Observer } from './observer.ts';
import type { DueKey, OutboxRow, Store, TaskRow } from './store.ts';
import { Owned } from './task.ts';
import type { Fetched, Listener, Subscription, Transport } from './transport.ts';

/** At most this many keys of a task are woken in one batch. */
const TICKS = 500;
/** How often the ends of partitions that are not read on are asked for. */
const ENDS_MS = 2_000;

export interface Log {
  info(detail: object, message: string): void;
  warn(detail: object, message: string): void;
  error(detail: object, message: string): void;
}

export interface IntakeSettings {
  readonly group: string;
  readonly topics: readonly TopicDefinition[];
  readonly transport: Transport;
  readonly store: Pick<Store, 'takeOver' | 'leftovers' | 'due'>;
  readonly clock: Clock;
  readonly log: Log;
  readonly observer: Pick<Observer, 'lag'>;
  readonly cacheSize: number;
  readonly patienceMs?: number;
  /** A task is owned now; what its predecessor committed and may not have published comes first. */
  readonly taken: (task: Owned, row: TaskRow, leftovers: readonly OutboxRow[]) => void;
  readonly ready: (ready: boolean, detail?: string) => void;
  readonly fatal: (error: Error) => void;
}

/**
 * Which tasks this instance owns, and what is ready on them. Records wait here, bounded; offsets come from the store,
 * so the broker's word on positions is never trusted (delivery A1, A2, C).
 */
export class Intake implements Listener {
  private readonly topicNames: string[];
  private readonly wanted = new Set<number>();
  private readonly owned = new Map<number, Owned>();
  private subscription: Subscription | undefined;
  private signal: (() => void) | undefined;
  private pending = false;
  private turn = 0;
  private looked = 0;
  private looking = false;

  constructor(private readonly settings: IntakeSettings) {
    this.topicNames = settings.topics.flatMap((t) => [t.name, retryTopic(t.name, settings.group)]);
  }

  async start(): Promise<void> {
    const { transport, group, patienceMs } = this.settings;
    this.subscription = await transport.subscribe(group, this.topicNames, this, patienceMs);
  }
  async stop(): Promise<void> {
    this.revoked();
    this.wake();
    await this.subscription?.stop();
  }

  tasks(): Owned[] {
    return [...this.owned.values()].filter((task) => !task.lost).sort((a, b) => a.n - b.n);
  }

  wake(): void {
    this.pending = true;
    this.signal?.();
  }
  /** Resolves at the next wake-up, at the latest when something becomes due; what arrives in the same turn of the event loop is in by then. */
  async idle(): Promise<void> {
    if (!this.pending) await this.woken();
    await new Promise((resolve) => setImmediate(resolve));
    this.pending = false;
  }
  private async woken(): Promise<void> {
    const { clock } = this.settings;
    const next = Math.min(...this.tasks().map((t) => t.nextDue ?? Number.POSITIVE_INFINITY));
    await new Promise<void>((resolve) => {
      const cancel = Number.isFinite(next) ? clock.after(Math.max(next - clock.now(), 5), resolve) : undefined;
      this.signal = () => {
        cancel?.();
        resolve();
      };
    });
    this.signal = undefined;
  }

  assigned(tasks: readonly number[]): void {
    for (const task of this.owned.values()) task.lose();
    this.owned.clear();
    this.wanted.clear();
    for (const n of tasks) this.wanted.add(n);
    this.wake();
  }
  revoked(): void {
    this.assigned([]);
  }
  down(cause: Error, fatal: boolean): void {
    this.settings.ready(false, cause.message);
    if (fatal) this.settings.fatal(cause);
  }
  up(): void {
    this.settings.ready(true);
  }

  async records(fetched: Fetched): Promise<void> {
    const task = this.owned.get(fetched.partition);
    if (task === undefined) return;
    const expected = task.expected(fetched.topic);
    if (fetched.from > expected) {
      await this.gap(task, fetched, expected);
      return;
    }
    const room = task.accept(fetched.topic, fetched.records, fetched.end, this.settings.clock.now());
    this.wake();
    await room;
  }

  /** Fetched ahead of where we stand: before a seek took effect, or after retention took records nobody handled. */
  private async gap(task: Owned, fetched: Fetched, expected: number): Promise<void> {
    const { transport, clock, log } = this.settings;
    try {
      const { first } = await transport.bounds(fetched.topic, fetched.partition);
      if (task.lost || first <= expected)
        return void this.subscription?.seek(fetched.topic, fetched.partition, expected);
      if (expected === 0) return void task.accept(fetched.topic, fetched.records, fetched.end, clock.now());
      const error = new Error(
        `${fetched.topic}/${fetched.partition}: records ${expected}..${first - 1} (${first - expected}) are gone; refusing to go on`,
      );
      this.settings.ready(false, error.message);
      log.error({ topic: fetched.topic, partition: fetched.partition, lost: first - expected }, error.message);
      task.lose();
    } catch (error) {
      log.warn({ err: error }, 'bounds of a partition are unknown for now');
      this.subscription?.seek(fetched.topic, fetched.partition, expected);
    }
  }

  /** Ownership in doubt (stale commit, unknown outcome, any fault): forget everything of these tasks, take them over again. */
  retake(tasks: readonly Owned[]): void {
    for (const task of tasks) {
      const mine = this.owned.get(task.n) === task;
      task.lose();
      if (!mine) continue;
      this.owned.delete(task.n);
      this.wanted.add(task.n);
    }
    this.wake();
  }

  /** Takes over what is assigned and not owned. Faults are logged and tried again at the next call. */
  async takeOver(): Promise<void> {
    const { store, clock, log, taken } = this.settings;
    if (this.wanted.size === 0) return;
    try {
      await this.subscription?.confirm();
      for (const n of [...this.wanted].sort((a, b) => a - b)) {
        if (!this.wanted.has(n)) continue;
        const row = await store.takeOver(n);
        const leftovers = await store.leftovers(n);
        if (!this.wanted.delete(n)) continue;
        const task = new Owned(row, this.topicNames, this.settings.cacheSize);
        this.owned.set(n, task);
        taken(task, row, leftovers);
        for (const topic of this.topicNames) this.subscription?.seek(topic, n, task.position(topic));
      }
      if (this.wanted.size === 0 && this.tasks().length === this.owned.size) this.settings.ready(true);
    } catch (error) {
      log.warn({ err: error, tasks: [...this.wanted] }, 'take-over failed, trying again');
      this.settings.ready(false, 'take-over');
      await pause(clock, 200 + (this.turn++ % 5) * 50);
      this.wake();
    }
  }

  /** What is ready: ticks that may fire and up to `limit` records, dealt out evenly over the tasks. */
  async gather(limit: number): Promise<Work[]> {
    const now = this.settings.clock.now();
    const tasks = this.tasks();
    const busy = tasks.filter((t) => t.waiting() || (t.nextDue !== null && t.nextDue <= now)).slice(0, limit);
    const works: Work[] = [];
    for (const task of busy) {
      const { ticks, upTo } = await this.ticks(task, now, Math.min(TICKS, limit));
      const full = task.lost || ticks.length >= limit;
      const records = full ? [] : task.take(Math.max(1, Math.floor(limit / busy.length)));
      if (records.length > 0 || ticks.length > 0) works.push({ task, ticks, upTo, records });
    }
    if (tasks.some((t) => t.waiting())) this.pending = true;
    return works;
  }

  private async ticks(task: Owned, now: number, limit: number): Promise<{ ticks: DueKey[]; upTo: number }> {
    const none = { ticks: [], upTo: 0 };
    if (task.nextDue === null || task.nextDue > now) return none;
    const { store, transport, clock } = this.settings;
    const { keys, next } = await store.due(task.n, now, limit);
    const first = keys[0];
    if (first === undefined) {
      task.nextDue = next;
      return none;
    }
    const { stale } = task.caughtUp(first.due);
    await Promise.all(
      stale.map(async (topic) => {
        const at = clock.now();
        const { first, end } = await transport.bounds(topic, task.n);
        task.sawEnd(topic, first === end ? Math.min(end, task.position(topic)) : end, at);
      }),
    );
    const { asOf } = task.caughtUp(first.due);
    const upTo = Math.min(now, asOf);
    const ticks = keys.filter((k) => k.due <= upTo);
    task.nextDue = ticks.length > 0 || first.due > upTo ? Math.min(now + 20, next ?? Number.POSITIVE_INFINITY) : next;
    return { ticks, upTo };
  }

  mark(): void {
    const positions = this.tasks().flatMap((t) => t.moved().map((moved) => ({ ...moved, partition: t.n })));
    if (positions.length > 0) void this.subscription?.mark(positions);
    void this.lookAtEnds();
    for (const { name } of this.settings.topics)
      this.settings.observer.lag(
        name,
        this.tasks().reduce((sum, task) => sum + task.lag(name), 0),
      );
  }

  /** What is not read on, because it waits here, grows unseen: its ends are asked for, so that lag is the truth while it matters. */
  private async lookAtEnds(): Promise<void> {
    const { clock, transport } = this.settings;
    const now = clock.now();
    if (this.looking || now - this.looked < ENDS_MS) return;
    this.looking = true;
    this.looked = now;
    try {
      for (const task of this.tasks())
        for (const topic of task.heldBack()) {
          const at = clock.now();
          const { end } = await transport.bounds(topic, task.n);
          task.sawEnd(topic, end, at);
        }
    } catch {
      // The broker is away: the lag last seen stays.
    } finally {
      this.looking = false;
    }
  }
}
