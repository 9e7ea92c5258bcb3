import { describe, expect, test } from '@jest/globals';
import {
  assignedTo,
  chooses,
  ends,
  given,
  message,
  notice,
  requested,
  starts,
  unstaffed,
  waits,
  writes,
} from '../story.fixtures.ts';

const withBot = [starts({}, 0), writes('I need a colleague', 1)];
const queued = [...withBot, requested()];
const hours = 'Mon-Fri 9:00-18:00 (America/New_York); next open Mon 12 Jan 9:00';
const closed = { closed: { hours, opensAt: 1_768_226_400_000 } };

describe('a customer whose hand-off nobody can take', () => {
  test('is told at once that nobody is on duty, and is offered a callback first', () => {
    given(...queued)
      .when(unstaffed())
      .thenEmits(
        message(/No colleague who can help with this is available/),
        notice('queued', { handoffId: 'h-1', choices: ['callback', 'schedule-call', 'email', 'wait', 'back-to-bot'] }),
      );
  });

  test('is told the hours where the teams are closed, with what can be done and what the bot still can', () => {
    given(...queued)
      .when(unstaffed('h-1', closed))
      .thenEmits(
        message(
          /closed at the moment\. Opening hours: Mon-Fri 9:00-18:00 .*next open Mon 12 Jan 9:00.*look up an order/,
        ),
        notice('closed', {
          ...closed.closed,
          handoffId: 'h-1',
          choices: ['ticket', 'callback', 'schedule-call', 'leave-note', 'back-to-bot'],
        }),
      );
  });

  test('is told after the request, where the request comes later', () => {
    given(...withBot)
      .when(unstaffed('h-1', closed))
      .thenNothing();
    given(...withBot, unstaffed('h-1', closed))
      .when(requested())
      .thenEmits(
        'MessagePosted',
        'OwnerChanged',
        notice('queued', { choices: ['wait', 'callback', 'schedule-call', 'email', 'back-to-bot'] }),
        message(/closed at the moment/),
        notice('closed'),
      );
    expect(given(...withBot, unstaffed(), requested()).state()?.earlyUnstaffed).toBeNull();
  });

  test('is not told of another request’s, of one that is over, or while an agent is there', () => {
    for (const past of [
      [...queued, assignedTo('mia')],
      [...queued, chooses('back-to-bot', { handoffId: 'h-1' })],
      [...queued, ends()],
    ])
      given(...past)
        .when(unstaffed())
        .thenNothing();
    given(...withBot, unstaffed('h-0'))
      .when(requested())
      .thenEmits('MessagePosted', 'OwnerChanged', notice('queued'));
  });
});

describe('a choice of an answer in writing', () => {
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

  test('comes too late for who has a person', () => {
    given(...queued, assignedTo('mia'))
      .when(chooses('email', { handoffId: 'h-1' }))
      .thenEmits('ChoiceMade');
  });
});
