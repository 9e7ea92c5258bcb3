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
  resolve,
  returned,
  s,
  teams,
  transfer,
  transferRefused,
  verdictOf,
} from './testing/story.fixtures.ts';

describe('a conversation that an agent has', () => {
  const past = [presence('ben', 0), received('h1', 1), accept('h1', 'ben', 2)];

  test('is closed by him alone', () => {
    expect(verdictOf([...past, presence('sofia', 3), resolve('h1', 'sofia', 9)])).toEqual({
      is: 'skip',
      reason: 'the hand-off is not with this agent',
    });
  });

  test('is not kept by what somebody else says', () =>
    given(...past, firstResponded('h1', 'sofia', 9))
      .when(tick(s(182)))
      .then({ type: 'AgentReminded', data: { agentId: 'ben' } }));

  test('is in nobody’s way: the place in the queue counts those who wait', () =>
    given(...past, presence('ben', 3, 'online', { capacity: 1 }))
      .when(received('h2', 4))
      .then(queued('h2', { queueLength: 1 })));

  describe('whose customer has left', () => {
    const left = [...past, handoffEvent('CustomerLeft', 'h1', 3, { reason: 'ended' })];

    test('reminds nobody to answer', () => expect(given(...left).due()).toBeNull());

    test('cannot be passed on', () =>
      given(...left, presence('sofia', 4))
        .when(transfer('h1', 'ben', 9, 'agent', 'sofia'))
        .then(transferRefused('h1', 'the customer has left')));
  });

  test('passed on for a skill is for anybody who has it, at any level', () =>
    given(...past, presence('sofia', 3, 'online', { skills: [{ name: 'gold', level: 1 }] }))
      .when(transfer('h1', 'ben', 9, 'skill', 'gold'))
      .then(returned('h1', 'ben', 'transferred'), queued('h1'), offered('h1', 'sofia')));

  test('handed back to the bot is closed, and leaves the agent his wrap-up', () => {
    const wraps = storyOf(routing({ ...teams, settings: { ...teams.settings, wrapUpSeconds: 30 } }));
    wraps(...past)
      .when(handoffEvent('CustomerLeft', 'h1', 62, { reason: 'back-to-bot' }))
      .then({ type: 'HandoffClosed', data: { agentId: 'ben', handledMs: 60_000, wrapUpUntil: s(92) } });
  });

  test('that came back once was handled for the time of both agents', () =>
    given(...past, firstResponded('h1', 'ben', 3), presence('sofia', 4), transfer('h1', 'ben', 32, 'agent', 'sofia'), {
      ...accept('h1', 'sofia', 40, 'e-5/offer/h1'),
    })
      .when(resolve('h1', 'sofia', 100))
      .then({ type: 'HandoffClosed', data: { handledMs: 90_000, waitedMs: 9_000 } }));

  test('is not taken back because the bot wants it', () =>
    expect(verdictOf([...past, handoffEvent('HandoffWithdrawalReceived', 'h1', 9, { reason: 'back-to-bot' })])).toEqual(
      {
        is: 'skip',
        reason: 'an agent already has the hand-off',
      },
    ));
});

test('a language nobody could tell is anybody’s', () =>
  given(presence('ben', 0))
    .when(received('h1', 1, { language: 'und' }))
    .then(queued('h1'), offered('h1', 'ben')));
