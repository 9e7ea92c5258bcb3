import { expect, test } from '@jest/globals';
import { record } from '../check/small-history.fixtures.ts';
import { ProgressMonitor } from './progress-monitor.ts';
import type { ProgressRow } from './progress-rows.ts';

const row = (more: Partial<ProgressRow>): ProgressRow => ({
  service: 'sentiment',
  is: 'task',
  n: 0,
  incarnation: 'i',
  version: 5,
  seq: 10,
  offsets: { in: 7 },
  ...more,
});
const saw = (...polls: readonly Partial<ProgressRow>[]) => {
  const watch = new ProgressMonitor();
  const moved = polls.map((more) => watch.onRows([row(more)], watch.takeUnchecked()).length);
  return { rules: watch.violations.map((v) => v.rule), moved };
};
const read = (sequence: number, before: Partial<ProgressRow>, after: Partial<ProgressRow>) => {
  const watch = new ProgressMonitor();
  watch.onRows([row(before)], watch.takeUnchecked());
  watch.onRecord(record('SentimentScored', sequence, {}, { shard: 'sentiment/0@i' }));
  watch.onRows([row(after)], watch.takeUnchecked());
  return watch.violations.map((v) => v.rule);
};

test('a task counts as progressed when its offsets or its sequence advance, and there is no violation', () =>
  expect(
    saw({}, { version: 6 }, { version: 7, offsets: { in: 8 } }, { version: 8, offsets: { in: 8 }, seq: 11 }),
  ).toEqual({
    rules: [],
    moved: [0, 0, 1, 1],
  }));

test('offsets that decrease are refused', () =>
  expect(saw({}, { version: 6, offsets: { in: 5 } }).rules).toEqual(['task-went-back']));
test('a sequence that decreases is refused', () =>
  expect(saw({}, { version: 6, seq: 9 }).rules).toEqual(['task-went-back']));
test('a task row with a new incarnation is refused', () =>
  expect(saw({}, { incarnation: 'j' }).rules).toEqual(['task-went-back']));

test('a record whose sequence is committed is accepted', () => expect(read(11, {}, { seq: 11 })).toEqual([]));
test('a record that is readable before its commit is refused', () =>
  expect(read(11, {}, { seq: 10 })).toEqual(['read-before-commit']));

test('after a failed query the records read so far are compared with the next one', () => {
  const watch = new ProgressMonitor();
  watch.onRecord(record('SentimentScored', 11, {}, { shard: 'sentiment/0@i' }));
  watch.putBack(watch.takeUnchecked());
  watch.onRows([row({})], watch.takeUnchecked());
  expect(watch.violations.map((v) => v.rule)).toEqual(['read-before-commit']);
});
