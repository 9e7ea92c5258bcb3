import { expect, test } from '@jest/globals';
import { assignedTo, given, requested, resolves, starts, writes } from '../story.fixtures.ts';

const withAgent = [starts({}, 0), writes('My card 4111 1111 1111 1111 was stolen', 1), requested(), assignedTo('mia')];
const look = (agentId: string) => ({ type: 'ShowSecrets', data: { agentId, messageId: 'm-1' } });

test('given the agent of a conversation, when they look at the secrets of a message, then the look is recorded', () => {
  given(...withAgent)
    .when(look('mia'))
    .thenResponds(200, { messageId: 'm-1' })
    .thenRecordsEvidence({ secretsShown: { agentId: 'mia', messageId: 'm-1' } })
    .thenNothing();
});

test.each([
  ['another agent', withAgent, 'ben'],
  ['an agent whose conversation is closed', [...withAgent, resolves('mia')], 'mia'],
  ['an agent before they accept', withAgent.slice(0, 3), 'mia'],
])('given %s, when they look, then it is refused', (_who, past, agentId) => {
  const result = given(...past).when(look(agentId));
  result.thenResponds(409).thenNothing();
  expect(result.state).toEqual(given(...past).state());
});
