import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { CONTEXT_FIELDS, contextCompleteness, qualityOf, qualityPartsOf, waitScore } from './quality.ts';

test('a context with nothing missing is complete', () => expect(contextCompleteness([])).toBe(1));

test('each missing field lowers completeness by its share', () => {
  expect(contextCompleteness(['customer.since'])).toBeCloseTo(1 - 1 / CONTEXT_FIELDS.length);
  expect(contextCompleteness(['context.customer.since'])).toBe(contextCompleteness(['customer.since']));
});

test('if the customer is missing, so is every field of the customer', () => {
  const below = CONTEXT_FIELDS.filter((field) => field.startsWith('customer.'));
  expect(below).toHaveLength(8);
  expect(contextCompleteness(['customer'])).toBe(contextCompleteness(below));
});

test('a field that is missing twice counts once, and an unlisted field does not count', () => {
  expect(contextCompleteness(['customer', 'customer.tier'])).toBe(contextCompleteness(['customer']));
  expect(contextCompleteness(['shoe_size'])).toBe(1);
});

test.each([
  [0, 1],
  [60, 1],
  [195, 0.75],
  [330, 0.5],
  [600, 0],
  [5_000, 0],
])('a wait of %i s scores %f', (seconds, score) => expect(waitScore(seconds)).toBeCloseTo(score));

const all = { contextCompleteness: 0.8, waitSeconds: 330, resolved: true };

test('quality is 0.3 completeness + 0.2 wait + 0.3 resolution + 0.2 satisfaction', () => {
  const parts = qualityPartsOf({ ...all, survey: { context: 'yes', stars: 3 } });
  expect(parts).toEqual({ completeness: 0.9, wait: 0.5, resolution: 1, satisfaction: 0.5 });
  expect(qualityOf(parts)).toBeCloseTo(0.27 + 0.1 + 0.3 + 0.1);
});

test.each([
  ['yes', 0.9],
  ['partially', 0.65],
  ['re-explain', 0.4],
] as const)('with the survey answer %s, a completeness of 0.8 becomes %f', (context, completeness) =>
  expect(qualityPartsOf({ ...all, survey: { context, stars: 5 } }).completeness).toBeCloseTo(completeness),
);

test('without a survey, satisfaction is left out and the other weights are scaled up', () => {
  const parts = qualityPartsOf({ ...all, survey: null });
  expect(parts).toEqual({ completeness: 0.8, wait: 0.5, resolution: 1 });
  expect(qualityOf(parts)).toBeCloseTo((0.3 * 0.8 + 0.2 * 0.5 + 0.3) / 0.8);
});

test('without the request, completeness comes from the survey alone', () =>
  expect(
    qualityPartsOf({ ...all, contextCompleteness: null, survey: { context: 'partially', stars: 1 } }).completeness,
  ).toBe(0.5));

test('without any known part there is no score', () => {
  expect(
    qualityOf(qualityPartsOf({ contextCompleteness: null, waitSeconds: null, resolved: null, survey: null })),
  ).toBeNull();
});

test('quality is between its worst and its best part', () => {
  const share = fc.double({ min: 0, max: 1, noNaN: true });
  const some = fc.record(
    { completeness: share, wait: share, resolution: share, satisfaction: share },
    { requiredKeys: ['wait'] },
  );
  fc.assert(
    fc.property(some, (parts) => {
      const quality = qualityOf(parts) ?? -1;
      expect(quality).toBeGreaterThanOrEqual(Math.min(...Object.values(parts)) - 1e-12);
      expect(quality).toBeLessThanOrEqual(Math.min(1, Math.max(...Object.values(parts)) + 1e-12));
    }),
  );
});
