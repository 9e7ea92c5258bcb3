import type { Violation } from '../check/violation.ts';
import { numbers, type Row } from './places.ts';
import { placeOf, type Rec } from './record.ts';

/** What a poll of the task rows shows of one task: it was committed to since the last one. */
export interface Moved {
  readonly row: Row;
}

const cellOf = ({ service, is, n }: Row): string => `${service}/${is}/${n}`;

/**
 * What only an eye-witness can tell. A task row never goes back; and a record can be read only when the sequence it bears can: the
 * query that is compared with it began after the record had been read.
 */
export class Watch {
  readonly violations: Violation[] = [];
  private rows = new Map<string, Row>();
  private unseen: Rec[] = [];

  heard(record: Rec): void {
    if (record.shard !== null) this.unseen.push(record);
  }

  /** To be called before the query is sent: what was read by then. */
  begin(): readonly Rec[] {
    const read = this.unseen;
    this.unseen = [];
    return read;
  }

  /** The query failed: what was read is compared with the next one. */
  again(read: readonly Rec[]): void {
    this.unseen = [...read, ...this.unseen];
  }

  /** The rows as the query found them. Answers the tasks that were committed to since the last one. */
  saw(rows: readonly Row[], read: readonly Rec[]): Moved[] {
    const moved: Moved[] = [];
    const highest = new Map<string, number>();
    for (const row of rows) {
      const before = this.rows.get(cellOf(row));
      this.rows.set(cellOf(row), row);
      if (numbers(row)) highest.set(`${row.service}/${row.n}@${row.incarnation}`, row.seq);
      if (before === undefined) continue;
      this.compare(before, row);
      if (row.is === 'task' && progressOf(row) !== progressOf(before)) moved.push({ row });
    }
    for (const record of read) {
      const committed = highest.get(record.shard ?? '');
      if (committed !== undefined && record.sequence <= committed) continue;
      const what = `${record.type} ${record.id} bears sequence ${record.sequence} of ${record.shard}`;
      this.violations.push({
        fault: 'outOfOrder',
        rule: 'read-before-commit',
        what: `${what}, of which ${committed ?? 'nothing'} was committed when it was read`,
        where: [placeOf(record)],
      });
    }
    return moved;
  }

  private compare(before: Row, row: Row): void {
    const back = (what: string): void =>
      void this.violations.push({
        fault: 'outOfOrder',
        rule: 'task-went-back',
        what: `${cellOf(row)}: ${what}; version ${before.version} -> ${row.version}`,
        where: [],
      });
    if (row.incarnation !== before.incarnation) {
      back('it has another incarnation');
      return;
    }
    if (row.seq < before.seq) back(`sequence ${before.seq} -> ${row.seq}`);
    if (row.version < before.version) back('its version fell');
    for (const [topic, offset] of Object.entries(before.offsets))
      if ((row.offsets[topic] ?? 0) < offset) back(`offset of ${topic} ${offset} -> ${row.offsets[topic] ?? 0}`);
  }
}

const progressOf = ({ seq, offsets }: Row): string => `${seq} ${JSON.stringify(offsets)}`;
