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

  test('can be closed only by that agent', () => {
    expect(verdictOf([...past, presence('sofia', 3), resolve('h1', 'sofia', 9)])).toEqual({
      is: 'skip',
      reason: 'the hand-off is not with this agent',
    });
  });

  test('causes a reminder although another agent responded', () =>
    given(...past, firstResponded('h1', 'sofia', 9))
      .when(tick(s(182)))
      .then({ type: 'AgentReminded', data: { agentId: 'ben' } }));

  test('is not counted in the length of the queue', () =>
    given(...past, presence('ben', 3, 'online', { capacity: 1 }))
      .when(received('h2', 4))
      .then(queued('h2', { queueLength: 1 })));

  describe('whose customer has left', () => {
    const left = [...past, handoffEvent('CustomerLeft', 'h1', 3, { reason: 'ended' })];

    test('causes no reminder, and is closed without an outcome 45 s later', () => {
      expect(given(...left).due()).toBe(s(48));
      const { outputs } = given(...left).when(tick(s(48)));
      expect(outputs.map(({ type }) => type)).toEqual(['HandoffClosed']);
      expect(outputs[0]?.data).toMatchObject({ agentId: 'ben', handledMs: 1_000 });
      expect(outputs[0]?.data).not.toHaveProperty('resolution');
    });

    test('then frees the capacity of its agent for the next customer', () =>
      given(...left, presence('ben', 4, 'online', { capacity: 1 }), received('h2', 5))
        .when(tick(s(48)))
        .then({ type: 'HandoffClosed', data: { handoffId: 'h1' } }, offered('h2', 'ben')));

    test('is not closed when the customer has returned', () => {
      const back = [...left, handoffEvent('CustomerReturned', 'h1', 20, {})];
      given(...back)
        .when(tick(s(48)))
        .thenNothing();
      expect(
        given(...back, presence('sofia', 21)).when(transfer('h1', 'ben', 22, 'agent', 'sofia')).outputs[0]?.type,
      ).toBe('HandoffReturned');
    });

    test('cannot be transferred', () =>
      given(...left, presence('sofia', 4))
        .when(transfer('h1', 'ben', 9, 'agent', 'sofia'))
        .then(transferRefused('h1', 'the customer has left')));
  });

  test('transferred to a skill is offered to agents with that skill at any level', () =>
    given(...past, presence('sofia', 3, 'online', { skills: [{ name: 'gold', level: 1 }] }))
      .when(transfer('h1', 'ben', 9, 'skill', 'gold'))
      .then(returned('h1', 'ben', 'transferred'), queued('h1'), offered('h1', 'sofia')));

  test('handed back to the bot is closed, and its agent gets a wrap-up', () => {
    const wraps = storyOf(routing({ ...teams, settings: { ...teams.settings, wrapUpSeconds: 30 } }));
    wraps(...past)
      .when(handoffEvent('CustomerLeft', 'h1', 62, { reason: 'back-to-bot' }))
      .then({ type: 'HandoffClosed', data: { agentId: 'ben', handledMs: 60_000, wrapUpUntil: s(92) } });
  });

  test('that was returned once counts the handling time of both agents', () =>
    given(...past, firstResponded('h1', 'ben', 3), presence('sofia', 4), transfer('h1', 'ben', 32, 'agent', 'sofia'), {
      ...accept('h1', 'sofia', 40, 'e-5/offer/h1'),
    })
      .when(resolve('h1', 'sofia', 100))
      .then({ type: 'HandoffClosed', data: { handledMs: 90_000, waitedMs: 9_000 } }));

  test('is not withdrawn at the request of the bot', () =>
    expect(verdictOf([...past, handoffEvent('HandoffWithdrawalReceived', 'h1', 9, { reason: 'back-to-bot' })])).toEqual(
      {
        is: 'skip',
        reason: 'an agent already has the hand-off',
      },
    ));
});

test('a hand-off of undetermined language is offered to any agent', () =>
  given(presence('ben', 0))
    .when(received('h1', 1, { language: 'und' }))
    .then(queued('h1'), offered('h1', 'ben')));
