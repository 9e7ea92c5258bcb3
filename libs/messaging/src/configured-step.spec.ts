import { expect, test } from '@jest/globals';
import { configuredStep } from './configured-step.ts';
import { emit, type Step } from './decider.ts';

const context = { id: (name: string) => name };
const event = { type: 'Counted', id: 'e-1', at: 1 };

test('a step is created once for a configuration and created again for the next one', () => {
  const created: number[] = [];
  let increment = { by: 1 };
  const { step, due } = configuredStep(
    () => increment,
    ({ by }): Step<number> => {
      created.push(by);
      return { step: (state) => ({ state: (state ?? 0) + by, verdict: emit() }), due: (state) => state };
    },
  );
  expect(step(null, event, context).state).toBe(1);
  expect(step(1, event, context).state).toBe(2);
  increment = { by: 10 };
  expect(step(2, event, context).state).toBe(12);
  expect(due(12)).toBe(12);
  expect(created).toEqual([1, 10]);
});
