import { expect, test } from '@jest/globals';
import { type EscalationReason, escalationReason } from '@warmline/contracts';
import fc from 'fast-check';
import { computeMetrics, type MetricInputs, TARGETS } from './metrics.ts';
import { CATEGORIES, CATEGORY_OF, categoryShares } from './reason-categories.ts';

const NONE = { sum: 0, count: 0 };
const empty: MetricInputs = {
  conversations: 0,
  handoffs: 0,
  completeness: NONE,
  explainedAgain: NONE,
  resolved: NONE,
  stars: NONE,
  quality: NONE,
  reasons: [],
};

test('without data every metric is null, and the targets remain', () =>
  expect(computeMetrics(empty)).toEqual({
    handoffs: 0,
    conversations: 0,
    handoffRate: null,
    contextTransferScore: null,
    repeatRate: null,
    resolutionRate: null,
    csat: null,
    quality: null,
    categories: null,
    targets: TARGETS,
  }));

test('each metric is a mean over the hand-offs that have its value', () => {
  const metrics = computeMetrics({
    conversations: 20,
    handoffs: 4,
    completeness: { sum: 2.4, count: 3 },
    explainedAgain: { sum: 1, count: 2 },
    resolved: { sum: 2, count: 3 },
    stars: { sum: 9, count: 2 },
    quality: { sum: 2.1, count: 3 },
    reasons: [
      { reasons: ['human_request'], count: 2 },
      { reasons: ['refund'], count: 1 },
      { reasons: ['low_confidence'], count: 1 },
      { reasons: [], count: 9 },
    ],
  });
  expect(metrics).toMatchObject({ handoffs: 4, conversations: 20, handoffRate: 0.2, repeatRate: 0.5, csat: 4.5 });
  expect(metrics.contextTransferScore).toBeCloseTo(0.8);
  expect(metrics.resolutionRate).toBeCloseTo(2 / 3);
  expect(metrics.quality).toBeCloseTo(0.7);
  expect(metrics.categories).toMatchObject({ 'customer preference': 0.5, 'high stakes': 0.25, 'bot confusion': 0.25 });
});

test('a hand-off with reasons of two categories counts half in each', () =>
  expect(
    categoryShares([{ reasons: ['policy_exception', 'negative_sentiment', 'low_confidence'], count: 1 }]),
  ).toMatchObject({
    'policy exception': 0.5,
    'bot confusion': 0.5,
    'high stakes': 0,
  }));

test('every reason has a category and every category a reason', () => {
  expect(Object.keys(CATEGORY_OF).toSorted()).toEqual([...escalationReason.options].toSorted());
  expect(new Set(Object.values(CATEGORY_OF))).toEqual(new Set(CATEGORIES));
});

test('shares of any reasons add up to one', () => {
  const given = fc.constantFrom<EscalationReason>(...escalationReason.options);
  const reasons = fc.record({
    reasons: fc.array(given, { minLength: 1, maxLength: 5 }),
    count: fc.integer({ min: 1, max: 1_000 }),
  });
  fc.assert(
    fc.property(fc.array(reasons, { minLength: 1 }), (each) => {
      const total = Object.values(categoryShares(each) ?? {}).reduce((sum, share) => sum + share, 0);
      expect(total).toBeCloseTo(1);
    }),
  );
});
