import type { Instant } from '@warmline/contracts';
import type { EncodedEvent } from './codec.ts';
import type { JournalRow } from './decider.ts';
import type { ProcessedEvent } from './stage.ts';

/** Table `task`. These offsets are the truth; those of the broker are for lag displays only. */
export interface TaskRow {
  readonly n: number;
  readonly incarnation: string;
  readonly version: number;
  /** Sequence of the last output of this task. */
  readonly seq: number;
  readonly offsets: Readonly<Record<string, number>>;
  /** Highest sequence applied, by `topic|shard`. */
  readonly dedupe: ReadonlyMap<string, number>;
}

/** Outputs of one committed batch of one task, not yet known to be in the log. Record i has sequence firstSeq + i. */
export interface OutboxRow {
  readonly id: string;
  readonly task: number;
  readonly shard: string;
  readonly firstSeq: number;
  readonly records: readonly EncodedEvent[];
}

export interface StoredState {
  readonly schema: number;
  readonly data: unknown;
  readonly tables: Readonly<Record<string, readonly (readonly [string, unknown])[]>>;
}

export interface StateChange {
  readonly stage: string;
  readonly key: string;
  readonly task: number;
  readonly schema: number;
  /** null = the state is finished: its row, entities and journal are deleted. */
  readonly data: string | null;
  readonly due: Instant | null;
  readonly entities: readonly { readonly table: string; readonly id: string; readonly data: string | null }[];
}

export interface TaskCommit {
  readonly n: number;
  readonly expected: number;
  readonly offsets: Readonly<Record<string, number>>;
  readonly dedupe: readonly { readonly topic: string; readonly shard: string; readonly seq: number }[];
  readonly outbox: OutboxRow | null;
}

export interface Commit {
  /** In task order. */
  readonly tasks: readonly TaskCommit[];
  readonly states: readonly StateChange[];
  readonly journal: readonly {
    readonly stage: string;
    readonly key: string;
    readonly seq: number;
    readonly row: string;
  }[];
  readonly processed: readonly ProcessedEvent[];
  /** Appended outbox rows of these tasks, to be deleted. */
  readonly publishedRowIds: readonly string[];
}

export interface DueKey {
  readonly stage: string;
  readonly key: string;
  readonly due: Instant;
}

/**
 * Storage of a service's states: Postgres in production, memory in tests and simulation. Both pass store.suite.ts.
 * `commit` resolves to `stale` if the version of a task moved; nothing is written then. A rejection means that the outcome is unknown,
 * unless `isDataError` is true: the database refused the data and nothing is written.
 */
export interface Store {
  /** Statement 1 of a take-over: raises the version, so no commit of an earlier owner can land after it. Creates the row if it is new. */
  takeOver(n: number): Promise<TaskRow>;
  /** Statement 2, separate and later: the outbox rows of the task by sequence. */
  unpublishedRows(n: number): Promise<OutboxRow[]>;
  load(stage: string, keys: readonly string[], tables: boolean): Promise<Map<string, StoredState>>;
  /** The last `limit` journal rows of each key, by sequence. */
  journal(stage: string, keys: readonly string[], limit: number): Promise<Map<string, JournalRow[]>>;
  /** Keys of a task that are due at `upTo`, by due, and the next due after `upTo`. */
  dueKeys(n: number, upTo: Instant, limit: number): Promise<{ keys: DueKey[]; next: Instant | null }>;
  commit(commit: Commit): Promise<'committed' | 'stale'>;
  deleteOutboxRows(ids: readonly string[]): Promise<void>;
  isDataError(error: unknown): boolean;
}
