import { expect, test } from '@jest/globals';
import { minimise } from './lbfgs.ts';
import { calibrationError, confidenceInterval, f1, macroF1, reliability } from './measures.ts';

const judged = (is: number, taken: number, pNegative = 0) => ({ is, taken, pNegative });

test('F1 of a class is the harmonic mean of precision and recall, macro-F1 the mean of the three', () => {
  const some = [judged(0, 0), judged(0, 0), judged(0, 1), judged(1, 0), judged(1, 1), judged(2, 2)];
  expect(f1(some, 0)).toBeCloseTo(2 / 3);
  expect(f1(some, 1)).toBeCloseTo(1 / 2);
  expect(macroF1(some)).toBeCloseTo((2 / 3 + 1 / 2 + 1) / 3);
});

test('a forecast of 0.8 that is right four times in five has no calibration error, one that is never right has 0.8', () => {
  const told = Array.from({ length: 10 }, (_, i) => judged(i < 8 ? 0 : 1, 0, 0.8));
  expect(calibrationError(told)).toBeCloseTo(0);
  expect(calibrationError(told.map((one) => ({ ...one, is: 1 })))).toBeCloseTo(0.8);
  expect(reliability(told)[8]).toEqual({ from: 0.8, count: 10, said: expect.closeTo(0.8), was: 0.8 });
});

test('an interval holds the measure, is the same each time, and is narrow where all agree', () => {
  const some = Array.from({ length: 60 }, (_, i) => judged(i % 3, i % 5 === 0 ? 0 : i % 3));
  const [low, high] = confidenceInterval(some, macroF1);
  expect(low).toBeLessThan(macroF1(some));
  expect(high).toBeGreaterThan(macroF1(some));
  expect(confidenceInterval(some, macroF1)).toEqual([low, high]);
  expect(confidenceInterval(some, () => 1)).toEqual([1, 1]);
});

test('the minimum of a bent valley is found', () => {
  const rosenbrock = (x: Float64Array, gradient: Float64Array): number => {
    const [a = 0, b = 0] = x;
    gradient[0] = -2 * (1 - a) - 400 * a * (b - a * a);
    gradient[1] = 200 * (b - a * a);
    return (1 - a) ** 2 + 100 * (b - a * a) ** 2;
  };
  const [a, b] = minimise(rosenbrock, Float64Array.from([-1.2, 1]), { iterations: 200, tolerance: 1e-8 });
  expect(a).toBeCloseTo(1, 5);
  expect(b).toBeCloseTo(1, 5);
});
