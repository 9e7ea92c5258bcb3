import type { TopicDefinition } from '@warmline/contracts';
import type { Clock } from './clock.ts';
import type { TaskLease } from './task.ts';
import type { Transport } from './transport.ts';

/** Interval at which unknown ends, and those of paused partitions, are read. */
const REFRESH_MS = 2_000;
/** Interval at which the ends of all partitions are compared with what was handled. */
const COMPARE_MS = 30_000;
/** A service that is further behind the end of a topic is not ready. */
export const MAX_BEHIND_SECONDS = 5;

export const shorterLog = (of: { topic: string; partition: number }, end: number, handled: number): string =>
  `${of.topic}/${of.partition}: the log ends at ${end}, but records up to ${handled} were handled: the topic was deleted, truncated or restored; the task stops`;

const counted = (records: number): string => `${records} ${records === 1 ? 'record' : 'records'}`;

export interface LogEndsSettings {
  readonly topics: readonly TopicDefinition[];
  /** The topics and their retry topics. */
  readonly topicNames: readonly string[];
  readonly transport: Pick<Transport, 'bounds' | 'ends'>;
  readonly clock: Clock;
  readonly tasks: () => TaskLease[];
  readonly onShorter: (task: TaskLease, topic: string, fault: string) => void;
}

/** What the owned tasks have handled, compared with the ends of their logs: for lag, readiness and logs that became shorter. */
export class LogEnds {
  private comparedAt = 0;
  private refreshedAt = 0;
  private isReading = false;

  constructor(private readonly settings: LogEndsSettings) {}

  /**
   * Reads the ends of all logs that were handled or whose end is unknown. Tasks that have handled more than their log holds are reported:
   * nothing is fetched beyond its end, so only a look at the end shows it. Rejects without an answer of the log.
   */
  async compare(): Promise<void> {
    const { transport, tasks, topicNames, clock, onShorter } = this.settings;
    const at = clock.now();
    this.comparedAt = at;
    // Before the ends: records that are appended and handled meanwhile would be beyond an end that was read earlier.
    const positions = tasks().flatMap((task) =>
      topicNames.map((topic) => ({ task, topic, offset: task.handledOffset(topic) })),
    );
    const wanted = positions.filter(({ task, topic, offset }) => offset > 0 || this.isUnknown(task, topic));
    const names = [...new Set(wanted.map(({ topic }) => topic))];
    const ends = new Map(await Promise.all(names.map(async (topic) => [topic, await transport.ends(topic)] as const)));
    for (const { task, topic, offset } of wanted) {
      const end = ends.get(topic)?.[task.n] ?? 0;
      if (end < offset) onShorter(task, topic, shorterLog({ topic, partition: task.n }, end, offset));
      else if (end === offset) task.updateEndOffset(topic, end, at);
      else if (end > task.nextOffset(topic)) await this.readEnd(task, topic);
    }
  }

  /** Called every second: keeps the lag correct for partitions that are not fetched, and compares all of them from time to time. */
  async refresh(): Promise<void> {
    const { tasks, clock } = this.settings;
    const now = clock.now();
    if (this.isReading || now - this.refreshedAt < REFRESH_MS) return;
    this.isReading = true;
    this.refreshedAt = now;
    try {
      const hasUnknown = tasks().some((task) => this.settings.topics.some(({ name }) => this.isUnknown(task, name)));
      if (hasUnknown || now - this.comparedAt >= COMPARE_MS) await this.compare();
      for (const task of tasks()) for (const topic of task.pausedTopics()) await this.readEnd(task, topic);
    } catch {
      // The log is unavailable: the last known lag stays, and fetching fails too and says so.
    } finally {
      this.isReading = false;
    }
  }

  /** Why the service is not caught up, with numbers; undefined: it is. */
  behind(now: number): string | undefined {
    const faults = this.settings.topics.flatMap(({ name }) => {
      const tasks = this.settings.tasks().map((task) => task.behind(name, now));
      const records = tasks.reduce((sum, each) => sum + each.records, 0);
      if (tasks.some(({ seconds }) => seconds === undefined))
        return [records === 0 ? `${name}: its end is not known yet` : `${name}: ${counted(records)} not read yet`];
      const seconds = Math.max(0, ...tasks.map((each) => each.seconds ?? 0));
      return seconds > MAX_BEHIND_SECONDS ? [`${name}: ${counted(records)} and ${Math.round(seconds)} s behind`] : [];
    });
    return faults.length === 0 ? undefined : faults.join(', ');
  }

  private isUnknown(task: TaskLease, topic: string): boolean {
    return !task.knowsEnd(topic) && this.settings.topics.some(({ name }) => name === topic);
  }

  private async readEnd(task: TaskLease, topic: string): Promise<void> {
    const { transport, clock } = this.settings;
    const at = clock.now();
    const { first, end } = await transport.bounds(topic, task.n);
    // All of its records may have expired: then nothing is left to be read.
    task.updateEndOffset(topic, first === end ? Math.min(end, task.handledOffset(topic)) : end, at);
  }
}
