import { expect, test } from '@jest/globals';
import { randomOf } from './random.ts';
import { turnaroundModel } from './turnaround-model.ts';

const modelOf = (turns: readonly (readonly [seconds: number, isAwaited: boolean])[]) => {
  const model = turnaroundModel();
  for (const [seconds, isAwaited] of turns) model.learn({ seconds, isAwaited });
  return model;
};
const times = <T>(n: number, value: T): T[] => Array.from({ length: n }, () => value);
const meanLeft = (known: ReturnType<typeof turnaroundModel>, elapsed: number, isAwaited: boolean): number => {
  const random = randomOf('left');
  return times(2_000, 0).reduce((sum) => sum + known.drawRemaining(elapsed, isAwaited, random), 0) / 2_000;
};

test('given units that are taken again at once, then the turnaround is zero, and no random number is drawn', () => {
  const known = modelOf(times(50, [0, true]));
  const drawn = (): never => {
    throw new Error('drawn');
  };
  expect([known.drawRemaining(0, true, drawn), known.mean(), known.p90()]).toEqual([0, 0, 0]);
});

test('given turnarounds of 60 s, then about 60 s are left of a new one, and nothing of one that is over', () => {
  const known = modelOf(times(50, [60, true]));
  // Grid points are a third apart: 50 to 67 s.
  expect(meanLeft(known, 0, true) / 60).toBeGreaterThan(0.8);
  expect(meanLeft(known, 0, true) / 60).toBeLessThan(1.2);
  expect(meanLeft(known, 40, true)).toBeLessThan(30);
  expect(meanLeft(known, 200, true)).toBe(0);
});

test('given long turnarounds while others waited and many short ones while nobody did, then the share of long ones is that of all', () => {
  const turns = [...times(40, [600, true] as const), ...times(160, [30, false] as const)];
  expect(meanLeft(modelOf(turns), 100, false) / 500).toBeGreaterThan(0.15);
  expect(meanLeft(modelOf(turns), 100, false) / 500).toBeLessThan(0.25);
});
