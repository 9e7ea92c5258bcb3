/** What is to come, soonest first: a binary heap. `kind` and `who` are for the reader. */
export interface EventQueue {
  readonly push: (t: number, kind: number, who: number) => void;
  readonly pop: () => ScheduledEvent | null;
}
export interface ScheduledEvent {
  readonly t: number;
  readonly kind: number;
  readonly who: number;
}

/** Nothing at an infinite instant is kept. Of two at one instant, either may be first. */
export const eventQueue = (): EventQueue => {
  const heap: ScheduledEvent[] = [];
  return {
    push: (t, kind, who) => {
      if (t === Number.POSITIVE_INFINITY) return;
      const entry = { t, kind, who };
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
