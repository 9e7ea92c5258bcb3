import { expect, test } from '@jest/globals';
import { minimise } from './lbfgs.ts';
import { calibrationError, confidenceInterval, f1, macroF1, reliability, sharesOf } from './measures.ts';

const prediction = (actual: number, predicted: number, pNegative = 0) => ({ actual, predicted, pNegative });

test('F1 of a class is the harmonic mean of precision and recall, and macro-F1 the mean of the three', () => {
  const some = [
    prediction(0, 0),
    prediction(0, 0),
    prediction(0, 1),
    prediction(1, 0),
    prediction(1, 1),
    prediction(2, 2),
  ];
  expect(f1(some, 0)).toBeCloseTo(2 / 3);
  expect(f1(some, 1)).toBeCloseTo(1 / 2);
  expect(macroF1(some)).toBeCloseTo((2 / 3 + 1 / 2 + 1) / 3);
});

test('a forecast of 0.8 that is right four times in five has no calibration error, and one that is never right has 0.8', () => {
  const forecasts = Array.from({ length: 10 }, (_, i) => prediction(i < 8 ? 0 : 1, 0, 0.8));
  expect(calibrationError(forecasts)).toBeCloseTo(0);
  expect(calibrationError(forecasts.map((one) => ({ ...one, actual: 1 })))).toBeCloseTo(0.8);
  expect(reliability(forecasts)[8]).toEqual({
    from: 0.8,
    count: 10,
    weight: 10,
    meanPredicted: expect.closeTo(0.8),
    negativeShare: 0.8,
  });
});

test('a forecast of 0.5 on texts of which one in ten is negative is right where half of them are', () => {
  const forecasts = Array.from({ length: 20 }, (_, i) => prediction(i < 2 ? 0 : 1, 0, 0.5));
  expect(calibrationError(forecasts)).toBeCloseTo(0.4);
  expect(calibrationError(forecasts, sharesOf(forecasts, [0.5, 0.5, 0]))).toBeCloseTo(0);
});

test('a confidence interval contains the measure, is reproducible, and is narrow where all rows agree', () => {
  const some = Array.from({ length: 60 }, (_, i) => prediction(i % 3, i % 5 === 0 ? 0 : i % 3));
  const [low, high] = confidenceInterval(some, macroF1);
  expect(low).toBeLessThan(macroF1(some));
  expect(high).toBeGreaterThan(macroF1(some));
  expect(confidenceInterval(some, macroF1)).toEqual([low, high]);
  expect(confidenceInterval(some, () => 1)).toEqual([1, 1]);
});

test('minimise finds the minimum of a curved valley', () => {
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
