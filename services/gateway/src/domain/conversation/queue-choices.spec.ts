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
  test('hears at once that nobody is available, and is offered a callback first', () => {
    given(...queued)
      .when(unstaffed())
      .thenEmits(
        message(/No colleague who can help with this is available/),
        notice('queued', { handoffId: 'h-1', choices: ['callback', 'schedule-call', 'email', 'wait', 'back-to-bot'] }),
      );
  });

  test('hears the opening hours when the teams are closed, with the choices and what the bot can still do', () => {
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

  test('hears no place and no minutes before the opening', () => {
    const opensAt = closed.closed.opensAt;
    given(...queued, unstaffed('h-1', closed))
      .when(waits(2))
      .thenNothing();
    given(...queued, unstaffed('h-1', closed))
      .when({ ...waits(2), at: opensAt })
      .thenEmits(notice('wait', { position: 2 }));
  });

  test('hears it after the request when the request arrives later', () => {
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

  test('does not hear it for another request, for one that is over, or while an agent owns the conversation', () => {
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
