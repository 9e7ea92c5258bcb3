import { expect, test } from '@jest/globals';
import { planRepairs, repairText } from './repair.ts';

const task = (n: number, offsets: Readonly<Record<string, number>>) => ({
  schema: 'wl_routing',
  n,
  offsets: new Map(Object.entries(offsets)),
});
const log = new Map([
  ['emptied', { first: 0, end: 0 }],
  ['restored', { first: 10, end: 40 }],
  ['trimmed', { first: 100, end: 200 }],
  ['whole', { first: 0, end: 50 }],
]);
const boundsOf = (topic: string) => log.get(topic) ?? null;

test('an offset beyond the log goes on at its first record', () => {
  expect(planRepairs([task(0, { emptied: 7 }), task(1, { restored: 41 })], boundsOf)).toEqual([
    expect.objectContaining({ n: 0, topic: 'emptied', from: 7, to: 0, why: expect.stringContaining('ends at 0') }),
    expect.objectContaining({ n: 1, topic: 'restored', from: 41, to: 10 }),
  ]);
});

test('an offset before the first record goes on there, with what was lost', () => {
  expect(planRepairs([task(2, { trimmed: 40 })], boundsOf)).toEqual([
    expect.objectContaining({ to: 100, why: 'records 40..99 were deleted before they were read' }),
  ]);
});

test('offsets that fit, topics never read and topics that do not exist are left', () => {
  expect(planRepairs([task(0, { whole: 50, restored: 10, trimmed: 0, gone: 3 })], boundsOf)).toEqual([]);
  expect(repairText([], [])).toBe('every offset fits the log');
});
