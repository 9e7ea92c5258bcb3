import type { Instant } from '@warmline/contracts';
import type { EncodedEvent } from './codec.ts';
import type { ProcessedEvent, Stage } from './stage.ts';
import type { Entry } from './state.ts';
import type { DueKey } from './store.ts';
import type { TaskLease } from './task.ts';
import type { ConsumerRecord } from './transport.ts';

/** Part of a batch: what one task has ready. */
export interface TaskBatch {
  readonly task: TaskLease;
  /** Keys due at or before `upTo`, in order of due. */
  readonly ticks: readonly DueKey[];
  readonly upTo: Instant;
  readonly records: readonly ConsumerRecord[];
}

export interface FoldedTask {
  readonly task: TaskLease;
  readonly offsets: Record<string, number>;
  readonly dedupe: Map<string, number>;
  readonly outputs: EncodedEvent[];
  /** Records and ticks that were folded, by their ids. */
  readonly inputs: string[];
  /** Records cut off: their key had its tick in this batch and wants another before them. */
  deferred: readonly ConsumerRecord[];
  readonly entries: Map<string, { stage: Stage; key: string; entry: Entry }>;
  readonly journal: { stage: string; key: string; seq: number; row: unknown }[];
  readonly processed: ProcessedEvent[];
  readonly outcomes: InputOutcome[];
}

/** What became of an input. */
export interface InputOutcome {
  readonly outcome: 'emitted' | 'skipped' | 'rejected' | 'duplicate' | 'tick';
  readonly topic: string;
  readonly type: string;
  readonly reason?: string;
}

export const stateId = (stage: string, key: string): string => `${stage}\u0000${key}`;
export const recordId = (r: ConsumerRecord): string => `${r.topic}/${r.partition}/${r.offset}`;
export const tickId = (k: DueKey): string => `tick/${k.stage}/${k.key}/${k.due}`;

/** An event that waits in a state, as a culprit. */
export const heldEventId = (eventId: string): string => `held/${eventId}`;
