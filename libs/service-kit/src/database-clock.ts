import { type Clock, systemClock } from '@warmline/messaging';

/** What the database said its time is, and when this process was told, by a clock that never jumps; both in milliseconds. */
export interface ClockReading {
  readonly databaseTime: number;
  readonly monotonicTime: number;
}

/** The time of a process may differ from that of its database by this much. A reading is that old at most when it arrives. */
const TOLERANCE_MS = 1_000;

/**
 * The clock of the machine, kept within a second of the clock of the database: all processes of an installation agree on the time, and
 * a machine whose clock jumps neither fires timers early nor writes events into the future. Between readings the time of the database
 * goes on by a clock that does not jump. Before the first reading it is the clock of the machine.
 */
export class DatabaseClock implements Clock {
  readonly after = systemClock.after;
  private reading: ClockReading | undefined;

  constructor(
    private readonly machineTime: () => number = Date.now,
    private readonly monotonicTime: () => number = () => performance.now(),
  ) {}

  now = (): number => {
    const time = this.machineTime();
    if (this.reading === undefined) return time;
    const expected = this.databaseTime(this.reading);
    return Math.round(Math.min(Math.max(time, expected - TOLERANCE_MS), expected + TOLERANCE_MS));
  };

  follow(reading: ClockReading): void {
    this.reading = reading;
  }

  /** Seconds by which the clock of the machine is ahead of the database; 0 before the first reading. */
  secondsAhead(): number {
    return this.reading === undefined ? 0 : (this.machineTime() - this.databaseTime(this.reading)) / 1_000;
  }

  private databaseTime({ databaseTime, monotonicTime }: ClockReading): number {
    return databaseTime + this.monotonicTime() - monotonicTime;
  }
}
