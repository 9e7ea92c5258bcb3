import type { Random } from './random.ts';

/**
 * How long a slot is out of use after a conversation: notes, a breath, a break nobody logged, the ringing of the next. A log does not
 * tell it. It tells exactly where somebody had been waiting for the slot when it came free; else that it was no longer than until
 * the next was taken. The share still out of use after x seconds is that among the slots of which it is known at x (current status and exact
 * observations together; exact ones alone come from busy hours, in which long ones are seen oftener).
 */
export interface Turnaround {
  readonly learn: (turned: Turned) => void;
  /**
   * Seconds left of one that began so long ago; 0 where the past ones were shorter. `awaited`: somebody waits for the slot, so it is not
   * over; else it may be.
   */
  readonly drawLeft: (elapsed: number, awaited: boolean, random: Random) => number;
  readonly mean: () => number;
  /** What nine of ten do not exceed. */
  readonly most: () => number;
}

/** Until the slot was taken again; `awaited`: by one who had been waiting for it. */
export interface Turned {
  readonly seconds: number;
  readonly awaited: boolean;
}

/** As many of the last are kept. */
const KEPT = 1_000;
/** The law is made anew after so many. */
const EVERY = 20;
/** Seconds; less is nothing. */
export const LEAST = 0.01;
/** Seconds at which the share is told, a third apart. */
const GRID = [LEAST, ...Array.from({ length: 36 }, (_, i) => 0.5 * 1.333 ** i)];

export const turnaround = (): Turnaround => {
  const past: Turned[] = [];
  let [seen, longest] = [0, 0];
  /** The share out of use at each point of the grid; does not rise. */
  let shares: readonly number[] = GRID.map(() => 0);
  const none = (): boolean => longest < LEAST;

  const shareAt = (seconds: number): number => {
    const i = GRID.findIndex((point) => point > seconds);
    if (i <= 0) return i === 0 ? 1 : 0;
    const [low, high] = [GRID[i - 1] ?? 0, GRID[i] ?? 0];
    const [above, below] = [shares[i - 1] ?? 0, shares[i] ?? 0];
    return above + ((below - above) * (seconds - low)) / (high - low);
  };
  /** Where the share has fallen to this. */
  const lengthAt = (share: number): number => {
    const i = shares.findIndex((each) => each < share);
    if (i < 0) return GRID.at(-1) ?? 0;
    if (i === 0) return 0;
    const [low, high] = [GRID[i - 1] ?? 0, GRID[i] ?? 0];
    const [above, below] = [shares[i - 1] ?? 0, shares[i] ?? 0];
    return low + ((high - low) * (above - share)) / (above - below);
  };
  return {
    learn: (turned) => {
      past.push(turned);
      if (past.length > KEPT) past.shift();
      seen += 1;
      if (turned.awaited) longest = Math.max(longest, turned.seconds);
      if (!none() && (seen <= EVERY || seen % EVERY === 0)) shares = sharesOf(past);
    },
    drawLeft: (elapsed, awaited, random) => {
      const out = none() ? 0 : shareAt(elapsed);
      if (out === 0 || (!awaited && random() >= out)) return 0;
      return Math.max(0, lengthAt(out * random()) - elapsed);
    },
    mean: () =>
      none() ? 0 : GRID.reduce((sum, point, i) => sum + (shares[i] ?? 0) * ((GRID[i + 1] ?? point) - point), 0),
    most: () => (none() ? 0 : lengthAt(0.1)),
  };
};

const sharesOf = (past: readonly Turned[]): number[] => {
  let least = 1;
  return GRID.map((point) => {
    let [out, known] = [0, 0];
    for (const { seconds, awaited } of past) {
      if (!awaited && seconds > point) continue;
      known += 1;
      if (seconds > point) out += 1;
    }
    least = Math.min(least, known === 0 ? 0 : out / known);
    return least;
  });
};
