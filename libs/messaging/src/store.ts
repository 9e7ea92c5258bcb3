import type { Instant } from '@warmline/contracts';
import type { EncodedEvent } from './codec.ts';
import type { JournalRow } from './decider.ts';
import type { ProcessedEvent } from './stage.ts';

/** Table `task`: these offsets are the truth, the broker's are for lag only (delivery A1). */
export interface TaskRow {
  readonly n: number;
  readonly incarnation: string;
  readonly version: number;
  /** The last sequence given to an output of this task. */
  readonly seq: number;
  readonly offsets: Readonly<Record<string, number>>;
  /** Highest sequence applied, by `topic|shard`. */
  readonly dedupe: ReadonlyMap<string, number>;
}

/** One committed batch of one task, not yet known to be appended. Record i has sequence firstSeq + i. */
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
  /** null = the state is finished: its row, its entities and its journal go. */
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
  /** Outbox rows known appended, of these tasks. */
  readonly publishedRowIds: readonly string[];
}

export interface DueKey {
  readonly stage: string;
  readonly key: string;
  readonly due: Instant;
}

/**
 * Where a service keeps its state. Postgres for real, memory for tests and simulation: one suite for both.
 * `commit` answers `stale` when a task's version moved (rolled back whole); a rejected promise means the outcome is unknown,
 * unless `isDataError` says the data was refused (rolled back whole, bisect).
 */
export interface Store {
  /** Statement 1 of a take-over: moves the version, so that no zombie's commit can land after it. Creates the row if new. */
  takeOver(n: number): Promise<TaskRow>;
  /** Statement 2, separate and later: the task's outbox rows by sequence. */
  unpublishedRows(n: number): Promise<OutboxRow[]>;
  load(stage: string, keys: readonly string[], tables: boolean): Promise<Map<string, StoredState>>;
  /** The last `limit` rows of each key, in order. */
  journal(stage: string, keys: readonly string[], limit: number): Promise<Map<string, JournalRow[]>>;
  /** Keys of a task due at or before an instant, in order of due, and the next due of the task after `upTo`. */
  dueKeys(n: number, upTo: Instant, limit: number): Promise<{ keys: DueKey[]; next: Instant | null }>;
  commit(commit: Commit): Promise<'committed' | 'stale'>;
  deleteOutboxRows(ids: readonly string[]): Promise<void>;
  isDataError(error: unknown): boolean;
}
