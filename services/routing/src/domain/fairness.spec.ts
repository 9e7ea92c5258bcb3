import { describe, test } from '@jest/globals';
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
  s,
} from './testing/story.fixtures.ts';

describe('the agent asked among several', () => {
  test('is the longest idle, and an expired offer does not reset idle time', () =>
    given(
      presence('ben', 0),
      presence('sofia', 5),
      received('h1', 6),
      handoffEvent('CustomerLeft', 'h1', 10, { reason: 'ended' }),
    )
      .when(received('h2', 11))
      .then(queued('h2'), offered('h2', 'ben')));

  test('is the longest idle, however often they report their status', () =>
    given(presence('ben', 0), presence('sofia', 5), presence('ben', 8))
      .when(received('h1', 9))
      .then(queued('h1'), offered('h1', 'ben')));

  test('is the one with the lowest share of capacity in use', () => {
    const one = presence('ben', 0, 'online', { capacity: 2 });
    const past = [one, received('h1', 1), accept('h1', 'ben', 2), presence('sofia', 3, 'online', { capacity: 5 })];
    given(...past, received('h2', 4), accept('h2', 'sofia', 5))
      .when(received('h3', 6))
      .then(queued('h3'), offered('h3', 'sofia', { why: { rule: 'first team asked for billing; lowest load' } }));
  });

  test('is one who got no offer before, even if another has a higher skill level', () => {
    const past = [presence('sofia', 0), presence('ben', 0), received('h1', 1, { seniorFirst: true })];
    given(...past, decline('h1', 'sofia', 1))
      .when(tick(s(31)))
      .then(offered('h1', 'ben', { why: { rule: 'first team asked for billing; not asked before' } }));
  });

  test('is the first by id if all criteria are equal', () =>
    given(presence('sofia', 0), presence('ben', 0))
      .when(received('h1', 1))
      .then(queued('h1'), offered('h1', 'ben', { why: { rule: 'first team asked for billing; first by agent id' } })));
});
