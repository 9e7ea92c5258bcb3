/** Records a second at which the distance is the longest. */
const STEADY = 1_000;
/** Milliseconds between the starts of two fetches, or groups of commands, at most. */
const LONGEST = 25;
/** A batch of so many is worth fetching for. */
const FULL = 100;
/** Milliseconds over which the rate is an exponential mean. */
const MEMORY = 1_000;

/**
 * How long to wait before the next fetch, in milliseconds: in proportion to the rate of records, so that a quiet stream is never kept waiting, a
 * busy one pays for fewer and larger batches, and a backlog is read at full speed. `now` is monotonic, in milliseconds.
 */
export const pacing = (): ((now: number, records: number) => number) => {
  let rate = 0;
  let seen = Number.NEGATIVE_INFINITY;
  let next = Number.NEGATIVE_INFINITY;
  return (now, records) => {
    rate = rate * Math.exp((seen - now) / MEMORY) + records * (1_000 / MEMORY);
    seen = now;
    // The batches of one fetch come together: the first of them sets the distance for all.
    if (now >= next) next = now + LONGEST * Math.min(1, rate / STEADY);
    const wait = Math.floor(next - now);
    return records >= FULL ? 0 : wait;
  };
};
