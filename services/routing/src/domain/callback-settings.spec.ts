import { describe, expect, test } from '@jest/globals';
import { type StoryEvent, storyOf, tick } from '@warmline/testing/story';
import { routing } from './routing.ts';
import type { RoutingSettings } from './teams.ts';
import { accept, handoffEvent, offered, presence, queued, received, s, teams } from './testing/story.fixtures.ts';

const under = (settings: Partial<RoutingSettings>) =>
  storyOf(routing({ ...teams, settings: { ...teams.settings, ...settings } }));
const online = (agentId: string, at: number, capacity = 1): StoryEvent => presence(agentId, at, 'online', { capacity });
const called = (handoffId: string, at: number, facts: object = {}): StoryEvent =>
  handoffEvent('CallbackRequested', handoffId, at, facts);
const assigned = (agentId: string, handoffId = 'h1'): StoryEvent => ({
  type: 'CallbackAssigned',
  data: { handoffId, agentId },
});
const booked: StoryEvent = { type: 'CallbackBooked', data: { handoffId: 'h1' } };

describe('a call', () => {
  const email = (handoffId: string, at: number): StoryEvent => received(handoffId, at, { channel: 'email' });

  test('uses a whole capacity unit until its end, whatever its hand-off used', () => {
    const past = [presence('ben', 0, 'away'), email('h1', 1), called('h1', 2), online('ben', 3)];
    const half = under({ channelWeights: { email: 0.5 } });
    half(...past)
      .when(email('h2', 4))
      .then(queued('h2'));
    half(...past, email('h2', 4), email('h3', 5))
      .when(handoffEvent('CallbackReported', 'h1', 6, { agentId: 'ben', outcome: 'done' }))
      .then({ type: 'CallbackAttempted' }, { type: 'CallbackEnded' }, offered('h2', 'ben'), offered('h3', 'ben'));
  });

  test('uses the weight of the channel phone, if the settings have one', () =>
    under({ channelWeights: { phone: 2 } })(presence('ben', 0, 'away'), received('h1', 1), called('h1', 2))
      .when(online('ben', 3))
      .thenNothing());

  test('waits for the preferred agent while the preference lasts', () => {
    const past = [online('sofia', 0), received('h0', 1), accept('h0', 'sofia', 2), online('ben', 3)];
    const waits = under({})(...past, received('h1', 5, { preferredAgent: 'sofia' }));
    waits.when(called('h1', 6)).then(booked);
    const chosen = under({})(...past, received('h1', 5, { preferredAgent: 'sofia' }), called('h1', 6));
    expect(chosen.due()).toBe(s(25));
    chosen.when(tick(s(25))).then(assigned('ben'));
  });

  test('leaves reserved capacity free, and callback windows do not count it', () => {
    // In the shipped file only Omar serves the enterprise team, two hand-offs at a time.
    const keeping = (units: number) => under({ reserve: [{ skill: 'solutions', capacity: units }] });
    const asks = received('h1', 1, { subject: 'enterprise' });
    keeping(2)(asks)
      .when(handoffEvent('CallbackWindowsRequested', 'h1', 2))
      .then({ type: 'CallbackWindowsOffered', data: { windows: [] } });
    const { outputs } = keeping(1)(asks).when(handoffEvent('CallbackWindowsRequested', 'h1', 2));
    expect(outputs).toMatchObject([{ data: { windows: expect.arrayContaining([expect.anything()]) } }]);
  });
});
