import { describe, test } from '@jest/globals';
import type { Line } from '@warmline/testing/story';
import { storyOf } from '@warmline/testing/story';
import { accept, offered, presence, queued, resolve, taken, teams } from './lines.contract.ts';
import { routing } from './routing.ts';
import type { RoutingSettings, TeamPolicy } from './teams.ts';

const under = (settings: Partial<RoutingSettings>, policies: Readonly<Record<string, TeamPolicy>> = {}) =>
  storyOf(routing({ ...teams, settings: { ...teams.settings, ...settings }, policies }));
const online = (agentId: string, at: number, facts: object = {}): Line => presence(agentId, at, 'online', facts);

describe('whom a team asks first', () => {
  const refunds = { skills: [{ name: 'refunds', level: 1 }] };
  // Ben knows refunds best and has a conversation; Sofia came later, and has none.
  const past = [online('ben', 0), taken('h0', 1), accept('h0', 'ben', 2), online('sofia', 3)];

  test('is the best in the skill, then the least loaded, where it does not say otherwise', () =>
    under({})(...past)
      .when(taken('h1', 5, refunds))
      .then(queued('h1'), offered('h1', 'ben')));

  test('is the least loaded, where its policy says load first', () =>
    under(
      {},
      { billing_team: { choice: ['load', 'skill', 'idle'] } },
    )(...past)
      .when(taken('h1', 5, refunds))
      .then(queued('h1'), offered('h1', 'sofia', { why: { rule: 'first step of billing; lowest load' } })));

  test('is the longest idle, where its policy says idle first', () =>
    under(
      {},
      { billing_team: { choice: ['idle', 'skill', 'load'] } },
    )(...past)
      .when(taken('h1', 5, refunds))
      .then(queued('h1'), offered('h1', 'ben', { why: { rule: 'first step of billing; longest idle' } })));

  test('is as the team asked first says, when the next team is open too', () =>
    under(
      {},
      { general_team: { choice: ['load', 'skill', 'idle'] } },
    )(...past)
      .when(taken('h1', 5, refunds))
      .then(queued('h1'), offered('h1', 'ben')));
});

describe('a channel that takes half a slot', () => {
  const half = under({ weights: { email: 0.5 } });
  const email = (handoffId: string, at: number): Line => taken(handoffId, at, { channel: 'email' });
  const one = online('ben', 0, { capacity: 1 });

  test('is served twice by an agent of one slot, and not a third time', () =>
    half(one, email('h1', 1), email('h2', 2)).when(email('h3', 3)).then(queued('h3')));

  test('leaves too little for a conversation that takes a whole one', () => {
    half(one, email('h1', 1)).when(taken('h2', 2)).then(queued('h2'));
    half(one, email('h1', 1), accept('h1', 'ben', 2), taken('h2', 3))
      .when(resolve('h1', 'ben', 4))
      .then({ type: 'HandoffClosed' }, offered('h2', 'ben'));
  });

  test('says in the explanation what the agent has', () =>
    half(online('ben', 0, { capacity: 2 }), email('h1', 1))
      .when(email('h2', 2))
      .then(
        queued('h2'),
        offered('h2', 'ben', { why: { considered: [{ because: 'member of billing_team, 0.5 of 2' }] } }),
      ));
});

describe('a reserve for specialists', () => {
  const kept = under({ reserve: [{ skill: 'senior', slots: 1 }] });
  const senior = { seniorFirst: true };

  test('keeps a slot of each of them from others, and says so', () => {
    kept(online('sofia', 0, { capacity: 2 }), taken('h1', 1))
      .when(taken('h2', 2))
      .then(queued('h2'));
    kept(online('sofia', 0, { capacity: 1 }), taken('h1', 1))
      .when(online('ben', 2))
      .then(
        offered('h1', 'ben', {
          why: { considered: [{ agentId: 'ben' }, { agentId: 'sofia', because: 'keeps 1 for senior, 0 of 1' }] },
        }),
      );
  });

  test('gives it to a hand-off that asks for them', () =>
    kept(online('sofia', 0, { capacity: 1 }))
      .when(taken('h1', 1, senior))
      .then(queued('h1'), offered('h1', 'sofia')));
});
