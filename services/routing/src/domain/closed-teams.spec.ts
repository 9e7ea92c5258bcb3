import { describe, expect, test } from '@jest/globals';
import { type StoryEvent, storyOf, tick } from '@warmline/testing/story';
import type { Hours } from './hours.ts';
import { routing } from './routing.ts';
import {
  accept,
  handoffEvent,
  offered,
  presence,
  queued,
  received,
  s,
  teams,
  transfer,
  transferRefused,
  unstaffed,
} from './testing/story.fixtures.ts';

/** The stories begin on Thursday 9 October 2025 at 4:53:20 in New York. */
const office: Hours = {
  timeZone: 'America/New_York',
  week: [{ days: [1, 2, 3, 4, 5], from: 540, to: 1080 }],
  holidays: [],
  closed: [],
  open: [],
};
const OPENS = 14_800;
const CLOSES = OPENS + 9 * 3_600;
const keeping = (...names: readonly string[]) =>
  storyOf(routing({ ...teams, hours: Object.fromEntries(names.map((name) => [name, office])) }));
const closed = {
  hours: 'Mon-Fri 9:00-18:00 (America/New_York); next open Thu 9 Oct 9:00',
  timeZone: office.timeZone,
  week: office.week,
  opensAt: s(OPENS),
};

describe('a closed team', () => {
  const billing = keeping('billing_team');

  test('is skipped at once, even if its agents are online', () =>
    billing(presence('sofia', 0), presence('lena', 0))
      .when(received('h1', 1))
      .then(queued('h1'), offered('h1', 'lena', { team: 'general_team', waitedMs: 0 })));

  test('is told with the opening when a hand-off that only it may take joins the queue', () => {
    const { outputs } = keeping('billing_team', 'general_team')(presence('sofia', 0)).when(received('h1', 1));
    expect(outputs[0]).toMatchObject({ type: 'HandoffQueued', data: { closed: { opensAt: s(OPENS) } } });
    const open = billing(presence('lena', 0)).when(received('h1', 1));
    expect(open.outputs[0]?.data).not.toHaveProperty('closed');
  });

  test('is named in the explanation', () => {
    const { outputs } = billing(presence('sofia', 0), presence('lena', 0)).when(received('h1', 1));
    expect(outputs[1]?.data).toMatchObject({
      why: {
        rule: 'second team asked for billing; the only eligible agent',
        considered: [
          { agentId: 'lena', eligible: true },
          { agentId: 'sofia', eligible: false, because: 'team is closed' },
        ],
      },
    });
  });

  test('is asked from the second it opens, as the first team again', () => {
    const past = [presence('sofia', 0), received('h1', 1)];
    expect(billing(...past, tick(s(121))).due()).toBe(s(OPENS));
    billing(...past)
      .when(tick(s(OPENS)))
      .then(offered('h1', 'sofia', { team: 'billing_team', waitedMs: (OPENS - 1) * 1000 }));
  });

  test('causes no tick while nobody waits', () => expect(billing(presence('sofia', 0)).due()).toBeNull());

  test('gets no new hand-offs after its hours, and its agents keep what they have', () => {
    const past = [
      presence('sofia', CLOSES - 60),
      received('h1', CLOSES - 50, { priority: 50 }),
      accept('h1', 'sofia', CLOSES - 40),
    ];
    billing(...past)
      .when(received('h2', CLOSES))
      .then(queued('h2'), unstaffed('h2', 'billing_team'));
    billing(...past)
      .when(tick(s(CLOSES)))
      .thenNothing();
  });

  test('cannot get a transfer, but a colleague who is still online can', () => {
    const past = [presence('lena', 0), presence('sofia', 0), received('h1', 1), accept('h1', 'lena', 2)];
    billing(...past)
      .when(transfer('h1', 'lena', 9, 'team', 'billing_team'))
      .then(transferRefused('h1', 'billing team is closed'));
    billing(...past)
      .when(transfer('h1', 'lena', 9, 'agent', 'sofia'))
      .then({ type: 'HandoffReturned' }, queued('h1'), offered('h1', 'sofia'));
  });
});

describe('a hand-off whose teams are all closed', () => {
  const both = keeping('billing_team', 'general_team');

  test('raises an alarm at once, with the hours and the next opening, and waits', () =>
    both(presence('ben', 0))
      .when(received('h1', 1))
      .then(queued('h1'), { type: 'TeamUnstaffed', data: { handoffId: 'h1', team: 'billing_team', closed } }));

  test('raises one alarm, and another when they open with nobody on duty', () => {
    const past = [presence('ben', 0, 'away'), received('h1', 1)];
    both(...past)
      .when(tick(s(121)))
      .thenNothing();
    const { outputs } = both(...past).when(tick(s(OPENS)));
    expect(outputs).toMatchObject([{ type: 'TeamUnstaffed', data: { handoffId: 'h1', team: 'billing_team' } }]);
    expect(outputs[0]?.data).not.toHaveProperty('closed');
    both(...past, tick(s(OPENS)))
      .when(tick(s(CLOSES)))
      .thenNothing();
  });

  test('raises the alarm when they close while it waits', () =>
    both(presence('ben', OPENS + 5, 'online', { capacity: 0 }), received('h1', OPENS + 6))
      .when(tick(s(CLOSES)))
      .then({ type: 'TeamUnstaffed', data: { closed: { opensAt: s(OPENS + 86_400) } } }));

  test('waits over the weekend', () => {
    const friday = CLOSES + 86_400;
    const { outputs } = both(presence('ben', friday)).when(received('h1', friday + 1));
    expect(outputs[1]?.data).toMatchObject({ closed: { opensAt: s(OPENS + 4 * 86_400) } });
  });
});

describe('a customer who leaves the queue for a ticket or a callback', () => {
  const both = keeping('billing_team', 'general_team');
  const night = [presence('ben', 0, 'away'), received('h1', 1)];
  const day = [presence('ben', OPENS), received('h1', OPENS + 1)];
  const chooses = (kind: string, at: number): StoryEvent =>
    handoffEvent('TicketRequested', 'h1', at, { kind, text: 'ada@example.org' });
  const hour = 3_600;

  test.each([
    ['priority', OPENS],
    ['email', OPENS + 4 * hour],
    ['note', OPENS + 4 * hour],
  ])('while the teams are closed has a ticket (%s), its time counted from the opening', (kind, by) =>
    both(...night)
      .when(chooses(kind, 9))
      .then({ type: 'TicketFiled', data: { handoffId: 'h1', kind, dueBy: s(by), text: 'ada@example.org' } }),
  );

  test('while teams are open gets an e-mail within four hours, and the agent offer ends at once', () =>
    both(...day)
      .when(chooses('email', OPENS + 3))
      .then({
        type: 'TicketFiled',
        data: { dueBy: s(OPENS + 3 + 4 * hour), agentId: 'ben', offerId: 'taken-h1/offer/h1' },
      }));

  test('while teams are closed is called within two hours of the opening', () =>
    both(...night)
      .when(handoffEvent('CallbackRequested', 'h1', 9))
      .then({ type: 'CallbackBooked', data: { dueBy: s(OPENS + 2 * hour) } }));

  test('stays with the agent who already has the conversation', () =>
    both(...day, accept('h1', 'ben', OPENS + 2))
      .when(chooses('email', OPENS + 3))
      .thenNothing());
});
