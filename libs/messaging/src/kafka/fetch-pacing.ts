/**
 * Milliseconds to wait before the next fetch: `distance` from the start of the last one. A single event
 * never waits, a steady flow makes fewer and larger batches, and a backlog (`more` is true) is read at full speed. `now` is monotonic.
 */
export const fetchPacing = (intervalMs: number): ((now: number, hasBacklog: boolean) => number) => {
  let next = Number.NEGATIVE_INFINITY;
  return (now, hasBacklog) => {
    // The batches of one fetch arrive together: the first one sets the instant for all.
    if (now >= next) next = now + intervalMs;
    return hasBacklog ? 0 : Math.floor(next - now);
  };
};
