import { setImmediate } from 'node:timers';

interface ScheduledCall {
  readonly at: number;
  readonly order: number;
  call: (() => void) | null;
}

const isBefore = (a: ScheduledCall, b: ScheduledCall): boolean => a.at < b.at || (a.at === b.at && a.order < b.order);

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
  private readonly heap: ScheduledCall[] = [];
  private createdCount = 0;

  /** The answer cancels the call. */
  after(ms: number, call: () => void): () => void {
    const scheduled: ScheduledCall = { at: this.now + Math.max(0, Math.round(ms)), order: this.createdCount++, call };
    this.push(scheduled);
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
          let next = this.pop();
          while (next !== undefined && next.call === null) next = this.pop();
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

  private push(scheduled: ScheduledCall): void {
    const { heap } = this;
    let at = heap.push(scheduled) - 1;
    while (at > 0) {
      const above = (at - 1) >> 1;
      const parent = heap[above];
      if (parent === undefined || isBefore(parent, scheduled)) break;
      heap[at] = parent;
      at = above;
    }
    heap[at] = scheduled;
  }

  private pop(): ScheduledCall | undefined {
    const { heap } = this;
    const [first] = heap;
    const last = heap.pop();
    if (last === undefined || heap.length === 0) return last;
    let at = 0;
    for (;;) {
      const left = heap[2 * at + 1];
      const right = heap[2 * at + 2];
      const smaller = left !== undefined && right !== undefined && isBefore(right, left) ? right : left;
      if (smaller === undefined || isBefore(last, smaller)) break;
      heap[at] = smaller;
      at = smaller === right ? 2 * at + 2 : 2 * at + 1;
    }
    heap[at] = last;
    return first;
  }
}
