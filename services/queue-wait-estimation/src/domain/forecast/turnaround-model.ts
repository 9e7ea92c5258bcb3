import type { Random } from './random.ts';

/**
 * How long a slot is out of use after a conversation: notes, a breath, a break nobody logged, the ringing of the next. A log does not
 * tell it. It tells exactly where somebody had been waiting for the slot when it came free; else that it was no longer than until
 * the next was taken. The share still out of use after x seconds is that among the slots of which it is known at x (current status and exact
 * observations together; exact ones alone come from busy hours, in which long ones are seen oftener).
 */
export interface TurnaroundModel {
  readonly learn: (turned: TurnaroundObservation) => void;
  /**
   * Seconds left of one that began so long ago; 0 where the past ones were shorter. `awaited`: somebody waits for the slot, so it is not
   * over; else it may be.
   */
  readonly drawRemaining: (elapsed: number, isAwaited: boolean, random: Random) => number;
  readonly mean: () => number;
  /** What nine of ten do not exceed. */
  readonly p90: () => number;
}

/** Until the slot was taken again; `awaited`: by one who had been waiting for it. */
export interface TurnaroundObservation {
  readonly seconds: number;
  readonly isAwaited: boolean;
}

/** As many of the last are kept. */
const MAX_KEPT = 1_000;
/** The law is made anew after so many. */
const REFIT_EVERY = 20;
/** Seconds; less is nothing. */
export const MIN_SECONDS = 0.01;
/** Seconds at which the share is told, a third apart. */
const GRID = [MIN_SECONDS, ...Array.from({ length: 36 }, (_, i) => 0.5 * 1.333 ** i)];

export const turnaroundModel = (): TurnaroundModel => {
  const past: TurnaroundObservation[] = [];
  let [count, longest] = [0, 0];
  /** The share out of use at each point of the grid; does not rise. */
  let survival: readonly number[] = GRID.map(() => 0);
  const isNegligible = (): boolean => longest < MIN_SECONDS;

  const survivalAt = (seconds: number): number => {
    const i = GRID.findIndex((point) => point > seconds);
    if (i <= 0) return i === 0 ? 1 : 0;
    const [low, high] = [GRID[i - 1] ?? 0, GRID[i] ?? 0];
    const [above, below] = [survival[i - 1] ?? 0, survival[i] ?? 0];
    return above + ((below - above) * (seconds - low)) / (high - low);
  };
  /** Where the share has fallen to this. */
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
