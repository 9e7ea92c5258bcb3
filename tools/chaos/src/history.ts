import type { Violation } from '@warmline/testing/history-violation';
import type { ClientLog } from './client-log.ts';
import type { ObservedRecord } from './observation/observed-record.ts';

/** A row of what a face is shown, in the gateway's database. */
export interface TimelineRow {
  readonly stage: string;
  readonly key: string;
  readonly seq: number;
  readonly type: string;
}

/** Everything that is known of a run when it is over; the checks are functions of it. */
export interface History {
  /** Every record of every topic, by topic, partition and offset in their order. */
  readonly records: readonly ObservedRecord[];
  readonly ledger: ClientLog;
  readonly timeline: readonly TimelineRow[];
  /** Rows of the outcome table: how each hand-off ended. */
  readonly outcomes: ReadonlyMap<string, string | null>;
  /** Outbox rows left, by service. */
  readonly outbox: Readonly<Record<string, number>>;
  /** Inputs a service has not read to their end, `service topic/partition: offset of end`. */
  readonly unread: readonly string[];
  /** What was seen while it ran. */
  readonly observed: readonly Violation[];
}
