import { expect, test } from '@jest/globals';
import { type EscalationReason, escalationReason } from '@warmline/contracts';
import fc from 'fast-check';
import type { HandoffRecord } from './handoff-record.ts';
import { computeMetrics, metricInputsOf, TARGETS } from './metrics.ts';
import { CATEGORIES, CATEGORY_OF, categoryShares } from './reason-categories.ts';

const unknown: HandoffRecord = {
  handoffId: 'h',
  tenantId: 'acme',
  conversationId: 'c',
  end: null,
  resolved: null,
  waitSeconds: null,
  resolutionSeconds: null,
  stars: null,
  explainedAgain: null,
  completeness: null,
  quality: null,
  reasons: null,
  subject: null,
  agentId: null,
  team: null,
  recordedAt: null,
};
const closed = (over: Partial<HandoffRecord>): HandoffRecord => ({ ...unknown, end: 'closed', ...over });

test('without data every metric is null, and the targets remain', () =>
  expect(computeMetrics(metricInputsOf(0, []))).toEqual({
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

test('each metric counts the hand-offs that have its value', () => {
  const records = [
    closed({ resolved: true, stars: 5, explainedAgain: false, completeness: 1, quality: 0.9, reasons: ['refund'] }),
    closed({
      resolved: false,
      stars: 4,
      explainedAgain: true,
      completeness: 0.5,
      quality: 0.5,
      reasons: ['low_confidence'],
    }),
    closed({ resolved: true, completeness: 0.9, quality: 0.7, reasons: ['human_request'] }),
    closed({ end: 'abandoned', reasons: ['human_request'] }),
  ];
  const metrics = computeMetrics(metricInputsOf(20, records));
  expect(metrics).toMatchObject({ handoffs: 4, conversations: 20, handoffRate: 0.2, repeatRate: 0.5, csat: 4.5 });
  expect(metrics.contextTransferScore).toBeCloseTo(0.8);
  expect(metrics.resolutionRate).toBeCloseTo(2 / 3);
  expect(metrics.quality).toBeCloseTo(0.7);
  expect(metrics.categories).toMatchObject({ 'customer preference': 0.5, 'high stakes': 0.25, 'bot confusion': 0.25 });
});

test('a survey whose hand-off has no outcome yet is not counted', () =>
  expect(computeMetrics(metricInputsOf(3, [{ ...unknown, stars: 1, explainedAgain: true }]))).toMatchObject({
    handoffs: 0,
    csat: null,
    repeatRate: null,
  }));

test('a hand-off with reasons of two categories counts half in each', () =>
  expect(categoryShares([['policy_exception', 'negative_sentiment', 'low_confidence']])).toMatchObject({
    'policy exception': 0.5,
    'bot confusion': 0.5,
    'high stakes': 0,
  }));

test('every reason has a category and every category a reason', () => {
  expect(Object.keys(CATEGORY_OF).toSorted()).toEqual([...escalationReason.options].toSorted());
  expect(new Set(Object.values(CATEGORY_OF))).toEqual(new Set(CATEGORIES));
});

test('shares of any reasons add up to one', () => {
  const reasons = fc.array(fc.constantFrom<EscalationReason>(...escalationReason.options), {
    minLength: 1,
    maxLength: 5,
  });
  fc.assert(
    fc.property(fc.array(reasons, { minLength: 1 }), (each) => {
      const total = Object.values(categoryShares(each) ?? {}).reduce((sum, share) => sum + share, 0);
      expect(total).toBeCloseTo(1);
    }),
  );
});
