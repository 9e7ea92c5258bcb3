import type { EncodedEvent } from '../codec.ts';
import type { Answer, StateKey } from '../decider.ts';
import type { OutboxRow, StoredState } from '../store.ts';

/** A row of a client stream, in the stream's own sequence. */
export interface TimelineRow extends StateKey {
  readonly seq: number;
  readonly type: string;
  readonly at: number;
  readonly data: unknown;
  /** The recorded trace it belongs to, if any. */
  readonly traceparent?: string | undefined;
}

/** The part of a stream task in a transaction: version guard, offsets and dedupe highs. */
export interface TaskGuard {
  readonly n: number;
  readonly expected: number;
  readonly offsets: Readonly<Record<string, number>>;
  readonly dedupe: readonly { readonly topic: string; readonly shard: string; readonly seq: number }[];
}

export interface LockRequest {
  readonly keys: readonly { readonly stage: string; readonly key: string }[];
  readonly ids: readonly { readonly stage: string; readonly key: string; readonly id: string }[];
  /** In task order. Nothing is written unless all of them hold. */
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
   * Locks, decides, writes and commits. Resolves to the numbered outbox rows. A rejection means that nothing was written or the outcome is
   * unknown; a retry with the same idempotency key tells.
   */
  transact(request: LockRequest, decide: (locked: LockedRows) => CommandGroup): Promise<readonly OutboxRow[] | 'stale'>;
  /** True if the database refused a value: nothing was written, and a retry would fail too. */
  isDataError(error: unknown): boolean;
}
