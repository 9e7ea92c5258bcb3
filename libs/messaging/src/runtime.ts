import type { ServiceName, TopicDefinition } from '@warmline/contracts';
import type { Clock } from './clock.ts';
import type { Log } from './log.ts';
import { unwatched, type WatchLoop } from './loop-watch.ts';
import type { Observer } from './observer.ts';
import { Publisher } from './publisher.ts';
import type { TaskLease } from './task.ts';
import type { Tracing } from './tracing.ts';
import type { SqlStatement, Transport } from './transport.ts';

/** Settings common to Processor and CommandProcessor. */
export interface RuntimeSettings {
  readonly service: ServiceName;
  readonly topics: readonly TopicDefinition[];
  readonly transport: Transport;
  readonly clock: Clock;
  readonly log: Log;
  readonly observer: Observer;
  /** Absent while tracing is off. */
  readonly tracing?: Tracing | undefined;
  /** Longest time an event of a steady flow waits to be handled in one batch with others, milliseconds. Default: the transport's own, short one. */
  readonly lingerMs?: number;
  /** The statement that deletes outbox rows, if the log is in the same database. */
  readonly deleteOutboxStatement?: (ids: readonly string[]) => SqlStatement;
  readonly ready: (ready: boolean, detail?: string) => void;
  /** False while an append has been failing for 5 s. */
  readonly publishes?: (publishes: boolean, detail?: string) => void;
  readonly caughtUp?: (caughtUp: boolean, detail?: string) => void;
  readonly watchLoop?: WatchLoop;
  readonly fatal: (error: Error) => void;
}

/** A leader that moves makes appends fail for a moment. */
const FAILING_MS = 5_000;

const appendFaults = ({ clock, log, observer, publishes }: RuntimeSettings) => {
  let failingSince: number | undefined;
  return {
    onFailed: (error: unknown): void => {
      observer.brokerFailed('append');
      log.warn({ err: error }, 'an append failed, sending again');
      failingSince ??= clock.now();
      if (clock.now() - failingSince < FAILING_MS) return;
      publishes?.(false, `appends fail: ${error instanceof Error ? error.message : String(error)}`);
    },
    onSettled: (): void => {
      if (failingSince === undefined) return;
      failingSince = undefined;
      publishes?.(true);
    },
  };
};

/** A publisher. Appended rows are deleted in the same transaction, or recorded at their task for a later deletion. */
export const createPublisher = (settings: RuntimeSettings): Publisher =>
  new Publisher({
    ...settings,
    deleteOutboxStatement: (ids) => settings.deleteOutboxStatement?.(ids),
    onPublished: (owner, rows, alreadyDeleted) => {
      if (!alreadyDeleted) (owner as TaskLease).publishedRowIds.push(...rows.map((r) => r.id));
    },
    ...appendFaults(settings),
    loop: (settings.watchLoop ?? unwatched)('publisher'),
    onAppended: (seconds, records) => settings.observer.published(seconds, records),
  });

/** Deletes appended rows that no commit has deleted yet. Rows whose deletion fails stay recorded. */
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
