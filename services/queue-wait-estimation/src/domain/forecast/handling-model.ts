import type { Random } from './random.ts';
import { drawAmongLargest, type SortedWindow, sortedWindow } from './sorted-window.ts';

/**
 * How long conversations last. One begun as the n-th at the same time lasts 1 + slowdown (n-1) times as long as alone, and one with an
 * agent of pace p lasts p times as long as with the average agent. The kept lengths have both factors removed.
 */
export interface HandlingModel {
  /** `concurrency`: how many conversations the agent had when it began, itself included. */
  readonly learn: (subject: string, agent: string, seconds: number, concurrency: number) => void;
  /** Seconds left of a conversation; `slowness` is its `durationFactor`. */
  readonly drawRemaining: (subject: string, elapsed: number, slowness: number, random: Random) => number;
  readonly durationFactor: (pace: number, concurrency: number) => number;
  readonly paceOf: (agent: string) => number;
  /** Seconds of a conversation alone with the average agent. */
  readonly meanOf: (subject: string) => number;
}

const SLOWDOWN_GRID = [0, 0.04, 0.08, 0.12, 0.16, 0.2, 0.25, 0.3, 0.4, 0.5, 0.7, 1];
/** With fewer conversations the slowdown is taken as 0. */
const MIN_CONVERSATIONS = 200;
const MAX_KEPT = 3_000;
/** The pace of an agent is shrunk towards 1 by this many conversations. */
const PACE_WEIGHT = 25;
const PRIOR_MEAN_SECONDS = 420;
const MIN_SECONDS = 0.5;

interface SubjectHandling {
  readonly lengths: SortedWindow;
  n: number;
  sum: number;
  logs: number;
}

/** Sums over the conversations of one subject with one agent: for each slowdown of the grid, the covariance of concurrency and log length. */
interface CovarianceSums {
  n: number;
  concurrencySum: number;
  readonly logs: number[];
  readonly products: number[];
}

export const handlingModel = (): HandlingModel => {
  const subjects = new Map<string, SubjectHandling>();
  const cells = new Map<string, CovarianceSums>();
  const pooled = sortedWindow(MAX_KEPT);
  const paces = new Map<string, { n: number; logs: number }>();
  let slowdown = 0;
  let learnedCount = 0;

  const paceOf = (agent: string): number => {
    const own = paces.get(agent);
    return own === undefined ? 1 : Math.exp(own.logs / (own.n + PACE_WEIGHT));
  };
  const slowdownAt = (concurrency: number): number => 1 + slowdown * (concurrency - 1);
  const learnSlowdown = (subject: string, agent: string, seconds: number, concurrency: number): void => {
    const key = `${subject}\n${agent}`;
    const none = () => SLOWDOWN_GRID.map(() => 0);
    const cell = cells.get(key) ?? { n: 0, concurrencySum: 0, logs: none(), products: none() };
    cells.set(key, cell);
    cell.n += 1;
    cell.concurrencySum += concurrency;
    SLOWDOWN_GRID.forEach((slowdownPerHandling, i) => {
      const log = Math.log(seconds / (1 + slowdownPerHandling * (concurrency - 1)));
      cell.logs[i] = (cell.logs[i] ?? 0) + log;
      cell.products[i] = (cell.products[i] ?? 0) + log * concurrency;
    });
    learnedCount += 1;
    if (learnedCount >= MIN_CONVERSATIONS && learnedCount % 20 === 0) slowdown = slowdownOf(cells.values());
  };

  return {
    learn: (name, agent, length, concurrency) => {
      const seconds = Math.max(MIN_SECONDS, length);
      learnSlowdown(name, agent, seconds, concurrency);
      const subject = subjects.get(name) ?? { lengths: sortedWindow(MAX_KEPT), n: 0, sum: 0, logs: 0 };
      subjects.set(name, subject);
      const aloneSeconds = seconds / slowdownAt(concurrency);
      const value = aloneSeconds / paceOf(agent);
      subject.n += 1;
      subject.sum += value;
      subject.logs += Math.log(aloneSeconds);
      subject.lengths.add(value);
      pooled.add(value);
      const pace = paces.get(agent) ?? { n: 0, logs: 0 };
      paces.set(agent, pace);
      pace.n += 1;
      pace.logs += Math.log(aloneSeconds) - subject.logs / subject.n;
    },
    drawRemaining: (name, elapsed, slowness, random) => {
      const own = subjects.get(name)?.lengths;
      const lengths = own !== undefined && own.values.length >= 20 ? own : pooled;
      return (
        (drawRemaining(lengths, elapsed / slowness, random) ?? -Math.log(random()) * PRIOR_MEAN_SECONDS) * slowness
      );
    },
    durationFactor: (pace, concurrency) => pace * slowdownAt(concurrency),
    paceOf,
    meanOf: (name) => {
      const subject = subjects.get(name);
      return ((subject?.sum ?? 0) + PRIOR_MEAN_SECONDS) / ((subject?.n ?? 0) + 1);
    },
  };
};

/**
 * The length a conversation would have alone does not depend on the concurrency at its begin. The slowdown is therefore the one at which
 * the two are uncorrelated, within each agent and subject since slow agents have more at a time. The covariance falls with the
 * slowdown; between two points of the grid it is interpolated linearly.
 */
const slowdownOf = (cells: Iterable<CovarianceSums>): number => {
  const covariances = SLOWDOWN_GRID.map(() => 0);
  for (const { n, concurrencySum, logs, products } of cells) {
    for (let i = 0; i < SLOWDOWN_GRID.length; i++) {
      covariances[i] = (covariances[i] ?? 0) + (products[i] ?? 0) - (concurrencySum * (logs[i] ?? 0)) / n;
    }
  }
  const i = covariances.findIndex((covariance) => covariance <= 0);
  if (i === 0) return 0;
  if (i < 0) return SLOWDOWN_GRID.at(-1) ?? 0;
  const [low, high] = [SLOWDOWN_GRID[i - 1] ?? 0, SLOWDOWN_GRID[i] ?? 0];
  const [before, after] = [covariances[i - 1] ?? 0, covariances[i] ?? 0];
  return low + ((high - low) * before) / (before - after);
};

/** A tail is fitted to this many of the largest values. */
const TAIL_SIZE = 30;

/**
 * A past value above `elapsed`, less `elapsed`. Beyond the largest few values it is drawn from a Pareto tail with Hill's exponent (Annals
 * of Statistics 3 (1975) 1163-1174), whose hazard falls with age much as that of a log-normal distribution. Undefined: too few values.
 */
const drawRemaining = ({ values, above }: SortedWindow, elapsed: number, random: Random): number | undefined => {
  if (values.length < 5) return undefined;
  const n = above(elapsed);
  if (n >= Math.min(10, values.length / 4)) return drawAmongLargest(values, n, random) - elapsed;
  const tail = Math.min(TAIL_SIZE, values.length - 1);
  const from = Math.log(Math.max(1, values[values.length - 1 - tail] ?? 1));
  let excess = 0;
  for (let i = values.length - tail; i < values.length; i++) excess += Math.log(Math.max(1, values[i] ?? 1)) - from;
  return elapsed * (random() ** (-excess / tail) - 1);
};
