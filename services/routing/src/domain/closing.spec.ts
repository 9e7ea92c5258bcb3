import { describe, expect, test } from '@jest/globals';
import { tick } from '@warmline/testing/story';
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
  transfer,
  transferRefused,
  unstaffed,
} from './testing/story.fixtures.ts';

describe('an agent who disconnects', () => {
  test('loses an open offer at once', () =>
    given(presence('ben', 0), presence('sofia', 1), received('h1', 2))
      .when(presence('ben', 3, 'offline'))
      .then(returned('h1', 'ben', 'agent-disconnected'), offered('h1', 'sofia')));

  test('loses a conversation after twenty seconds, and it keeps its age', () => {
    const past = [presence('ben', 0), received('h1', 1), accept('h1', 'ben', 2), presence('ben', 10, 'offline')];
    expect(given(...past).due()).toBe(s(30));
    given(...past, presence('sofia', 12))
      .when(tick(s(30)))
      .then(returned('h1', 'ben', 'agent-disconnected'), offered('h1', 'sofia', { waitedMs: 1_000 }));
    expect(given(...past, firstResponded('h1', 'ben', 24), presence('ben', 25)).due()).toBeNull();
  });

  test('is not the same as an agent who is away, who keeps conversations and gets no offers', () => {
    const past = [presence('ben', 0), received('h1', 1), accept('h1', 'ben', 2), presence('ben', 3, 'away')];
    given(...past)
      .when(tick(s(60)))
      .thenNothing();
    given(...past)
      .when(received('h2', 60))
      .then(queued('h2'), unstaffed('h2', 'billing_team'));
    given(...past)
      .when(resolve('h1', 'ben', 62))
      .then({ type: 'HandoffClosed' });
  });
});

describe('a customer', () => {
  const past = [presence('ben', 0), received('h1', 1)];

  test('who leaves the queue frees the capacity of the offer', () =>
    given(presence('ben', 0, 'online', { capacity: 1 }), received('h1', 1), received('h2', 2))
      .when(handoffEvent('CustomerLeft', 'h1', 11, { reason: 'back-to-bot' }))
      .then({ type: 'HandoffAbandoned', data: { waitedMs: 10_000, reason: 'back-to-bot' } }, offered('h2', 'ben')));

  test.each([
    ['CustomerLeft', { reason: 'ended' }, 'HandoffAbandoned'],
    ['HandoffWithdrawalReceived', { reason: 'ended' }, 'HandoffAbandoned'],
  ])('who leaves (%s) during an agent offer ends that offer', (type, facts, ended) => {
    given(...past)
      .when(handoffEvent(type, 'h1', 3, facts))
      .then({ type: ended, data: { handoffId: 'h1', agentId: 'ben', offerId: 'taken-h1/offer/h1' } });
  });

  test('who leaves before an agent offer ends none', () => {
    const { outputs } = given(received('h1', 1)).when(handoffEvent('CustomerLeft', 'h1', 3, { reason: 'ended' }));
    expect(outputs.map(({ type }) => type)).toEqual(['HandoffAbandoned']);
    expect(Object.keys(outputs[0]?.data as object)).not.toContain('offerId');
  });

  test('whose hand-off is withdrawn is offered no more', () =>
    given(...past)
      .when(handoffEvent('HandoffWithdrawalReceived', 'h1', 3, { reason: 'ended' }))
      .then({ type: 'HandoffAbandoned', data: { handoffId: 'h1' } }));

  test('who ends an assigned conversation leaves the outcome to the agent', () => {
    const left = [...past, accept('h1', 'ben', 2), handoffEvent('CustomerLeft', 'h1', 3, { reason: 'ended' })];
    given(...left.slice(0, 3))
      .when(handoffEvent('CustomerLeft', 'h1', 3, { reason: 'ended' }))
      .thenNothing();
    given(...left)
      .when(resolve('h1', 'ben', 8))
      .then({ type: 'HandoffClosed', data: { resolution: { resolved: true } } });
    given(...left, presence('ben', 9, 'offline'))
      .when(tick(s(29)))
      .then({ type: 'HandoffClosed' });
  });
});

describe('a transfer', () => {
  const past = [presence('mia', 0), received('h1', 1, { subject: 'cancellation' }), accept('h1', 'mia', 2)];

  test('to a team asks that team, at the original age', () =>
    given(...past, presence('sofia', 3))
      .when(transfer('h1', 'mia', 61, 'team', 'billing_team'))
      .then(
        returned('h1', 'mia', 'transferred'),
        queued('h1', { requestedAt: s(1), steps: [{ team: 'billing_team', opensAt: s(61) }] }),
        offered('h1', 'sofia', { team: 'billing_team' }),
      ));

  test('to a colleague asks only that agent', () =>
    given(...past, presence('ben', 3), presence('sofia', 3))
      .when(transfer('h1', 'mia', 61, 'agent', 'sofia'))
      .then(
        returned('h1', 'mia', 'transferred'),
        queued('h1'),
        offered('h1', 'sofia', { why: { rule: 'first team asked for cancellation; transferred to this agent' } }),
      ));

  test('to a skill asks agents who have it', () =>
    given(...past, firstResponded('h1', 'mia', 3), presence('sofia', 3))
      .when(transfer('h1', 'mia', 200, 'skill', 'refunds'))
      .then(returned('h1', 'mia', 'transferred'), queued('h1'), offered('h1', 'sofia', { priority: 65 })));

  test('carries the note for the next agent', () =>
    given(...past, presence('sofia', 3))
      .when(transfer('h1', 'mia', 61, 'agent', 'sofia'))
      .then(
        {
          type: 'HandoffReturned',
          data: { transfer: { to: { kind: 'agent', id: 'sofia' }, note: 'please' } },
        },
        queued('h1'),
        offered('h1', 'sofia'),
      ));

  test.each([
    ['an unknown team', 'team', 'no_such_team', 'unknown team "no such team"'],
    ['a colleague who is not on duty', 'agent', 'ben', 'this agent is not on duty'],
    ['a skill nobody has', 'skill', 'chess', 'no agent has the skill chess'],
    ['the same agent', 'agent', 'mia', 'the hand-off is with this agent already'],
  ])('to %s is refused with a reason, and the agent keeps the conversation', (_, kind, id, reason) => {
    given(...past)
      .when(transfer('h1', 'mia', 61, kind, id))
      .then(transferRefused('h1', reason));
    given(...past, transfer('h1', 'mia', 61, kind, id))
      .when(resolve('h1', 'mia', 90))
      .then({ type: 'HandoffClosed' });
  });
});

test('a transfer of a hand-off that is already back in the queue is refused', () => {
  const past = [presence('mia', 0), received('h1', 1, { subject: 'cancellation' }), accept('h1', 'mia', 2)];
  const reminded = [...past, tick(s(182)), presence('sofia', 200), presence('ben', 201)];
  given(...reminded)
    .when(transfer('h1', 'mia', 363, 'skill', 'refunds'))
    .then(
      returned('h1', 'mia', 'agent-unresponsive'),
      transferRefused('h1', 'the hand-off is not with this agent'),
      offered('h1', 'sofia'),
    );
  const row = given(...reminded, transfer('h1', 'mia', 363, 'skill', 'refunds'))
    .state()
    ?.handoffs.get('h1');
  expect(row?.request).toMatchObject({ skills: [], transferredTo: null });
});

test('a pool without agents, hand-offs and callbacks is finished', () =>
  expect(given(presence('ben', 0), presence('ben', 1, 'offline')).state()).toBeNull());
