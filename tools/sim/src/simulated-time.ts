import { setImmediate } from 'node:timers';
import TinyQueue from 'tinyqueue';

interface ScheduledCall {
  readonly at: number;
  readonly order: number;
  call: (() => void) | null;
}

/** By instant; calls of one instant run in the order in which they were scheduled. */
const byInstant = (a: ScheduledCall, b: ScheduledCall): number => a.at - b.at || a.order - b.order;

/** Where simulated time begins: a Sunday in October 2025. */
export const START = 1_760_000_000_000;

/** Many times what the longest seed takes: a seed with more goes round in circles, and fails. */
const MAX_CALLS = 250_000;

/**
 * Time that moves only from one call to the next. Between two calls everything that can go on without time goes on to its end, so
 * what lies between two awaits of the system under test is one indivisible step, and whatever comes next may come in between.
 */
export class SimulatedTime {
  now = START;
  calls = 0;
  private readonly queue = new TinyQueue<ScheduledCall>([], byInstant);
  private createdCount = 0;

  /** The answer cancels the call. */
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

  /** Nothing moves here; what is due meanwhile comes after it. */
  jump(ms: number): void {
    this.now += ms;
  }

  /** Runs until `over` says so, or nothing is left to do. Answers whether it was over. */
  run(over: () => boolean): Promise<boolean> {
    return new Promise((resolve, reject) => {
      const step = (): void => {
        try {
          if (over()) {
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
