import type { Violation } from '@warmline/testing/history-violation';
import { positionOf } from '@warmline/testing/history-violation';
import type { ObservedRecord } from './observed-record.ts';
import { assignsSequences, type ProgressRow } from './progress-rows.ts';

/** A task with a commit since the previous poll. */
export interface TaskProgress {
  readonly row: ProgressRow;
}

const rowKey = ({ service, is, n }: ProgressRow): string => `${service}/${is}/${n}`;

/**
 * Checks that need observation during the run. A task row never goes back; and a record is readable only after its sequence is
 * committed: it is compared with a query that started after the record was read.
 */
export class ProgressMonitor {
  readonly violations: Violation[] = [];
  private rows = new Map<string, ProgressRow>();
  private unchecked: ObservedRecord[] = [];
  private readonly lostTopics = new Set<string>();

  /** From now on, offsets of this topic may go back. */
  topicLost(topic: string): void {
    this.lostTopics.add(topic);
  }

  onRecord(record: ObservedRecord): void {
    if (record.shard !== null) this.unchecked.push(record);
  }

  /** Call it before sending the query: the records read so far. */
  takeUnchecked(): readonly ObservedRecord[] {
    const read = this.unchecked;
    this.unchecked = [];
    return read;
  }

  /** After a failed query: the records are compared with the next one. */
  putBack(read: readonly ObservedRecord[]): void {
    this.unchecked = [...read, ...this.unchecked];
  }

  /** `rows`: the result of the query. Returns the tasks with a commit since the previous one. */
  onRows(rows: readonly ProgressRow[], read: readonly ObservedRecord[]): TaskProgress[] {
    const progressed: TaskProgress[] = [];
    const committedSequences = new Map<string, number>();
    for (const row of rows) {
      const before = this.rows.get(rowKey(row));
      this.rows.set(rowKey(row), row);
      if (assignsSequences(row)) committedSequences.set(`${row.service}/${row.n}@${row.incarnation}`, row.seq);
      if (before === undefined) continue;
      this.compare(before, row);
      if (row.is === 'task' && progressOf(row) !== progressOf(before)) progressed.push({ row });
    }
    for (const record of read) {
      const committed = committedSequences.get(record.shard ?? '');
      if (committed !== undefined && record.sequence <= committed) continue;
      const what = `${record.type} ${record.id} has sequence ${record.sequence} of ${record.shard}`;
      this.violations.push({
        kind: 'outOfOrder',
        rule: 'read-before-commit',
        what: `${what}, of which ${committed ?? 'nothing'} was committed when it was read`,
        where: [positionOf(record)],
      });
    }
    return progressed;
  }

  private compare(before: ProgressRow, row: ProgressRow): void {
    const report = (what: string): void =>
      void this.violations.push({
        kind: 'outOfOrder',
        rule: 'task-went-back',
        what: `${rowKey(row)}: ${what}; version ${before.version} -> ${row.version}`,
        where: [],
      });
    if (row.incarnation !== before.incarnation) {
      report('its incarnation changed');
      return;
    }
    if (row.seq < before.seq) report(`sequence ${before.seq} -> ${row.seq}`);
    if (row.version < before.version) report('its version decreased');
    for (const [topic, offset] of Object.entries(before.offsets))
      if ((row.offsets[topic] ?? 0) < offset && !this.lostTopics.has(topic))
        report(`offset of ${topic} ${offset} -> ${row.offsets[topic] ?? 0}`);
  }
}

const progressOf = ({ seq, offsets }: ProgressRow): string => `${seq} ${JSON.stringify(offsets)}`;
