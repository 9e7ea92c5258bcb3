import { describe, expect, test } from '@jest/globals';
import { storyOf, tick } from '@warmline/testing/story';
import { routing } from './routing.ts';
import {
  accept,
  firstResponded,
  given,
  handoffEvent,
  offered,
  presence,
  queued,
  received,
  returned,
  s,
  teams,
} from './testing/story.fixtures.ts';

describe('a hand-off that returns to the queue', () => {
  const full = presence('ben', 0, 'online', { capacity: 0 });

  test('has the points for waiting once, however often it returns', () => {
    const past = [
      full,
      received('h1', 1, { priority: 50 }),
      tick(s(121)),
      presence('ben', 130),
      presence('sofia', 131),
    ];
    const declined = handoffEvent('OfferDeclined', 'h1', 140, { agentId: 'ben', offerId: 'e-3/offer/h1' });
    given(...past)
      .when(declined)
      .then(returned('h1', 'ben', 'declined'), offered('h1', 'sofia', { priority: 65, waitedMs: 139_000 }));
  });

  test('because its agent did not respond counts as missed by that agent', () => {
    const past = [presence('ben', 0), received('h1', 1), accept('h1', 'ben', 2), tick(s(182)), tick(s(362))];
    expect(
      given(...past)
        .state()
        ?.agents.get('ben'),
    ).toMatchObject({ consecutiveMisses: 1 });
  });

  test('because its agent disconnected is offered at once to the same agent, if that agent is the first to be back', () => {
    const past = [presence('ben', 0), received('h1', 1), accept('h1', 'ben', 2), firstResponded('h1', 'ben', 3)];
    given(...past, presence('ben', 10, 'offline'), tick(s(30)))
      .when(presence('ben', 31))
      .then(offered('h1', 'ben', { waitedMs: 2_000 }));
  });
});

test('an agent with two reserved skills keeps the larger reserve free', () => {
  const reserve = [
    { skill: 'senior', capacity: 2 },
    { skill: 'refunds', capacity: 1 },
  ];
  const kept = storyOf(routing({ ...teams, settings: { ...teams.settings, reserve } }));
  kept(presence('sofia', 0), received('h1', 1)).when(received('h2', 2)).then(queued('h2'));
});
