/**
 * How long to wait before the next fetch, in milliseconds: `distance` from the start of the last one. What comes
 * alone is never kept waiting, a steady flow pays for fewer and larger batches, and a backlog (`more` is there already) is worked off at full speed. `now` is monotonic.
 */
export const fetchPacing = (intervalMs: number): ((now: number, hasBacklog: boolean) => number) => {
  let next = Number.NEGATIVE_INFINITY;
  return (now, hasBacklog) => {
    // The batches of one fetch come together: the first of them sets the moment for all.
    if (now >= next) next = now + intervalMs;
    return hasBacklog ? 0 : Math.floor(next - now);
  };
};
