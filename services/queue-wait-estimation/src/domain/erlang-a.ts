import { exponentialCdf, incompleteBeta, incompleteGamma, logBeta, logGamma } from './special-functions.ts';

/**
 * The wait of a customer of infinite patience who joins an M/M/s+M queue while every server is busy. `ahead` customers wait before them,
 * the servers together end `rate` conversations per second (s mu), and each customer ahead abandons at `theta` per second.
 * The wait is ahead+1 departures; with k customers left ahead the next comes at rate s mu + k theta, so W = -ln(B)/theta, B ~ Beta(s mu/theta, ahead+1).
 * Sources: Palm (1957); Garnett, Mandelbaum and Reiman, M&SOM 4 (2002) 208-227; Whitt, Operations Research 47 (1999) 870-879.
 */
export interface ErlangQueue {
  readonly ahead: number;
  readonly rate: number;
  readonly theta: number;
}

/** Below this ratio of all abandonments ahead to the rate, abandonment is neglected: the wait is Erlang(ahead+1, rate). */
const NEGLIGIBLE_ABANDONMENT = 1e-9;
const isErlangC = ({ ahead, rate, theta }: ErlangQueue): boolean => theta * (ahead + 1) < rate * NEGLIGIBLE_ABANDONMENT;

/** Seconds. */
export const meanWait = ({ ahead, rate, theta }: ErlangQueue): number => {
  let sum = 0;
  for (let k = ahead; k >= 0; k--) sum += 1 / (rate + k * theta);
  return sum;
};

/** P(W <= seconds). */
export const waitCdf = (queue: ErlangQueue, seconds: number): number => {
  const { ahead, rate, theta } = queue;
  if (seconds <= 0) return 0;
  if (isErlangC(queue)) return incompleteGamma(ahead + 1, rate * seconds);
  return incompleteBeta(ahead + 1, rate / theta, exponentialCdf(theta * seconds));
};

const waitDensity = (queue: ErlangQueue, seconds: number): number => {
  const { ahead, rate, theta } = queue;
  if (isErlangC(queue)) return rate * Math.exp(ahead * Math.log(rate * seconds) - rate * seconds - logGamma(ahead + 1));
  const { logPart } = exponentialCdf(theta * seconds);
  return theta * Math.exp(ahead * logPart - rate * seconds - logBeta(ahead + 1, rate / theta));
};

/** Seconds within which a share `p` of such customers is served, 0 < p < 1, to 1e-10 relative. Newton's method, bracketed by bisection. */
export const waitQuantile = (queue: ErlangQueue, p: number): number => {
  const { ahead, rate, theta } = queue;
  let low = 0;
  let high = Number.POSITIVE_INFINITY;
  let guess = isErlangC(queue) ? (ahead + 1) / rate : Math.log1p(((ahead + 1) * theta) / rate) / theta;
  for (let i = 0; i < 200; i++) {
    const error = waitCdf(queue, guess) - p;
    if (error === 0) return guess;
    if (error > 0) high = guess;
    else low = guess;
    const step = guess - error / waitDensity(queue, guess);
    const inside = step > low && step < high;
    const next = inside ? step : high === Number.POSITIVE_INFINITY ? guess * 2 : (low + high) / 2;
    if (Math.abs(next - guess) <= 1e-11 * guess) return next;
    guess = next;
  }
  return guess;
};

/** The longest queue ahead with which a share `p` is still served within `seconds`, at most `max`; -1 if not even an empty one will do. */
export const longestAhead = (rate: number, theta: number, p: number, seconds: number, max: number): number => {
  const holds = (ahead: number): boolean => waitCdf({ ahead, rate, theta }, seconds) >= p;
  if (!holds(0)) return -1;
  if (holds(max)) return max;
  let [yes, no] = [0, max];
  while (no - yes > 1) {
    const middle = (yes + no) >> 1;
    if (holds(middle)) yes = middle;
    else no = middle;
  }
  return yes;
};
