import { expect, test } from '@jest/globals';
import { randomOf } from './random.ts';
import { turnaroundModel } from './turnaround-model.ts';

const after = (turns: readonly (readonly [seconds: number, awaited: boolean])[]) => {
  const known = turnaroundModel();
  for (const [seconds, awaited] of turns) known.learn({ seconds, isAwaited: awaited });
  return known;
};
const times = <T>(n: number, value: T): T[] => Array.from({ length: n }, () => value);
const meanLeft = (known: ReturnType<typeof turnaroundModel>, elapsed: number, isAwaited: boolean): number => {
  const random = randomOf('left');
  return times(2_000, 0).reduce((sum) => sum + known.drawRemaining(elapsed, isAwaited, random), 0) / 2_000;
};

test('given slots that were taken at once, then none is ever out of use, and nothing is drawn', () => {
  const known = after(times(50, [0, true]));
  const drawn = (): never => {
    throw new Error('drawn');
  };
  expect([known.drawRemaining(0, true, drawn), known.mean(), known.p90()]).toEqual([0, 0, 0]);
});

test('given 60 s after every conversation, then so much is left of one that began, and nothing of one that is over', () => {
  const known = after(times(50, [60, true]));
  // The grid is a third wide: 50 to 67 s.
  expect(meanLeft(known, 0, true) / 60).toBeGreaterThan(0.8);
  expect(meanLeft(known, 0, true) / 60).toBeLessThan(1.2);
  expect(meanLeft(known, 40, true)).toBeLessThan(30);
  expect(meanLeft(known, 200, true)).toBe(0);
});

test('given long breaks seen while many waited, and many slots taken soon where nobody did, then the share of long ones is that of all', () => {
  const turns = [...times(40, [600, true] as const), ...times(160, [30, false] as const)];
  expect(meanLeft(after(turns), 100, false) / 500).toBeGreaterThan(0.15);
  expect(meanLeft(after(turns), 100, false) / 500).toBeLessThan(0.25);
});
