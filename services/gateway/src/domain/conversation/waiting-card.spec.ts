import { describe, expect, test } from '@jest/globals';
import {
  assignedTo,
  chooses,
  given,
  notice,
  queuedByRouting,
  requested,
  returnedBy,
  ringing,
  s,
  starts,
  tick,
  unstaffed,
  waits,
  writes,
} from '../story.fixtures.ts';

const request = { ...requested(), at: s(10) };
const queued = [starts({}, 0), writes('Where is my order?', 1), request];
const opensAt = s(90_000);
const closedFacts = { hours: 'Mon-Fri 09:00-18:00', opensAt };
const closed = unstaffed('h-1', { closed: closedFacts });
const card = (state: string, more: object = {}) => notice('waiting', { state, ...more });
const otherWays = ['callback', 'schedule-call', 'email', 'back-to-bot'];
const cards = (result: { outputs: readonly { type: string; data: unknown }[] }) =>
  result.outputs.filter(({ type }) => type === 'CustomerNotified');

describe('the first card', () => {
  test('waits until it is known whether somebody is free, so that no state is shown for a moment', () => {
    expect(cards(given(...queued.slice(0, 2)).when(request))).toEqual([]);
    expect(cards(given(...queued).when(queuedByRouting()))).toEqual([]);
  });

  test('is that of the queue, without numbers, when nothing is known after one and a half seconds', () => {
    given(...queued)
      .when(tick(s(11.4)))
      .thenNothing();
    given(...queued)
      .when(tick(s(11.5)))
      .thenEmits(card('queue', { title: 'You are in the queue', choices: ['wait', 'share-details'], otherWays }));
  });

  test('shows what was heard before the request', () => {
    const early = [starts({}, 0), writes('Where is my order?', 1)];
    expect(cards(given(...early, ringing('of-1')).when(request))).toMatchObject([
      card('ringing', { title: 'The retention team is being asked' }),
    ]);
    expect(cards(given(...early, unstaffed()).when(request))).toMatchObject([card('nobody')]);
    expect(cards(given(...early, waits(3)).when(request))).toMatchObject([card('queue', { position: 3 })]);
    expect(cards(given(...early, unstaffed('h-0')).when(request))).toEqual([]);
  });
});

describe('somebody is free', () => {
  test('names the team that is asked, and promises less than a minute', () => {
    given(...queued)
      .when(ringing('of-1'))
      .thenEmits(
        card('ringing', {
          team: 'retention_team',
          text: 'Somebody usually answers in under 1 minute. They see what you wrote; you can keep writing.',
          choices: ['share-details', 'wait'],
          otherWays,
        }),
      );
  });

  test('has no position, and no new card when the estimate changes meanwhile', () => {
    given(...queued, ringing('of-1'))
      .when(waits(1))
      .thenNothing();
  });

  test('becomes the queue with its place when the agent declines, without a promise of minutes nobody can keep', () => {
    const declined = returnedBy('mia', 'declined', 'h-1', 'of-1');
    const { outputs } = given(...queued, ringing('of-1'), waits(1, 'h-1', { underOneMinute: true })).when(declined);
    expect(outputs).toMatchObject([card('queue', { position: 1, title: "You're #1 in the queue" })]);
    expect(JSON.stringify(outputs)).not.toMatch(/minute/i);
  });

  test('an offer that ended before does not end the one that rings', () => {
    given(...queued, ringing('of-1'), ringing('of-2'))
      .when(returnedBy('mia', 'timed-out', 'h-1', 'of-1'))
      .thenNothing();
  });
});

describe('all are busy', () => {
  test('shows place and range', () => {
    given(...queued)
      .when(waits(2, 'h-1', { lowMinutes: 4, highMinutes: 8 }))
      .thenEmits(
        card('queue', {
          position: 2,
          lowMinutes: 4,
          highMinutes: 8,
          title: "You're #2 in the queue, about 4 to 8 minutes",
          choices: ['wait', 'share-details'],
          otherWays,
        }),
      );
  });

  test('says so when the wait is at least as long as the last range, or not known', () => {
    given(...queued)
      .when(waits(9, 'h-1', { lowMinutes: 30 }))
      .thenEmits(card('queue', { title: "You're #9 in the queue, 30 minutes or longer" }));
    given(...queued)
      .when(waits(9, 'h-1', { lowMinutes: undefined }))
      .thenEmits(card('queue', { title: "You're #9 in the queue" }));
  });

  test('is shown again only when the customer would see a change', () => {
    given(...queued, waits(2))
      .when(waits(2))
      .thenNothing();
  });
});

describe('nobody is on duty', () => {
  test('is said plainly, without a number', () => {
    given(...queued)
      .when(unstaffed())
      .thenEmits(
        card('nobody', { choices: ['callback', 'schedule-call', 'email', 'wait'], otherWays: ['back-to-bot'] }),
      );
    const { outputs } = given(...queued, waits(2)).when(unstaffed());
    expect(JSON.stringify(outputs)).not.toMatch(/#2|minutes|position/);
  });

  test('stays while the wait is not known, and becomes the queue once it is', () => {
    const unknown = waits(1, 'h-1', { lowMinutes: undefined });
    given(...queued, unstaffed())
      .when(unknown)
      .thenNothing();
    given(...queued, unstaffed(), unknown)
      .when(waits(1))
      .thenEmits(card('queue', { position: 1 }));
  });
});

describe('all teams are closed', () => {
  test('shows hours and next opening, and no minutes before it', () => {
    given(...queued, queuedByRouting({ closed: { opensAt } }))
      .when(closed)
      .thenEmits(
        card('closed', {
          hours: 'Mon-Fri 09:00-18:00',
          opensAt,
          choices: ['ticket', 'callback', 'schedule-call', 'leave-note'],
          otherWays: ['back-to-bot'],
        }),
      );
    given(...queued, closed)
      .when({ ...waits(1), at: s(20) })
      .thenNothing();
  });

  test('says hours and next opening in the language and the zone of the customer', () => {
    const week = [{ days: [1, 2, 3, 4, 5], from: 540, to: 1_080 }];
    const inNewYork = unstaffed('h-1', { closed: { ...closedFacts, timeZone: 'America/New_York', week } });
    const past = [starts({ language: 'de', timeZone: 'Europe/Berlin' }, 0), ...queued.slice(1)];
    const title = 'Unser Team hat zurzeit geschlossen';
    given(...past)
      .when(inNewYork)
      .thenEmits(
        card('closed', {
          title,
          hours: expect.stringMatching(
            /^Mo – Fr .*; wieder erreichbar Freitag, 10\. Oktober um 11:53 Ihrer Zeit \(Freitag, 10\. Oktober um 5:53, /,
          ),
        }),
      );
  });

  test('never offers to connect now', () => {
    const { outputs } = given(...queued.slice(0, 2), { ...closed, at: s(9) }).when({
      ...requested('h-1', { reasons: ['human_request'] }),
      at: s(10),
    });
    expect(JSON.stringify(outputs)).not.toMatch(/connect-now|share-details/);
  });

  test('ends with the opening: then the queue shows place and range, and a free agent rings', () => {
    given(...queued, closed)
      .when({ ...waits(1), at: opensAt })
      .thenEmits(card('queue', { position: 1 }));
    given(...queued, closed)
      .when({ ...ringing('of-1'), at: opensAt })
      .thenEmits(card('ringing'));
  });
});

describe('a customer who asked for a person', () => {
  const asked = [...queued.slice(0, 2), { ...requested('h-1', { reasons: ['human_request'] }), at: s(10) }];

  test('may connect now or share details first, for twenty seconds', () => {
    given(...asked)
      .when(ringing('of-1'))
      .thenEmits(card('ringing', { choices: ['connect-now', 'share-details'], detailsUntil: s(30) }));
    given(...asked)
      .when({ ...waits(2), at: s(31) })
      .thenEmits(card('queue', { choices: ['wait', 'share-details'] }));
  });

  test('is not asked again after the answer', () => {
    given(...asked, ringing('of-1'))
      .when(chooses('connect-now', { handoffId: 'h-1' }))
      .thenEmits('ChoiceMade', card('ringing', { choices: ['share-details', 'wait'] }));
    given(...asked, ringing('of-1'), chooses('connect-now', { handoffId: 'h-1' }))
      .when(waits(2))
      .thenNothing();
  });
});

describe('a conversation that comes back from an agent', () => {
  test('shows the queue again unless somebody is asked at once', () => {
    const back = [...queued, assignedTo('mia'), { ...returnedBy('mia'), at: s(60) }];
    given(...back)
      .when({ ...ringing('of-2'), at: s(60) })
      .thenEmits(card('ringing'));
    given(...back)
      .when(tick(s(61.5)))
      .thenEmits(card('queue'));
  });
});
