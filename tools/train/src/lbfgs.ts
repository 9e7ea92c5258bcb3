/** A smooth function; writes its gradient into `gradient`. */
export type Objective = (x: Float64Array, gradient: Float64Array) => number;

export interface Stop {
  readonly iterations: number;
  /** Bound on the largest entry of the gradient. */
  readonly tolerance: number;
}

/** Number of remembered pairs of steps and gradient changes. */
const MEMORY = 8;

/**
 * The minimum by limited-memory BFGS (J. Nocedal, 1980) with a backtracking line search, from `start`. The same input gives the same
 * bits: no randomness, one order of summation.
 */
export const minimise = (objective: Objective, start: Float64Array, stop: Stop): Float64Array => {
  let x = Float64Array.from(start);
  let gradient = new Float64Array(x.length);
  let value = objective(x, gradient);
  const steps: { s: Float64Array; y: Float64Array; rho: number }[] = [];
  for (let k = 0; k < stop.iterations && largest(gradient) > stop.tolerance; k++) {
    const direction = towards(gradient, steps);
    const slope = dot(direction, gradient);
    let length = steps.length === 0 ? 1 / Math.max(1, Math.sqrt(dot(gradient, gradient))) : 1;
    const next = new Float64Array(x.length);
    const changed = new Float64Array(x.length);
    let reached = Number.POSITIVE_INFINITY;
    for (let tries = 0; tries < 30; tries++, length /= 2) {
      for (let i = 0; i < x.length; i++) next[i] = at(x, i) + length * at(direction, i);
      reached = objective(next, changed);
      if (reached <= value + 1e-4 * length * slope) break;
    }
    if (!(reached < value)) break;
    const s = next.map((one, i) => one - at(x, i));
    const y = changed.map((one, i) => one - at(gradient, i));
    const sy = dot(s, y);
    if (sy > 1e-12) steps.push({ s, y, rho: 1 / sy });
    if (steps.length > MEMORY) steps.shift();
    [x, gradient, value] = [next, changed, reached];
  }
  return x;
};

const towards = (gradient: Float64Array, steps: readonly { s: Float64Array; y: Float64Array; rho: number }[]) => {
  const q = gradient.map((one) => -one);
  const alphas: number[] = [];
  for (const { s, y, rho } of steps.toReversed()) {
    const alpha = rho * dot(s, q);
    alphas.push(alpha);
    for (let i = 0; i < q.length; i++) q[i] = at(q, i) - alpha * at(y, i);
  }
  const newest = steps.at(-1);
  if (newest !== undefined) {
    const scale = 1 / (newest.rho * dot(newest.y, newest.y));
    for (let i = 0; i < q.length; i++) q[i] = at(q, i) * scale;
  }
  for (const { s, y, rho } of steps) {
    const change = (alphas.pop() ?? 0) - rho * dot(y, q);
    for (let i = 0; i < q.length; i++) q[i] = at(q, i) + change * at(s, i);
  }
  return q;
};

const at = (x: Float64Array, i: number): number => x[i] ?? 0;
const dot = (a: Float64Array, b: Float64Array): number => {
  let sum = 0;
  for (let i = 0; i < a.length; i++) sum += at(a, i) * at(b, i);
  return sum;
};
const largest = (x: Float64Array): number => x.reduce((most, one) => Math.max(most, Math.abs(one)), 0);
