import { expect, test } from '@jest/globals';
import { escalationReason as anyReason, type EscalationReason } from '@warmline/contracts';
import fc from 'fast-check';
import type { HandoffRecord } from './handoff-record.ts';
import { computeMetrics, metricInputsOf, TARGETS } from './metrics.ts';
import { CATEGORIES, CATEGORY_OF, categoryShares } from './reason-categories.ts';

const unknown: HandoffRecord = {
  handoffId: 'h',
  tenantId: 'acme',
  conversationId: 'c',
  ended: null,
  resolved: null,
  waitSeconds: null,
  resolutionSeconds: null,
  stars: null,
  reexplained: null,
  completeness: null,
  quality: null,
  reasons: null,
  subject: null,
  agentId: null,
  team: null,
  recordedAt: null,
};
const closed = (over: Partial<HandoffRecord>): HandoffRecord => ({ ...unknown, ended: 'closed', ...over });

test('without data every metric is null, and the targets stand', () =>
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

test('each metric is over the hand-offs that know it', () => {
  const records = [
    closed({ resolved: true, stars: 5, reexplained: false, completeness: 1, quality: 0.9, reasons: ['refund'] }),
    closed({
      resolved: false,
      stars: 4,
      reexplained: true,
      completeness: 0.5,
      quality: 0.5,
      reasons: ['low_confidence'],
    }),
    closed({ resolved: true, completeness: 0.9, quality: 0.7, reasons: ['human_request'] }),
    closed({ ended: 'abandoned', reasons: ['human_request'] }),
  ];
  const told = computeMetrics(metricInputsOf(20, records));
  expect(told).toMatchObject({ handoffs: 4, conversations: 20, handoffRate: 0.2, repeatRate: 0.5, csat: 4.5 });
  expect(told.contextTransferScore).toBeCloseTo(0.8);
  expect(told.resolutionRate).toBeCloseTo(2 / 3);
  expect(told.quality).toBeCloseTo(0.7);
  expect(told.categories).toMatchObject({ 'customer preference': 0.5, 'high stakes': 0.25, 'bot confusion': 0.25 });
});

test('a survey whose hand-off has no outcome yet is not counted', () =>
  expect(computeMetrics(metricInputsOf(3, [{ ...unknown, stars: 1, reexplained: true }]))).toMatchObject({
    handoffs: 0,
    csat: null,
    repeatRate: null,
  }));

test('a hand-off for reasons of two categories counts half in each', () =>
  expect(categoryShares([['policy_exception', 'negative_sentiment', 'low_confidence']])).toMatchObject({
    'policy exception': 0.5,
    'bot confusion': 0.5,
    'high stakes': 0,
  }));

test('every reason has a category and every category a reason', () => {
  expect(Object.keys(CATEGORY_OF).toSorted()).toEqual([...anyReason.options].toSorted());
  expect(new Set(Object.values(CATEGORY_OF))).toEqual(new Set(CATEGORIES));
});

test('shares of any reasons add up to one', () => {
  const reasons = fc.array(fc.constantFrom<EscalationReason>(...anyReason.options), { minLength: 1, maxLength: 5 });
  fc.assert(
    fc.property(fc.array(reasons, { minLength: 1 }), (each) => {
      const total = Object.values(categoryShares(each) ?? {}).reduce((sum, share) => sum + share, 0);
      expect(total).toBeCloseTo(1);
    }),
  );
});
