import { expect, test } from '@jest/globals';
import { randomOf } from '@warmline/queue-wait-estimation/forecast';
import { sample } from './distributions.ts';
import type { Distribution } from './scenario.ts';

const N = 40_000;
const meanOf = (values: readonly number[]): number => values.reduce((a, b) => a + b, 0) / values.length;

// Coefficients of variation: 1 for an exponential; sqrt(4/pi - 1) for a Weibull of shape 2.
test.each<[Distribution, number]>([
  [{ dist: 'exp', mean: 300 }, 1],
  [{ dist: 'lognormal', mean: 420, cv: 0.9 }, 0.9],
  [{ dist: 'weibull', mean: 480, shape: 2 }, Math.sqrt(4 / Math.PI - 1)],
])('given %o, then many draws have its mean and its spread', (law, cv) => {
  const random = randomOf('draws');
  const values = Array.from({ length: N }, () => sample(law, random));
  const mean = meanOf(values);
  const spread = Math.sqrt(meanOf(values.map((value) => (value - mean) ** 2))) / mean;
  expect(mean / law.mean).toBeGreaterThan(0.98);
  expect(mean / law.mean).toBeLessThan(1.02);
  expect(spread / cv).toBeGreaterThan(0.95);
  expect(spread / cv).toBeLessThan(1.05);
});
