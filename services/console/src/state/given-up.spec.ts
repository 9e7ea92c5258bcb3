import { expect, test } from '@jest/globals';
import { type ConversationView, initial } from './conversation-view.ts';
import { givenUpBy } from './given-up.ts';

const owned = (kind: 'bot' | 'queue' | 'agent', more: Partial<ConversationView> = {}): ConversationView => ({
  ...initial,
  owner: { kind, id: 'x', epoch: 1 },
  ...more,
});
const waiting = { since: 0, chosen: [] };
const agent = { name: 'Mia Torres', team: 'retention_team' };

test.each([
  ['nothing before the first message', initial, undefined],
  ['nothing while the bot answers', owned('bot'), undefined],
  ['the place that was just asked for', owned('bot', { isHumanRequested: true }), { is: 'place' }],
  ['the place in the queue', owned('queue', { waiting }), { is: 'place' }],
  ['the person they talk to, by name', owned('agent', { agent }), { is: 'person', name: 'Mia Torres' }],
  ['nothing once the conversation has ended', owned('agent', { agent, isEnded: true }), undefined],
])('a customer who starts a new conversation gives up %s', (_, view, expected) => {
  expect(givenUpBy(view)).toEqual(expected);
});
