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

/** A binary heap. Events at infinity are dropped; the order of events at one instant is deterministic but not specified. */
export const eventQueue = (): EventQueue => {
  const heap: ScheduledEvent[] = [];
  return {
    push: (t, kind, index) => {
      if (t === Number.POSITIVE_INFINITY) return;
      const entry = { t, kind, index };
      let at = heap.length;
      while (at > 0) {
        const above = (at - 1) >> 1;
        const parent = heap[above];
        if (parent === undefined || parent.t <= t) break;
        heap[at] = parent;
        at = above;
      }
      heap[at] = entry;
    },
    pop: () => {
      const first = heap[0];
      const last = heap.pop();
      if (first === undefined || last === undefined) return null;
      if (heap.length === 0) return first;
      let at = 0;
      for (;;) {
        let below = 2 * at + 1;
        let child = heap[below];
        if (child === undefined) break;
        const other = heap[below + 1];
        if (other !== undefined && other.t < child.t) {
          child = other;
          below += 1;
        }
        if (child.t >= last.t) break;
        heap[at] = child;
        at = below;
      }
      heap[at] = last;
      return first;
    },
  };
};
