import { describe, expect, test } from '@jest/globals';
import { storyOf, tick } from '@warmline/testing/story';
import { routing } from './routing.ts';
import {
  accept,
  firstResponded,
  given,
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
  unstaffed,
  verdictOf,
} from './testing/story.fixtures.ts';

/** Faults reported of other systems, under their numbers in our list. They cannot happen here. */

describe('5. freed capacity is not offered to the waiting customer, or a newer one gets it', () => {
  const one = presence('ben', 0, 'online', { capacity: 1 });
  const past = [one, received('h1', 1), accept('h1', 'ben', 2), received('old', 3), received('new', 9)];

  test('the hand-off that waits longest is offered in the decision that frees capacity', () =>
    given(...past)
      .when(resolve('h1', 'ben', 60))
      .then({ type: 'HandoffClosed' }, offered('old', 'ben')));

  test('a request at the same time waits behind it', () =>
    given(...past, resolve('h1', 'ben', 60))
      .when(received('newest', 60))
      .then(queued('newest')));

  test('an agent who comes on duty is offered it too', () =>
    given(...past)
      .when(presence('sofia', 20, 'online', { capacity: 1 }))
      .then(offered('old', 'sofia')));
});

describe('9. a team with nobody on duty accepts the chat and only then fails', () => {
  test('the alarm that nobody is on duty follows the queueing, once', () => {
    given(presence('ben', 0))
      .when(received('h1', 1, { subject: 'enterprise' }))
      .then(queued('h1'), unstaffed('h1', 'enterprise_team'));
    given(presence('ben', 0), received('h1', 1, { subject: 'enterprise' }))
      .when(received('h2', 2, { subject: 'enterprise' }))
      .then(queued('h2'), unstaffed('h2', 'enterprise_team'));
  });

  test('a step is skipped at once if its team is away', () =>
    given(presence('ben', 0, 'away', { teams: ['billing_team'] }), presence('lena', 0))
      .when(received('h1', 1))
      .then(queued('h1'), offered('h1', 'lena', { team: 'general_team' })));

  test('a transfer to an agent who is not on duty is refused', () =>
    given(presence('ben', 0), received('h1', 1), accept('h1', 'ben', 2))
      .when(transfer('h1', 'ben', 9, 'agent', 'omar'))
      .then(transferRefused('h1', 'this agent is not on duty')));
});

describe('10. chats stay with an agent who went offline, an agent stays reserved for ever, capacity is exceeded', () => {
  test('an agent who is offline for twenty seconds loses all hand-offs, which keep their age', () => {
    const past = [presence('ben', 0), received('h1', 1), accept('h1', 'ben', 2), presence('ben', 60, 'offline')];
    expect(given(...past).due()).toBe(s(80));
    given(...past, presence('sofia', 61))
      .when(tick(s(80)))
      .then(returned('h1', 'ben', 'agent-disconnected'), offered('h1', 'sofia', { waitedMs: 1_000 }));
  });

  test('an agent who does not answer an offer is free again when it expires', () => {
    const past = [presence('ben', 0, 'online', { capacity: 1 }), received('h1', 1)];
    const state = given(...past, tick(s(31))).state();
    expect(state?.agents.get('ben')).toMatchObject({ offeredHandoffs: [], load: 0 });
    given(...past, tick(s(31)))
      .when(received('h2', 32))
      .then(queued('h2'), offered('h2', 'ben'));
  });

  test('an agent who goes offline loses an open offer at once', () =>
    given(presence('ben', 0), received('h1', 1))
      .when(presence('ben', 2, 'offline'))
      .then(returned('h1', 'ben', 'agent-disconnected'), unstaffed('h1', 'billing_team')));

  test('simultaneous requests never exceed the capacity', () => {
    const past = [presence('ben', 0, 'online', { capacity: 2 })];
    const all = ['h1', 'h2', 'h3', 'h4'].map((id) => received(id, 1));
    expect(
      given(...past, ...all)
        .state()
        ?.agents.get('ben'),
    ).toMatchObject({ offeredHandoffs: ['h1', 'h2'], load: 200 });
  });

  test('two accepts of one offer lead to one assignment', () => {
    const past = [presence('ben', 0), received('h1', 1), accept('h1', 'ben', 2)];
    expect(verdictOf([...past, accept('h1', 'ben', 2)])).toEqual({ is: 'skip', reason: 'offer no longer open' });
  });
});

describe('11. no timer when the assigned agent stays silent', () => {
  const past = [presence('ben', 0), received('h1', 1), accept('h1', 'ben', 2)];
  const reminded = { type: 'AgentReminded', data: { handoffId: 'h1', agentId: 'ben', returnsAt: s(362) } };

  test('the agent is reminded after three minutes', () => {
    expect(given(...past).due()).toBe(s(182));
    given(...past)
      .when(tick(s(182)))
      .then(reminded);
  });

  test('after three more minutes it returns to the queue at its age, and another agent is asked', () => {
    const silent = [...past, tick(s(182)), presence('sofia', 200)];
    given(...silent)
      .when(tick(s(362)))
      .then(returned('h1', 'ben', 'agent-unresponsive'), offered('h1', 'sofia', { waitedMs: 1_000 }));
    expect(
      given(...silent, tick(s(362)))
        .state()
        ?.handoffs.get('h1')?.request.requestedAt,
    ).toBe(s(1));
  });

  test('an agent who is due to lose it twice at one instant loses it once', () =>
    given(...past, tick(s(182)), presence('ben', 342, 'offline'))
      .when(tick(s(362)))
      .then(returned('h1', 'ben', 'agent-unresponsive'), unstaffed('h1', 'billing_team')));

  test('an agent who responded keeps it', () => {
    expect(given(...past, firstResponded('h1', 'ben', 9)).due()).toBeNull();
    given(...past, tick(s(182)), firstResponded('h1', 'ben', 190))
      .when(tick(s(362)))
      .thenNothing();
  });

  test('after an outage the agent is reminded first, however late it is', () => {
    const subject = routing(teams);
    const late = given(...past).state();
    const event = { type: 'Tick', id: 't', at: s(182) } as const;
    expect(subject.decide(event, late, { id: (name) => name, receivedAt: s(4_000) })).toMatchObject({
      verdict: { outputs: [{ type: 'AgentReminded', data: { returnsAt: s(4_180) } }] },
    });
  });

  test('nobody is reminded if the teams file turns reminders off', () => {
    const never = storyOf(routing({ ...teams, settings: { ...teams.settings, firstResponseTimeoutSeconds: 0 } }));
    expect(never(...past).due()).toBeNull();
  });
});

describe('14. holidays and split shifts are not supported', () => {
  const day = (iso: string): number => (Date.parse(iso) - s(0)) / 1000;
  const hours = {
    timeZone: 'Europe/Berlin',
    week: [
      { days: [1, 2, 3, 4, 5], from: 9 * 60, to: 12 * 60 },
      { days: [1, 2, 3, 4, 5], from: 14 * 60, to: 18 * 60 },
    ],
    holidays: ['12-25'],
    closed: [],
    open: [],
  };
  const enterprise = storyOf(routing({ ...teams, hours: { enterprise_team: hours } }));
  const asked = (iso: string) =>
    enterprise(presence('omar', day(iso) - 1)).when(received('h1', day(iso), { subject: 'enterprise' }));
  const opens = (iso: string) => ({
    type: 'TeamUnstaffed',
    data: { team: 'enterprise_team', closed: { opensAt: Date.parse(iso) } },
  });

  test('a team is closed between the halves of a split shift, and asked when the second begins', () => {
    asked('2026-03-02T12:30:00+01:00').then(queued('h1'), opens('2026-03-02T14:00:00+01:00'));
    asked('2026-03-02T14:00:00+01:00').then(queued('h1'), offered('h1', 'omar'));
  });

  test('a team is closed all of a holiday, and the next opening is the day after', () =>
    asked('2025-12-25T10:00:00+01:00').then(queued('h1'), opens('2025-12-26T09:00:00+01:00')));
});
