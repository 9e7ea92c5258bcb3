import type { ServiceName, TopicDefinition } from '@warmline/contracts';
import type { Clock } from './clock.ts';
import type { Log } from './intake.ts';
import type { Observer } from './observer.ts';
import { Publisher } from './publisher.ts';
import type { TaskLease } from './task.ts';
import type { SqlStatement, Transport } from './transport.ts';

/** What a runtime of deciders and one of commands are both given. */
export interface RuntimeSettings {
  readonly service: ServiceName;
  readonly topics: readonly TopicDefinition[];
  readonly transport: Transport;
  readonly clock: Clock;
  readonly log: Log;
  readonly observer: Observer;
  /** How long an event of a steady flow may wait to be handled with others, milliseconds; a moment where it is not given. */
  readonly lingerMs?: number;
  /** The statement that drops outbox rows, where the log is the same database. */
  readonly deleteOutboxStatement?: (ids: readonly string[]) => SqlStatement;
  readonly ready: (ready: boolean, detail?: string) => void;
  readonly fatal: (error: Error) => void;
}

/** A publisher whose appended rows are dropped with its append, or noted at their task to be dropped later. */
export const createPublisher = (settings: RuntimeSettings): Publisher =>
  new Publisher({
    ...settings,
    deleteOutboxStatement: (ids) => settings.deleteOutboxStatement?.(ids),
    onPublished: (owner, rows, alreadyDeleted) => {
      if (!alreadyDeleted) (owner as TaskLease).publishedRowIds.push(...rows.map((r) => r.id));
    },
    onFailed: (error) => settings.log.warn({ err: error }, 'publishing failed, sending again'),
    onAppended: (seconds, records) => settings.observer.published(seconds, records),
  });

/** Drops appended rows that no commit has dropped yet; what fails stays noted. */
export const deletePublishedRows = async (
  tasks: readonly TaskLease[],
  deleteRows: (ids: readonly string[]) => Promise<void>,
): Promise<void> => {
  for (const task of tasks) {
    const ids = task.publishedRowIds;
    if (ids.length === 0) continue;
    task.publishedRowIds = [];
    try {
      await deleteRows(ids);
    } catch {
      task.publishedRowIds.push(...ids);
    }
  }
};
