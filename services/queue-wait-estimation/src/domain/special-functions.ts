/**
 * Incomplete gamma and beta functions, relative error about 1e-12 for the arguments of a queue.
 * Sources: NIST DLMF 5.11.1 (Stirling), 8.11.4 and 8.9.2 (gamma), 8.17.22 (beta); Lentz's method as in Numerical Recipes 3rd ed., 5.2, 6.2, 6.4.
 */
const TINY = 1e-300;
const EPSILON = 1e-16;
const MAX_TERMS = 100_000;

/** The remainder of Stirling's formula for ln Gamma(x), x >= 10. */
const stirling = (x: number): number => {
  const z = 1 / (x * x);
  return (1 / 12 - z * (1 / 360 - z * (1 / 1260 - z * (1 / 1680 - z * (1 / 1188 - (z * 691) / 360_360))))) / x;
};

/** ln Gamma(x), x > 0. */
export const logGamma = (x: number): number => {
  let shift = 0;
  let y = x;
  for (; y < 10; y++) shift += Math.log(y);
  return (y - 0.5) * Math.log(y) - y + 0.5 * Math.log(2 * Math.PI) + stirling(y) - shift;
};

/** ln B(a, b). Avoids the cancellation of three large logarithms where one argument is much larger than the other. */
export const logBeta = (a: number, b: number): number => {
  const [p, q] = a < b ? [a, b] : [b, a];
  if (q < 10) return logGamma(p) + logGamma(q) - logGamma(p + q);
  const ratio = (q - 0.5) * Math.log1p(p / q) + p * Math.log(p + q) - p + stirling(p + q) - stirling(q);
  return logGamma(p) - ratio;
};

/** The continued fraction 1/(1+ d1/(1+ d2/(1+ ...))) by the modified Lentz method; `term(m)` is d(m). */
const continuedFraction = (term: (m: number) => number): number => {
  let c = 1;
  let d = 0;
  let h = 1;
  for (let m = 1; m < MAX_TERMS; m++) {
    const t = term(m);
    d = 1 + t * d;
    c = 1 + t / c;
    if (Math.abs(d) < TINY) d = TINY;
    if (Math.abs(c) < TINY) c = TINY;
    d = 1 / d;
    h *= d * c;
    if (Math.abs(d * c - 1) < EPSILON * 4) break;
  }
  return 1 / h;
};

/** A number between 0 and 1 and its complement, each to full precision even near 0, with their logarithms. */
export interface Complement {
  readonly part: number;
  readonly rest: number;
  readonly logPart: number;
  readonly logRest: number;
}

/** 1 - e^-x, x > 0. */
export const exponentialCdf = (x: number): Complement => {
  const part = -Math.expm1(-x);
  const rest = Math.exp(-x);
  return { part, rest, logPart: part < 0.5 ? Math.log(part) : Math.log1p(-rest), logRest: -x };
};

/** Regularised incomplete beta I_x(a, b) at x = part. */
export const incompleteBeta = (a: number, b: number, { part: x, rest, logPart, logRest }: Complement): number => {
  if (x > (a + 1) / (a + b + 2)) {
    return 1 - incompleteBeta(b, a, { part: rest, rest: x, logPart: logRest, logRest: logPart });
  }
  const front = Math.exp(a * logPart + b * logRest - logBeta(a, b)) / a;
  const fraction = continuedFraction((i) => {
    const m = Math.floor(i / 2);
    return i % 2 === 0
      ? (m * (b - m) * x) / ((a + 2 * m - 1) * (a + 2 * m))
      : (-(a + m) * (a + b + m) * x) / ((a + 2 * m) * (a + 2 * m + 1));
  });
  return front * fraction;
};

/** Regularised lower incomplete gamma P(a, x). */
export const incompleteGamma = (a: number, x: number): number => {
  if (x <= 0) return 0;
  const front = Math.exp(a * Math.log(x) - x - logGamma(a));
  if (x < a + 1) {
    let term = 1 / a;
    let sum = term;
    for (let k = 1; k < MAX_TERMS && term > sum * EPSILON; k++) {
      term *= x / (a + k);
      sum += term;
    }
    return front * sum;
  }
  let b = x + 1 - a;
  let c = 1 / TINY;
  let d = 1 / b;
  let h = d;
  for (let k = 1; k < MAX_TERMS; k++) {
    const t = -k * (k - a);
    b += 2;
    d = t * d + b;
    c = b + t / c;
    if (Math.abs(d) < TINY) d = TINY;
    if (Math.abs(c) < TINY) c = TINY;
    d = 1 / d;
    h *= d * c;
    if (Math.abs(d * c - 1) < EPSILON * 4) break;
  }
  return 1 - front * h;
};
