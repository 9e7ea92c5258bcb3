import { expect, test } from '@jest/globals';
import { handoffLifecycles, type LifecycleEvent } from './handoff-lifecycle.ts';

const events = (...lines: readonly (readonly [type: string, agentId?: string])[]): LifecycleEvent[] =>
  lines.map(([type, agentId], offset) => ({
    topic: 'handoff.routing.v1',
    partition: 0,
    offset,
    type,
    data: { handoffId: 'h-1', ...(agentId === undefined ? {} : { agentId }) },
  }));
const violationsOf = (lines: LifecycleEvent[]) =>
  handoffLifecycles(lines, { capacityOf: () => 1, callbackAttempts: 3 }).violations.map(({ what }) => what);
const backInTheQueue = [
  ['HandoffQueued'],
  ['HandoffOfferedToAgent', 'mia'],
  ['HandoffAssigned', 'mia'],
  ['HandoffReturned', 'mia'],
  ['HandoffOfferedToAgent', 'ben'],
] as const;

test('a hand-off that goes back to the queue may be closed by the agent who had it', () =>
  expect(violationsOf(events(...backInTheQueue, ['HandoffClosed', 'mia']))).toEqual([]));

test('a hand-off in the queue is not closed by an agent who never had it', () =>
  expect(violationsOf(events(...backInTheQueue, ['HandoffClosed', 'ben']))).toEqual([
    'hand-off h-1: HandoffClosed of ben while it is offered with ben',
  ]));
