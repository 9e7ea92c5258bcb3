import type { Instant } from '@warmline/contracts';
import type { EncodedEvent } from './codec.ts';
import type { ProcessedEvent, Stage } from './stage.ts';
import type { Entry } from './state.ts';
import type { DueKey } from './store.ts';
import type { TaskLease } from './task.ts';
import type { ConsumerRecord } from './transport.ts';

/** The part of a batch that belongs to one task. */
export interface TaskBatch {
  readonly task: TaskLease;
  /** Keys due at or before `upTo`, by due. */
  readonly ticks: readonly DueKey[];
  readonly upTo: Instant;
  readonly records: readonly ConsumerRecord[];
}

export interface FoldedTask {
  readonly task: TaskLease;
  readonly offsets: Record<string, number>;
  readonly dedupe: Map<string, number>;
  readonly outputs: EncodedEvent[];
  /** Ids of the folded records and ticks. */
  readonly inputs: string[];
  /** Records left for the next batch, because a key among them must be committed first. */
  deferred: readonly ConsumerRecord[];
  readonly entries: Map<string, { stage: Stage; key: string; entry: Entry }>;
  readonly journal: { stage: string; key: string; seq: number; row: unknown }[];
  readonly processed: ProcessedEvent[];
  readonly outcomes: InputOutcome[];
}

/** The outcome of one input. */
export interface InputOutcome {
  readonly outcome: 'emitted' | 'skipped' | 'rejected' | 'duplicate' | 'tick';
  readonly topic: string;
  readonly type: string;
  readonly reason?: string;
}

export const stateId = (stage: string, key: string): string => `${stage}\u0000${key}`;
/** Highest sequences by `topic|shard`, as rows of the table `dedupe`. */
export const dedupeRows = (
  highest: ReadonlyMap<string, number>,
): { readonly topic: string; readonly shard: string; readonly seq: number }[] =>
  [...highest].map(([id, seq]) => {
    const bar = id.indexOf('|');
    return { topic: id.slice(0, bar), shard: id.slice(bar + 1), seq };
  });

export const recordId = (r: ConsumerRecord): string => `${r.topic}/${r.partition}/${r.offset}`;
export const tickId = (k: DueKey): string => `tick/${k.stage}/${k.key}/${k.due}`;

/** Id of a held event among refused inputs. */
export const heldEventId = (eventId: string): string => `held/${eventId}`;
