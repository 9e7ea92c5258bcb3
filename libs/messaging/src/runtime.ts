import type { ServiceName, TopicDefinition } from '@warmline/contracts';
import type { Clock } from './clock.ts';
import type { Log } from './intake.ts';
import type { Observer } from './observer.ts';
import { Publisher } from './publisher.ts';
import type { Owned } from './task.ts';
import type { Statement, Transport } from './transport.ts';

/** What a runtime of deciders and one of commands are both given. */
export interface RuntimeSettings {
  readonly service: ServiceName;
  readonly topics: readonly TopicDefinition[];
  readonly transport: Transport;
  readonly clock: Clock;
  readonly log: Log;
  readonly observer: Observer;
  /** How long an event of a steady flow may wait to be handled with others, milliseconds; a moment where it is not given. */
  readonly patienceMs?: number;
  /** The statement that drops outbox rows, where the log is the same database. */
  readonly dropping?: (ids: readonly string[]) => Statement;
  readonly ready: (ready: boolean, detail?: string) => void;
  readonly fatal: (error: Error) => void;
}

/** A publisher whose appended rows are dropped with its append, or noted at their task to be dropped later. */
export const publisherOf = (settings: RuntimeSettings): Publisher =>
  new Publisher({
    ...settings,
    dropping: (ids) => settings.dropping?.(ids),
    published: (owner, rows, also) => {
      if (!also) (owner as Owned).dropped.push(...rows.map((r) => r.id));
    },
    failed: (error) => settings.log.warn({ err: error }, 'publishing failed, sending again'),
    timed: (seconds, records) => settings.observer.published(seconds, records),
  });

/** Drops appended rows that no commit has dropped yet; what fails stays noted. */
export const dropAppended = async (
  tasks: readonly Owned[],
  drop: (ids: readonly string[]) => Promise<void>,
): Promise<void> => {
  for (const task of tasks) {
    const ids = task.dropped;
    if (ids.length === 0) continue;
    task.dropped = [];
    try {
      await drop(ids);
    } catch {
      task.dropped.push(...ids);
    }
  }
};
