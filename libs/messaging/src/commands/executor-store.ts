import type { EncodedEvent } from '../codec.ts';
import type { Answer, StateKey } from '../decider.ts';
import type { OutboxRow, StoredState } from '../store.ts';

/** A row of a client stream, in the stream's own sequence. */
export interface TimelineRow extends StateKey {
  readonly seq: number;
  readonly type: string;
  readonly at: number;
  readonly data: unknown;
}

/** A stream task's part of a transaction: its version guard, its offsets and what it has applied. */
export interface TaskGuard {
  readonly n: number;
  readonly expected: number;
  readonly offsets: Readonly<Record<string, number>>;
  readonly dedupe: readonly { readonly topic: string; readonly shard: string; readonly seq: number }[];
}

export interface LockRequest {
  readonly keys: readonly { readonly stage: string; readonly key: string }[];
  readonly ids: readonly { readonly stage: string; readonly key: string; readonly id: string }[];
  /** In task order; all of them hold, or nothing is written. */
  readonly guards: readonly TaskGuard[];
}

/** States and stored answers by `stage\0key[\0id]`, locked until the transaction ends. `data` is null where a key has no state. */
export interface LockedRows {
  readonly states: ReadonlyMap<string, Pick<StoredState, 'schema' | 'data'>>;
  readonly answers: ReadonlyMap<string, Answer>;
}

export interface CommandGroup {
  readonly states: readonly {
    readonly stage: string;
    readonly key: string;
    /** The version of the state's shape. */
    readonly schema: number;
    readonly state: unknown;
    readonly due: number | null;
  }[];
  readonly answers: readonly {
    readonly stage: string;
    readonly key: string;
    readonly id: string;
    readonly answer: Answer;
    readonly at: number;
  }[];
  readonly timeline: readonly TimelineRow[];
  readonly evidence: readonly {
    readonly stage: string;
    readonly key: string;
    readonly at: number;
    readonly data: unknown;
  }[];
  readonly outputs: readonly EncodedEvent[];
}

export interface ExecutorStore {
  /**
   * Locks, decides, writes, commits; answers the outbox rows it made, numbered. A rejected promise: nothing was written, or the outcome is
   * unknown (the idempotency key tells on retry).
   */
  transact(request: LockRequest, decide: (locked: LockedRows) => CommandGroup): Promise<readonly OutboxRow[] | 'stale'>;
  /** The database refused a value: nothing was written, and it would refuse it again. */
  isDataError(error: unknown): boolean;
}
