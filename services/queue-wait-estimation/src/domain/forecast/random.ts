/** Uniform in (0, 1). */
export type Random = () => number;

/** The generator sfc32 (Chris Doty-Humphrey, PractRand), begun from a text: the same text, the same numbers. */
export const randomOf = (seed: string): Random => {
  let [a, b, c, count] = [fnv(seed, 0x811c9dc5), fnv(seed, 0x9e3779b9), fnv(seed, 0x243f6a88), 1];
  const next = (): number => {
    const sum = (a + b + count) | 0;
    count = (count + 1) | 0;
    a = b ^ (b >>> 9);
    b = (c + (c << 3)) | 0;
    c = ((c << 21) | (c >>> 11)) + sum;
    c |= 0;
    return ((sum >>> 0) + 0.5) / 4294967296;
  };
  for (let i = 0; i < 12; i++) next();
  return next;
};

const fnv = (text: string, basis: number): number => {
  let hash = basis | 0;
  for (let i = 0; i < text.length; i++) hash = Math.imul(hash ^ text.charCodeAt(i), 0x01000193);
  return hash;
};

/** A draw from the exponential distribution of mean 1. */
export const exponential = (random: Random): number => -Math.log(random());

/** An index drawn in proportion to the weights; the last one where they sum to 0. `total` is their sum. */
export const weighted = (weights: ArrayLike<number>, total: number, random: Random): number => {
  let left = random() * total;
  for (let i = 0; i < weights.length - 1; i++) {
    left -= weights[i] ?? 0;
    if (left < 0) return i;
  }
  return weights.length - 1;
};
