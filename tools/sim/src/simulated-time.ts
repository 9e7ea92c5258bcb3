import { setImmediate } from 'node:timers';
import TinyQueue from 'tinyqueue';

interface ScheduledCall {
  readonly at: number;
  readonly order: number;
  call: (() => void) | null;
}

/** By instant; calls of one instant run in the order in which they were scheduled. */
const byInstant = (a: ScheduledCall, b: ScheduledCall): number => a.at - b.at || a.order - b.order;

/** Start of simulated time: 9 October 2025. */
export const START = 1_760_000_000_000;

/** Many times the longest seed; a seed with more steps is in an endless loop, and fails. */
const MAX_CALLS = 250_000;

/**
 * Time that moves only from one scheduled call to the next. Between two calls every pending promise is settled, so the code between
 * two awaits of the system under test is one indivisible step, and any other call may run between two steps.
 */
export class SimulatedTime {
  now = START;
  calls = 0;
  private readonly queue = new TinyQueue<ScheduledCall>([], byInstant);
  private createdCount = 0;

  /** Returns the cancellation. */
  after(ms: number, call: () => void): () => void {
    const scheduled: ScheduledCall = { at: this.now + Math.max(0, Math.round(ms)), order: this.createdCount++, call };
    this.queue.push(scheduled);
    return () => {
      scheduled.call = null;
    };
  }

  sleep(ms: number): Promise<void> {
    return new Promise((resolve) => void this.after(ms, resolve));
  }

  /** Advances time without running anything; calls that became due run afterwards. */
  jump(ms: number): void {
    this.now += ms;
  }

  /** Runs until `isDone` (resolves to true) or until nothing is scheduled (false). */
  run(isDone: () => boolean): Promise<boolean> {
    return new Promise((resolve, reject) => {
      const step = (): void => {
        try {
          if (isDone()) {
            resolve(true);
            return;
          }
          let next = this.queue.pop();
          while (next !== undefined && next.call === null) next = this.queue.pop();
          if (next === undefined) {
            resolve(false);
            return;
          }
          this.now = Math.max(this.now, next.at);
          this.calls++;
          if (this.calls > MAX_CALLS) throw new Error(`no end after ${MAX_CALLS} steps, at ${this.now - START} ms`);
          next.call?.();
        } catch (error) {
          reject(error);
          return;
        }
        setImmediate(step);
      };
      setImmediate(step);
    });
  }
}
