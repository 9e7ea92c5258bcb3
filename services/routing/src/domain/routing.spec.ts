import { describe, expect, test } from '@jest/globals';
import { type StoryEvent, tick } from '@warmline/testing/story';
import { routing } from './routing.ts';
import {
  accept,
  given,
  handoffEvent,
  offered,
  poolIds,
  presence,
  queued,
  received,
  resolve,
  s,
  teams,
  unstaffed,
  verdictOf,
} from './testing/story.fixtures.ts';

describe('a request', () => {
  test('is offered at once to the first team, with thirty seconds to answer', () =>
    given(presence('ben', 0))
      .when(received('h1', 1))
      .then(
        queued('h1', { queueLength: 1, steps: [{ team: 'billing_team', opensAt: s(1) }, { team: 'general_team' }] }),
        offered('h1', 'ben', { team: 'billing_team', waitedMs: 0, expiresAt: s(31), agentName: 'Ben Okafor' }),
      ));

  test('waits while nobody has free capacity, and is offered the first that is freed', () =>
    given(presence('ben', 0, 'online', { capacity: 1 }), received('h1', 1), accept('h1', 'ben', 2), received('h2', 3))
      .when(resolve('h1', 'ben', 62))
      .then({ type: 'HandoffClosed', data: { handledMs: 60_000, waitedMs: 1_000 } }, offered('h2', 'ben')));

  test('is not queued twice', () => {
    const past = [presence('ben', 0), received('h1', 1)];
    expect(verdictOf([...past, received('h1', 2)])).toEqual({ is: 'skip', reason: 'duplicate hand-off' });
  });

  test('that arrives twice still expires offers', () =>
    given(presence('ben', 0), presence('sofia', 1), received('h1', 2))
      .when({ ...received('h1', 40), id: 'again' })
      .then(
        { type: 'HandoffReturned', data: { agentId: 'ben', reason: 'timed-out' } },
        offered('h1', 'sofia', { waitedMs: 38_000 }),
      ));

  test('opens to the next team after its delay', () => {
    const past = [presence('sofia', 0, 'online', { capacity: 0 }), presence('lena', 0), received('h1', 1)];
    given(...past.slice(0, 2))
      .when(received('h1', 1))
      .then(queued('h1'));
    expect(given(...past).due()).toBe(s(46));
    given(...past)
      .when(tick(s(46)))
      .then(offered('h1', 'lena', { team: 'general_team', waitedMs: 45_000 }));
  });

  test('goes to the next team at once if nobody in the first is on duty', () =>
    given(presence('lena', 0)).when(received('h1', 1)).then(queued('h1'), offered('h1', 'lena')));

  test('goes to the next team at once if nobody on duty in the first speaks its language', () =>
    given(presence('ben', 0), presence('lena', 0))
      .when(received('h1', 1, { language: 'de-AT' }))
      .then(queued('h1'), offered('h1', 'lena', { team: 'general_team' })));

  test('for enterprise waits for the specialist, with one alarm', () => {
    const enterprise = received('h1', 1, { subject: 'enterprise' });
    given(presence('ben', 0)).when(enterprise).then(queued('h1'), unstaffed('h1', 'enterprise_team'));
    given(presence('ben', 0), enterprise)
      .when(tick(s(121)))
      .thenNothing();
    given(presence('ben', 0), enterprise).when(presence('omar', 300)).then(offered('h1', 'omar'));
  });

  test('raises the alarm when the last agent of its only team leaves', () =>
    given(presence('omar', 0, 'online', { capacity: 0 }), received('h1', 1, { subject: 'enterprise' }))
      .when(presence('omar', 9, 'away'))
      .then(unstaffed('h1', 'enterprise_team')));
});

describe('a request is offered to', () => {
  test('the highest skill level, then the lowest load, then the longest idle', () => {
    const asks = received('h1', 5, { skills: [{ name: 'refunds', level: 2 }] });
    given(presence('sofia', 0), presence('ben', 1)).when(asks).then(queued('h1'), offered('h1', 'ben'));
    given(presence('ben', 0), presence('sofia', 1), received('h0', 2))
      .when(received('h1', 5))
      .then(queued('h1'), offered('h1', 'sofia'));
    given(presence('sofia', 0), presence('ben', 1)).when(received('h1', 5)).then(queued('h1'), offered('h1', 'sofia'));
  });

  test('only agents with the required skill level', () =>
    given(presence('sofia', 0))
      .when(received('h1', 5, { skills: [{ name: 'refunds', level: 4 }] }))
      .then(queued('h1'), unstaffed('h1', 'billing_team')));

  test('senior agents only for the first thirty seconds, then anyone', () => {
    const busySenior = presence('sofia', 0, 'online', { capacity: 0 });
    const past = [busySenior, presence('ben', 0), received('h1', 1, { seniorFirst: true })];
    expect(given(...past).due()).toBe(s(31));
    given(...past)
      .when(tick(s(31)))
      .then(offered('h1', 'ben'));
    given(presence('ben', 0), presence('sofia', 1))
      .when(received('h1', 2, { seniorFirst: true }))
      .then(queued('h1'), offered('h1', 'sofia'));
  });

  test('anyone at once where no senior agent on duty serves its teams', () => {
    const frustrated = received('h1', 2, { seniorFirst: true });
    given(presence('ben', 0)).when(frustrated).then(queued('h1'), offered('h1', 'ben'));
    given(presence('ben', 0), presence('sofia', 1, 'away'))
      .when(frustrated)
      .then(queued('h1'), offered('h1', 'ben'));
  });

  test('an agent with an explanation of why', () => {
    const { outputs } = given(
      presence('ben', 0),
      presence('sofia', 1),
      presence('tess', 2),
      presence('mia', 3, 'away'),
    ).when(received('h1', 4, { skills: [{ name: 'refunds', level: 4 }] }));
    expect(outputs[1]?.data).toMatchObject({
      why: {
        rule: 'first team asked for billing; the only eligible agent',
        considered: [
          { agentId: 'ben', eligible: true, because: 'member of billing team, load 0 of 3' },
          { agentId: 'sofia', eligible: false, because: 'lacks the skill refunds at level 4' },
          { agentId: 'mia', eligible: false, because: 'away' },
          { agentId: 'tess', eligible: false, because: 'in none of the teams asked' },
        ],
      },
    });
  });
});

describe('among waiting requests', () => {
  const full = presence('ben', 0, 'online', { capacity: 0 });
  const free = (at: number): StoryEvent => presence('ben', at, 'online', { capacity: 1 });

  test('a level of priority is worth five minutes of waiting', () => {
    given(full, received('calm', 0, { priority: 40 }), received('high', 299, { priority: 60 }))
      .when(free(300))
      .then(offered('high', 'ben'));
    const later = received('high', 301, { priority: 60 });
    given(full, received('calm', 0, { priority: 40 }), later)
      .when(free(302))
      .then(offered('calm', 'ben'));
  });

  test('two minutes of waiting add fifteen points to the displayed priority once, and no credit', () => {
    given(full, received('calm', 0, { priority: 50 }), received('high', 200, { priority: 60 }), tick(s(120)))
      .when(free(250))
      .then(offered('high', 'ben', { priority: 60 }));
    const past = [full, received('old', 0, { priority: 50 }), tick(s(45)), tick(s(120)), tick(s(240))];
    given(...past)
      .when(free(250))
      .then(offered('old', 'ben', { priority: 65, waitedMs: 250_000 }));
  });
});

describe('an event that routing does not handle', () => {
  const past = [presence('ben', 0), received('h1', 1)];
  const unknown: StoryEvent = { type: 'AgentStretchedTheirLegs', at: s(500), data: { ...poolIds, agentId: 'ben' } };

  test.each([
    ['of a type that is new', unknown],
    ['without data', { type: 'DeskRearranged', at: s(500) }],
    ['of another topic', handoffEvent('OutcomeRecorded', 'h1', 500)],
    ['that routing emits itself', handoffEvent('HandoffAbandoned', 'h1', 500, { waitedMs: 0, reason: 'ended' })],
  ])('%s is skipped and leaves the pool as it is', (_, event) => {
    expect(verdictOf([...past, event])).toEqual({ is: 'skip', reason: 'routing does not handle this event' });
    expect(given(...past, event).state()).toEqual(given(...past).state());
  });

  test('is skipped if the pool is unknown', () =>
    expect(verdictOf([unknown])).toEqual({ is: 'skip', reason: 'routing does not handle this event' }));

  test('changes nothing in a replay', () => {
    const pool = given(...past).state();
    expect(routing(teams).evolve(pool, unknown as never)).toBe(pool);
  });
});
