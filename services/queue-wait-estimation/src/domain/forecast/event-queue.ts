import TinyQueue from 'tinyqueue';

/** Scheduled events, the soonest first. `kind` and `index` are for the reader of the queue. */
export interface EventQueue {
  readonly push: (t: number, kind: number, index: number) => void;
  readonly pop: () => ScheduledEvent | null;
}
export interface ScheduledEvent {
  readonly t: number;
  readonly kind: number;
  readonly index: number;
}

/** Events at infinity are dropped; the order of events at one instant is deterministic but not specified. */
export const eventQueue = (): EventQueue => {
  const queue = new TinyQueue<ScheduledEvent>([], (a, b) => a.t - b.t);
  return {
    push: (t, kind, index) => {
      if (t !== Number.POSITIVE_INFINITY) queue.push({ t, kind, index });
    },
    pop: () => queue.pop() ?? null,
  };
};
