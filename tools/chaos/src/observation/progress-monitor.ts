import type { Violation } from '@warmline/testing/history-violation';
import { positionOf } from '@warmline/testing/history-violation';
import type { ObservedRecord } from './observed-record.ts';
import { assignsSequences, type ProgressRow } from './progress-rows.ts';

/** What a poll of the task rows shows of one task: it was committed to since the last one. */
export interface TaskProgress {
  readonly row: ProgressRow;
}

const rowKey = ({ service, is, n }: ProgressRow): string => `${service}/${is}/${n}`;

/**
 * What only an eye-witness can tell. A task row never goes back; and a record can be read only when the sequence it bears can: the
 * query that is compared with it began after the record had been read.
 */
export class ProgressMonitor {
  readonly violations: Violation[] = [];
  private rows = new Map<string, ProgressRow>();
  private unchecked: ObservedRecord[] = [];

  onRecord(record: ObservedRecord): void {
    if (record.shard !== null) this.unchecked.push(record);
  }

  /** To be called before the query is sent: what was read by then. */
  takeUnchecked(): readonly ObservedRecord[] {
    const read = this.unchecked;
    this.unchecked = [];
    return read;
  }

  /** The query failed: what was read is compared with the next one. */
  putBack(read: readonly ObservedRecord[]): void {
    this.unchecked = [...read, ...this.unchecked];
  }

  /** The rows as the query found them. Answers the tasks that were committed to since the last one. */
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
      const what = `${record.type} ${record.id} bears sequence ${record.sequence} of ${record.shard}`;
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
      report('it has another incarnation');
      return;
    }
    if (row.seq < before.seq) report(`sequence ${before.seq} -> ${row.seq}`);
    if (row.version < before.version) report('its version fell');
    for (const [topic, offset] of Object.entries(before.offsets))
      if ((row.offsets[topic] ?? 0) < offset) report(`offset of ${topic} ${offset} -> ${row.offsets[topic] ?? 0}`);
  }
}

const progressOf = ({ seq, offsets }: ProgressRow): string => `${seq} ${JSON.stringify(offsets)}`;
