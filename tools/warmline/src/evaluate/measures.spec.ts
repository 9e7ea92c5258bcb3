import { expect, test } from '@jest/globals';
import type { EvaluatedRow } from './labelled-row.ts';
import { byReason, interval, measures, reliability } from './measures.ts';
import { reportOf, tables } from './report.ts';

const row = (reason: string, reasons: readonly string[], more: Partial<EvaluatedRow> = {}): EvaluatedRow => ({
  source: 'a',
  strength: 'strong',
  shouldHandOff: reason !== 'none',
  reason,
  didHandOff: reasons.length > 0,
  reasons,
  pNegative: 0.25,
  ...more,
});
const rows = [
  row('security', ['security']),
  row('security', ['billing_dispute']),
  row('security', []),
  row('none', ['security']),
  row('none', []),
  row('none', []),
];

test('precision, recall, F1 and false alarms count any verdict', () => {
  expect(measures(rows)).toEqual({
    rows: 6,
    precision: 2 / 3,
    recall: 2 / 3,
    f1: 2 / 3,
    falseAlarms: 1,
    harmless: 3,
    falseAlarmRate: 1 / 3,
  });
});

test('a measure without rows is null', () => {
  expect(measures([])).toMatchObject({ precision: null, recall: null, f1: null, falseAlarmRate: null });
  expect(interval([], 10, 1)).toBeNull();
});

test('a reason counts as right only where it is the label', () => {
  expect(byReason(rows)).toEqual([
    expect.objectContaining({
      reason: 'billing_dispute',
      labelled: 0,
      predicted: 1,
      falseAlarms: 0,
      precision: 0,
      recall: null,
    }),
    expect.objectContaining({
      reason: 'security',
      labelled: 3,
      detected: 2,
      correct: 1,
      predicted: 2,
      falseAlarms: 1,
      precision: 0.5,
    }),
  ]);
});

test('each probability falls into its bin, 1 into the last one', () => {
  const bins = reliability([row('security', [], { pNegative: 1 }), row('none', [], { pNegative: 0.95 })]);
  expect(bins).toHaveLength(10);
  expect(bins[9]).toMatchObject({ rows: 2, meanPredicted: 0.975, handoffShare: 0.5 });
});

test('the interval of a seed is reproducible and contains the measure', () => {
  const many = Array.from({ length: 20 }, () => rows).flat();
  const once = interval(many, 200, 7);
  expect(interval(many, 200, 7)).toEqual(once);
  expect(once?.f1[0]).toBeLessThan(2 / 3);
  expect(once?.f1[1]).toBeGreaterThan(2 / 3);
});

test('the tables keep strong rows apart from the others', () => {
  const text = tables(reportOf([...rows, row('security', [], { strength: 'weak', source: 'b' })], 1));
  expect(text).toContain(
    '## Strong rows\n6 rows: precision 0.667, recall 0.667, F1 0.667, false alarms 1 of 3 (33.33 %)',
  );
  expect(text).toContain('## Judgement calls\n1 rows:');
  expect(text).toContain('| b | 1 | - | 0.000 | 0.000 | 0/0 | - |');
});
