import type { Violation } from '@warmline/testing/history-violation';
import type { ClientLog } from './client-log.ts';
import type { ObservedRecord } from './observation/observed-record.ts';

/** A row of the timeline in the gateway's database. */
export interface TimelineRow {
  readonly stage: string;
  readonly key: string;
  readonly seq: number;
  readonly type: string;
}

/** Everything known about a run when it has ended; the checks are functions of it. */
export interface History {
  /** Every record of every topic, in order of arrival; within a partition that is the order of offsets. */
  readonly records: readonly ObservedRecord[];
  readonly clientLog: ClientLog;
  readonly timeline: readonly TimelineRow[];
  /** How each hand-off ended, from the outcome table. */
  readonly outcomes: ReadonlyMap<string, string | null>;
  /** Remaining outbox rows, by service. */
  readonly outbox: Readonly<Record<string, number>>;
  /** Inputs a service has not read to the end, `service topic/partition: offset of end`. */
  readonly unread: readonly string[];
  /** Violations seen while the run lasted. */
  readonly observed: readonly Violation[];
}
