import { describe, expect, test } from '@jest/globals';
import { tick } from '@warmline/testing/story';
import {
  accept,
  decline,
  given,
  handoffEvent,
  offered,
  presence,
  queued,
  received,
  returned,
  s,
  verdictOf,
} from './testing/story.fixtures.ts';

describe('an agent offer', () => {
  const past = [presence('ben', 0), presence('sofia', 1), received('h1', 2)];

  test('that is accepted assigns the hand-off', () =>
    given(...past)
      .when(accept('h1', 'ben', 6))
      .then({ type: 'HandoffAssigned', data: { agentId: 'ben', team: 'billing_team', waitedMs: 4_000 } }));

  test('that is accepted passes its explanation on to the assignment', () =>
    given(...past)
      .when(accept('h1', 'ben', 6))
      .then({
        type: 'HandoffAssigned',
        data: {
          why: {
            rule: 'first team asked for billing; longest idle; accepted',
            considered: [
              { agentId: 'ben', eligible: true, because: 'member of billing team, load 0 of 3' },
              { agentId: 'sofia', eligible: true, because: 'member of billing team, load 0 of 3' },
            ],
          },
        },
      }));

  test('that is declined goes to another agent at the original age', () =>
    given(...past)
      .when(decline('h1', 'ben', 6))
      .then(returned('h1', 'ben', 'declined'), offered('h1', 'sofia', { waitedMs: 4_000 })));

  test('that is not answered expires and goes to another agent', () => {
    expect(given(...past).due()).toBe(s(32));
    given(...past)
      .when(tick(s(32)))
      .then(returned('h1', 'ben', 'timed-out'), offered('h1', 'sofia'));
  });

  test('returns to the agent who declined it after thirty seconds, if there is nobody else', () => {
    const alone = [presence('ben', 0), received('h1', 1), decline('h1', 'ben', 5)];
    expect(given(...alone).due()).toBe(s(35));
    given(...alone)
      .when(tick(s(35)))
      .then(offered('h1', 'ben'));
  });

  test('that has ended cannot be accepted', () => {
    const verdict = verdictOf([...past, tick(s(32)), accept('h1', 'ben', 33)]);
    expect(verdict).toEqual({ is: 'skip', reason: 'offer no longer open' });
  });

  test('cannot be accepted by another agent', () => {
    const verdict = verdictOf([...past, accept('h1', 'sofia', 5)]);
    expect(verdict).toEqual({ is: 'skip', reason: 'the offer was made to another agent' });
  });

  test('that a paused agent declines ends the pause', () => {
    const three = [
      presence('ben', 0),
      received('h1', 1),
      received('h2', 2),
      received('h3', 9),
      tick(s(31)),
      tick(s(32)),
    ];
    const missed = given(...three).state();
    expect(missed?.agents.get('ben')).toMatchObject({ availability: 'paused', offeredHandoffs: ['h3'] });
    given(...three)
      .when(decline('h3', 'ben', 38))
      .then(returned('h3', 'ben', 'declined'));
    given(...three, decline('h3', 'ben', 38))
      .when(received('h4', 39))
      .then(queued('h4'), offered('h4', 'ben'));
  });

  test('that is answered resets the count of missed offers', () => {
    const missed = [presence('ben', 0), received('h1', 1), tick(s(31)), tick(s(61))];
    const second = 'e-3/offer/h1';
    const declined = handoffEvent('OfferDeclined', 'h1', 65, { agentId: 'ben', offerId: second });
    expect(
      given(...missed)
        .state()
        ?.agents.get('ben'),
    ).toMatchObject({ consecutiveMisses: 1, offeredHandoffs: ['h1'] });
    for (const answer of [declined, accept('h1', 'ben', 65, second)])
      expect(
        given(...missed, answer)
          .state()
          ?.agents.get('ben'),
      ).toMatchObject({ consecutiveMisses: 0, availability: 'online' });
  });

  test('that is the second missed in a row pauses the agent until they report a status', () => {
    const alone = [presence('ben', 0), received('h1', 1), tick(s(31)), tick(s(61)), tick(s(91))];
    given(...alone)
      .when(tick(s(121)))
      .thenNothing();
    given(...alone)
      .when(presence('ben', 125))
      .then(offered('h1', 'ben', { priority: 65 }));
  });
});
