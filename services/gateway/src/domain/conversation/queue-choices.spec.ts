import { describe, test } from '@jest/globals';
import { assignedTo, chooses, ends, given, requested, starts, unstaffed, waits, writes } from '../story.fixtures.ts';

const withBot = [starts({}, 0), writes('I need a colleague', 1)];
const queued = [...withBot, requested()];
describe('that nobody can take a hand-off', () => {
  test('is not said of one that is over, or while an agent owns the conversation', () => {
    for (const past of [
      [...queued, assignedTo('mia')],
      [...queued, chooses('back-to-bot', { handoffId: 'h-1' })],
      [...queued, ends()],
    ])
      given(...past)
        .when(unstaffed())
        .thenNothing();
  });
});

describe('the choice of a written answer', () => {
  test.each([
    ['ticket', 'priority'],
    ['email', 'email'],
    ['leave-note', 'note'],
  ] as const)('(%s) asks routing for one (%s), with what was added', (choice, kind) => {
    given(...queued, waits(2))
      .when(chooses(choice, { handoffId: 'h-1', details: 'ada@example.org' }))
      .thenResponds(202)
      .thenEmits('ChoiceMade', {
        type: 'TicketRequested',
        data: { handoffId: 'h-1', poolId: 'default', kind, text: 'ada@example.org' },
      });
  });

  test('comes too late when an agent owns the conversation', () => {
    given(...queued, assignedTo('mia'))
      .when(chooses('email', { handoffId: 'h-1' }))
      .thenEmits('ChoiceMade');
  });
});
