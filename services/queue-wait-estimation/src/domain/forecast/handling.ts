import type { Random } from './random.ts';
import { drawAmongLargest, type Sorted, sorted } from './sorted.ts';

/**
 * How long conversations are. Of an agent with n of them, one begun as the n-th lasts 1 + drag (n-1) times as long as alone, and one
 * of an agent of pace p lasts p times as long as with the average agent. What is kept of each is its length without both.
 */
export interface Handling {
  /** `together` is the number of the agent's conversations when it began, itself included. */
  readonly learn: (subject: string, agent: string, seconds: number, together: number) => void;
  /** Seconds left of a conversation; `slowness` as of `slownessOf`. */
  readonly drawLeft: (subject: string, elapsed: number, slowness: number, random: Random) => number;
  readonly slownessOf: (pace: number, together: number) => number;
  readonly paceOf: (agent: string) => number;
  /** Of a conversation alone with the average agent, seconds. */
  readonly meanOf: (subject: string) => number;
}

const DRAGS = [0, 0.04, 0.08, 0.12, 0.16, 0.2, 0.25, 0.3, 0.4, 0.5, 0.7, 1];
/** Conversations without which nothing is said of the drag. */
const FEW = 200;
const MOST_KEPT = 3_000;
/** An agent's own pace weighs as much as this many conversations' worth of the average. */
const PACE_WEIGHT = 25;
const FIRST_MEAN = 420;
const SHORTEST = 0.5;

interface Subject {
  readonly lengths: Sorted;
  n: number;
  sum: number;
  logs: number;
}

/** Conversations of one subject with one agent: sums for the covariance of their number when one begins with its log length at each drag. */
interface Cell {
  n: number;
  together: number;
  readonly logs: number[];
  readonly products: number[];
}

export const handling = (): Handling => {
  const subjects = new Map<string, Subject>();
  const cells = new Map<string, Cell>();
  const pooled = sorted(MOST_KEPT);
  const paces = new Map<string, { n: number; logs: number }>();
  let drag = 0;
  let learnt = 0;

  const paceOf = (agent: string): number => {
    const own = paces.get(agent);
    return own === undefined ? 1 : Math.exp(own.logs / (own.n + PACE_WEIGHT));
  };
  const dragged = (together: number): number => 1 + drag * (together - 1);
  const learnDrag = (subject: string, agent: string, seconds: number, together: number): void => {
    const key = `${subject}\n${agent}`;
    const none = () => DRAGS.map(() => 0);
    const cell = cells.get(key) ?? { n: 0, together: 0, logs: none(), products: none() };
    cells.set(key, cell);
    cell.n += 1;
    cell.together += together;
    DRAGS.forEach((by, i) => {
      const log = Math.log(seconds / (1 + by * (together - 1)));
      cell.logs[i] = (cell.logs[i] ?? 0) + log;
      cell.products[i] = (cell.products[i] ?? 0) + log * together;
    });
    learnt += 1;
    if (learnt >= FEW && learnt % 20 === 0) drag = dragOf(cells.values());
  };

  return {
    learn: (name, agent, length, together) => {
      const seconds = Math.max(SHORTEST, length);
      learnDrag(name, agent, seconds, together);
      const subject = subjects.get(name) ?? { lengths: sorted(MOST_KEPT), n: 0, sum: 0, logs: 0 };
      subjects.set(name, subject);
      const alone = seconds / dragged(together);
      const value = alone / paceOf(agent);
      subject.n += 1;
      subject.sum += value;
      subject.logs += Math.log(alone);
      subject.lengths.add(value);
      pooled.add(value);
      const pace = paces.get(agent) ?? { n: 0, logs: 0 };
      paces.set(agent, pace);
      pace.n += 1;
      pace.logs += Math.log(alone) - subject.logs / subject.n;
    },
    drawLeft: (name, elapsed, slowness, random) => {
      const own = subjects.get(name)?.lengths;
      const lengths = own !== undefined && own.values.length >= 20 ? own : pooled;
      return (leftOf(lengths, elapsed / slowness, random) ?? -Math.log(random()) * FIRST_MEAN) * slowness;
    },
    slownessOf: (pace, together) => pace * dragged(together),
    paceOf,
    meanOf: (name) => {
      const subject = subjects.get(name);
      return ((subject?.sum ?? 0) + FIRST_MEAN) / ((subject?.n ?? 0) + 1);
    },
  };
};

/**
 * How long a conversation would be alone does not depend on how many the agent has when it begins, so the drag is the one at which
 * the two are uncorrelated, each agent and subject for itself: slow agents have more. The covariance falls with the drag; between two
 * points of the grid it is taken as a line.
 */
const dragOf = (cells: Iterable<Cell>): number => {
  const covariances = DRAGS.map(() => 0);
  for (const { n, together, logs, products } of cells) {
    for (let i = 0; i < DRAGS.length; i++) {
      covariances[i] = (covariances[i] ?? 0) + (products[i] ?? 0) - (together * (logs[i] ?? 0)) / n;
    }
  }
  const i = covariances.findIndex((covariance) => covariance <= 0);
  if (i === 0) return 0;
  if (i < 0) return DRAGS.at(-1) ?? 0;
  const [low, high] = [DRAGS[i - 1] ?? 0, DRAGS[i] ?? 0];
  const [before, after] = [covariances[i - 1] ?? 0, covariances[i] ?? 0];
  return low + ((high - low) * before) / (before - after);
};

/** As many of the largest values as a tail is told from. */
const TAIL = 30;

/**
 * One of the past values above what is done, less what is done. Beyond the last few of them as a Pareto tail of Hill's exponent
 * (Annals of Statistics 3 (1975) 1163-1174): a log-normal hazard falls with age much like it.
 */
const leftOf = ({ values, above }: Sorted, done: number, random: Random): number | undefined => {
  if (values.length < 5) return undefined;
  const n = above(done);
  if (n >= Math.min(10, values.length / 4)) return drawAmongLargest(values, n, random) - done;
  const tail = Math.min(TAIL, values.length - 1);
  const from = Math.log(Math.max(1, values[values.length - 1 - tail] ?? 1));
  let excess = 0;
  for (let i = values.length - tail; i < values.length; i++) excess += Math.log(Math.max(1, values[i] ?? 1)) - from;
  return done * (random() ** (-excess / tail) - 1);
};
