import { describe, expect, test } from '@jest/globals';
import type { AnyEvent, Context, Decider } from './decider.ts';
import { deciderStep, reject, skip } from './decider.ts';

const context: Context = { id: (name) => name };
const event: AnyEvent = { type: 'Tick', id: 'e-1', at: 1 };

/** Counts the events it evolved over. */
const counter = (decide: Decider<number>['decide']) =>
  deciderStep<number, 'OwnerChanged', 'OwnerChanged', AnyEvent>({
    decide: decide as never,
    evolve: (state) => (state ?? 0) + 1,
  });

describe('the step of a decider', () => {
  const output = { type: 'OwnerChanged', data: {} } as never;

  test('evolves over the input and each output', () =>
    expect(counter(() => [output, output]).step(5, event, context)).toMatchObject({ state: 8 }));

  test('evolves over an input that is skipped, and not over one that is rejected', () => {
    expect(counter(() => skip('of no concern')).step(5, event, context)).toMatchObject({ state: 6 });
    expect(counter(() => reject('not valid')).step(5, event, context)).toMatchObject({ state: 5 });
  });

  test('takes the state that the decision returns, without evolving', () => {
    const decided = { state: 40, verdict: { is: 'emit', outputs: [output] } } as const;
    expect(counter(() => decided).step(5, event, context)).toBe(decided);
  });
});
