/** A batch of so many is worth its cost at once. */
const FULL = 100;

/**
 * How long to wait before the next fetch, or the next group of commands, in milliseconds: `distance` from the start of the last one. What comes
 * alone is never kept waiting, a steady flow pays for fewer and larger batches, and a backlog is worked off at full speed. `now` is monotonic.
 */
export const pacing = (distance: number): ((now: number, records: number) => number) => {
  let next = Number.NEGATIVE_INFINITY;
  return (now, records) => {
    // The batches of one fetch come together: the first of them sets the moment for all.
    if (now >= next) next = now + distance;
    return records >= FULL ? 0 : Math.floor(next - now);
  };
};
