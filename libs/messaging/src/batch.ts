import type { Instant } from '@warmline/contracts';
import type { Encoded } from './codec.ts';
import type { Happened, Stage } from './stage.ts';
import type { Entry } from './state.ts';
import type { DueKey } from './store.ts';
import type { Owned } from './task.ts';
import type { Incoming } from './transport.ts';

/** Part of a batch: what one task has ready. */
export interface Work {
  readonly task: Owned;
  /** Keys due at or before `upTo`, in order of due. */
  readonly ticks: readonly DueKey[];
  readonly upTo: Instant;
  readonly records: readonly Incoming[];
}

export interface FoldedTask {
  readonly task: Owned;
  readonly offsets: Record<string, number>;
  readonly dedupe: Map<string, number>;
  readonly outputs: Encoded[];
  /** Records and ticks that were folded, by their ids. */
  readonly inputs: string[];
  /** Records cut off: their key had its tick in this batch and wants another before them. */
  rest: readonly Incoming[];
  readonly entries: Map<string, { stage: Stage; key: string; entry: Entry }>;
  readonly journal: { stage: string; key: string; seq: number; row: unknown }[];
  readonly happened: Happened[];
  readonly tallies: Tally[];
}

/** What became of an input. */
export interface Tally {
  readonly what: 'emitted' | 'skipped' | 'rejected' | 'duplicate' | 'tick';
  readonly topic: string;
  readonly type: string;
  readonly reason?: string;
}

export const stateId = (stage: string, key: string): string => `${stage}\u0000${key}`;
export const recordId = (r: Incoming): string => `${r.topic}/${r.partition}/${r.offset}`;
export const tickId = (k: DueKey): string => `tick/${k.stage}/${k.key}/${k.due}`;

/** An event that waits in a state, as a culprit. */
export const heldId = (eventId: string): string => `held/${eventId}`;
