import type { Random } from './random.ts';

/**
 * How long a capacity unit stays out of use after a conversation: notes, an unlogged break, the answer to the next agent offer. A log
 * shows it exactly where someone was already waiting for the unit; elsewhere it shows an upper bound, the time until the next
 * conversation. The share still out of use after x seconds is estimated from all units whose state at x is known. Exact observations
 * alone would be biased: they come from busy hours, in which long turnarounds are seen more often.
 */
export interface TurnaroundModel {
  readonly learn: (observation: TurnaroundObservation) => void;
  /**
   * Seconds left of a turnaround that began `elapsed` seconds ago; 0 where all past ones were shorter. `isAwaited`: someone waits for the
   * unit, so the turnaround is not over; otherwise it may be.
   */
  readonly drawRemaining: (elapsed: number, isAwaited: boolean, random: Random) => number;
  readonly mean: () => number;
  /** The 90 % quantile, seconds. */
  readonly p90: () => number;
}

/** Seconds until the unit was taken again. `isAwaited`: by a request that was already waiting when it came free. */
export interface TurnaroundObservation {
  readonly seconds: number;
  readonly isAwaited: boolean;
}

/** The latest observations are kept, up to this many. */
const MAX_KEPT = 1_000;
/** The curve is refitted after so many observations. */
const REFIT_EVERY = 20;
/** A shorter time counts as none, seconds. */
export const MIN_SECONDS = 0.01;
/** Seconds at which the share is estimated, each a third longer than the one before. */
const GRID = [MIN_SECONDS, ...Array.from({ length: 36 }, (_, i) => 0.5 * 1.333 ** i)];

export const turnaroundModel = (): TurnaroundModel => {
  const past: TurnaroundObservation[] = [];
  let [count, longest] = [0, 0];
  /** The share out of use at each point of the grid; never increasing. */
  let survival: readonly number[] = GRID.map(() => 0);
  const isNegligible = (): boolean => longest < MIN_SECONDS;

  const survivalAt = (seconds: number): number => {
    const i = GRID.findIndex((point) => point > seconds);
    if (i <= 0) return i === 0 ? 1 : 0;
    const [low, high] = [GRID[i - 1] ?? 0, GRID[i] ?? 0];
    const [above, below] = [survival[i - 1] ?? 0, survival[i] ?? 0];
    return above + ((below - above) * (seconds - low)) / (high - low);
  };
  /** Seconds after which the share has fallen to this. */
  const quantileAt = (share: number): number => {
    const i = survival.findIndex((each) => each < share);
    if (i < 0) return GRID.at(-1) ?? 0;
    if (i === 0) return 0;
    const [low, high] = [GRID[i - 1] ?? 0, GRID[i] ?? 0];
    const [above, below] = [survival[i - 1] ?? 0, survival[i] ?? 0];
    return low + ((high - low) * (above - share)) / (above - below);
  };
  return {
    learn: (observation) => {
      past.push(observation);
      if (past.length > MAX_KEPT) past.shift();
      count += 1;
      if (observation.isAwaited) longest = Math.max(longest, observation.seconds);
      if (!isNegligible() && (count <= REFIT_EVERY || count % REFIT_EVERY === 0)) survival = survivalOf(past);
    },
    drawRemaining: (elapsed, isAwaited, random) => {
      const surviving = isNegligible() ? 0 : survivalAt(elapsed);
      if (surviving === 0 || (!isAwaited && random() >= surviving)) return 0;
      return Math.max(0, quantileAt(surviving * random()) - elapsed);
    },
    mean: () =>
      isNegligible()
        ? 0
        : GRID.reduce((sum, point, i) => sum + (survival[i] ?? 0) * ((GRID[i + 1] ?? point) - point), 0),
    p90: () => (isNegligible() ? 0 : quantileAt(0.1)),
  };
};

const survivalOf = (past: readonly TurnaroundObservation[]): number[] => {
  let least = 1;
  return GRID.map((point) => {
    let [longer, known] = [0, 0];
    for (const { seconds, isAwaited } of past) {
      if (!isAwaited && seconds > point) continue;
      known += 1;
      if (seconds > point) longer += 1;
    }
    least = Math.min(least, known === 0 ? 0 : longer / known);
    return least;
  });
};
