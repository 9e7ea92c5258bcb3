import { describe, expect, test } from '@jest/globals';
import { type StoryEvent, storyOf, tick } from '@warmline/testing/story';
import { routing } from './routing.ts';
import type { RoutingSettings, TeamSettings } from './teams.ts';
import {
  accept,
  decline,
  firstResponded,
  handoffEvent,
  offered,
  presence,
  queued,
  received,
  resolve,
  s,
  teams,
} from './testing/story.fixtures.ts';

const under = (settings: Partial<RoutingSettings>, teamSettings: Readonly<Record<string, TeamSettings>> = {}) =>
  storyOf(routing({ ...teams, settings: { ...teams.settings, ...settings }, teamSettings }));
const online = (agentId: string, at: number, facts: object = {}): StoryEvent => presence(agentId, at, 'online', facts);

describe('the agent a team asks first', () => {
  const refunds = { skills: [{ name: 'refunds', level: 1 }] };
  // Ben has the highest level in refunds and one conversation; Sofia came later and has none.
  const past = [online('ben', 0), received('h0', 1), accept('h0', 'ben', 2), online('sofia', 3)];

  test('has the highest skill level, then the lowest load, by default', () =>
    under({})(...past)
      .when(received('h1', 5, refunds))
      .then(queued('h1'), offered('h1', 'ben')));

  test('has the lowest load, if its settings put load first', () =>
    under(
      {},
      { billing_team: { agentSelection: ['load', 'skill', 'idle'] } },
    )(...past)
      .when(received('h1', 5, refunds))
      .then(queued('h1'), offered('h1', 'sofia', { why: { rule: 'first team asked for billing; lowest load' } })));

  test('is the longest idle, if its settings put idle first', () =>
    under(
      {},
      { billing_team: { agentSelection: ['idle', 'skill', 'load'] } },
    )(...past)
      .when(received('h1', 5, refunds))
      .then(queued('h1'), offered('h1', 'ben', { why: { rule: 'first team asked for billing; longest idle' } })));

  test('is chosen by the settings of the first team, even once the next team is asked', () =>
    under(
      {},
      { general_team: { agentSelection: ['load', 'skill', 'idle'] } },
    )(...past)
      .when(received('h1', 5, refunds))
      .then(queued('h1'), offered('h1', 'ben')));
});

describe('a channel of weight 0.5', () => {
  const half = under({ channelWeights: { email: 0.5 } });
  const email = (handoffId: string, at: number): StoryEvent => received(handoffId, at, { channel: 'email' });
  const one = online('ben', 0, { capacity: 1 });

  test('is served twice by an agent with one capacity unit, and not a third time', () =>
    half(one, email('h1', 1), email('h2', 2)).when(email('h3', 3)).then(queued('h3')));

  test('leaves too little for a conversation of weight 1', () => {
    half(one, email('h1', 1)).when(received('h2', 2)).then(queued('h2'));
    half(one, email('h1', 1), accept('h1', 'ben', 2), received('h2', 3))
      .when(resolve('h1', 'ben', 4))
      .then({ type: 'HandoffClosed' }, offered('h2', 'ben'));
  });

  test('is counted in the load of the explanation', () =>
    half(online('ben', 0, { capacity: 2 }), email('h1', 1))
      .when(email('h2', 2))
      .then(
        queued('h2'),
        offered('h2', 'ben', { why: { considered: [{ because: 'member of billing team, load 0.5 of 2' }] } }),
      ));
});

describe('a reserve for specialists', () => {
  const kept = under({ reserve: [{ skill: 'senior', capacity: 1 }] });
  const senior = { seniorFirst: true };

  test('keeps capacity free from other hand-offs, and the explanation says so', () => {
    kept(online('sofia', 0, { capacity: 2 }), received('h1', 1))
      .when(received('h2', 2))
      .then(queued('h2'));
    kept(online('sofia', 0, { capacity: 1 }), received('h1', 1))
      .when(online('ben', 2))
      .then(
        offered('h1', 'ben', {
          why: {
            considered: [
              { agentId: 'ben' },
              { agentId: 'sofia', because: '1 capacity unit reserved for senior, load 0 of 1' },
            ],
          },
        }),
      );
  });

  test('is available to a hand-off that requires the skill', () =>
    kept(online('sofia', 0, { capacity: 1 }))
      .when(received('h1', 1, senior))
      .then(queued('h1'), offered('h1', 'sofia')));
});

describe('the capacity of a closed conversation', () => {
  const wraps = under({ wrapUpSeconds: 10 }, { billing_team: { wrapUpSeconds: 30 } });
  const closed = [
    online('ben', 0, { capacity: 1 }),
    received('h1', 1),
    accept('h1', 'ben', 2),
    firstResponded('h1', 'ben', 3),
    received('h2', 4),
  ];

  test('is free when the wrap-up of the team ends, and is offered at that instant', () => {
    wraps(...closed)
      .when(resolve('h1', 'ben', 60))
      .then({ type: 'HandoffClosed', data: { wrapUpUntil: s(90) } });
    // The next team is asked too, but nobody in it is on duty.
    const past = [...closed, resolve('h1', 'ben', 60)];
    expect(wraps(...past).due()).toBe(s(90));
    wraps(...past)
      .when(tick(s(90)))
      .then(offered('h2', 'ben'));
  });

  test('is free at once when the agent ends the wrap-up', () =>
    wraps(...closed, resolve('h1', 'ben', 60))
      .when(handoffEvent('WrapUpEnded', 'h1', 70, { agentId: 'ben' }))
      .then(offered('h2', 'ben')));

  test('is freed only once, even if the agent ends the wrap-up again', () =>
    wraps(
      ...closed,
      resolve('h1', 'ben', 60),
      handoffEvent('WrapUpEnded', 'h1', 70, { agentId: 'ben' }),
      received('h3', 71),
    )
      .when(handoffEvent('WrapUpEnded', 'h1', 72, { agentId: 'ben' }))
      .thenNothing());

  test('is not freed by signing out and in', () => {
    const again = [presence('ben', 61, 'offline'), online('ben', 62, { capacity: 1 })];
    const past = [...closed, resolve('h1', 'ben', 60), ...again];
    wraps(...past)
      .when(received('h3', 63))
      .then(queued('h3'));
    wraps(...past)
      .when(tick(s(90)))
      .then(offered('h2', 'ben'));
  });

  test('is removed with its offline agent when the wrap-up ends, without another tick', () => {
    const past = [online('ben', 0), received('h1', 1), accept('h1', 'ben', 2), firstResponded('h1', 'ben', 3)];
    const gone = wraps(...past, resolve('h1', 'ben', 60), presence('ben', 61, 'offline'));
    expect(gone.due()).toBeNull();
    expect(wraps(...past, resolve('h1', 'ben', 60), presence('ben', 61, 'offline'), tick(s(90))).state()).toBeNull();
  });

  test('is free at once in a team without a wrap-up', () =>
    under({})(...closed)
      .when(resolve('h1', 'ben', 60))
      .then({ type: 'HandoffClosed' }, offered('h2', 'ben')));
});

describe('a hand-off with a preferred agent', () => {
  const alone = under({ preferredAgentSeconds: 20 });
  const both = [online('sofia', 0), online('ben', 1)];
  const preferred = received('h1', 5, { preferredAgent: 'ben' });

  test('is offered only to that agent while they are on duty', () =>
    alone(...both)
      .when(preferred)
      .then(
        queued('h1'),
        offered('h1', 'ben', {
          why: {
            rule: 'first team asked for billing; preferred agent',
            considered: [
              { agentId: 'ben' },
              { agentId: 'sofia', because: 'preferred agent Ben Okafor is asked first' },
            ],
          },
        }),
      ));

  test('waits for that agent, and is offered to anyone once the time is over', () => {
    const past = [online('sofia', 0), online('ben', 1, { capacity: 0 }), preferred];
    expect(alone(...past).due()).toBe(s(25));
    alone(...past)
      .when(tick(s(25)))
      .then(offered('h1', 'sofia'));
  });

  test('is offered to anyone at once if that agent is not on duty or cannot serve it', () => {
    alone(online('sofia', 0)).when(preferred).then(queued('h1'), offered('h1', 'sofia'));
    alone(...both)
      .when(received('h1', 5, { preferredAgent: 'ben', skills: [{ name: 'senior', level: 1 }] }))
      .then(queued('h1'), offered('h1', 'sofia'));
  });

  test('is offered to anyone if that agent declines', () =>
    alone(...both, preferred)
      .when(decline('h1', 'ben', 7))
      .then({ type: 'HandoffReturned' }, offered('h1', 'sofia')));
});
