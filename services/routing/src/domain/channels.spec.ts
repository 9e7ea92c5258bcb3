import { describe, expect, test } from '@jest/globals';
import { accept, given, offered, presence, queued, received, transfer, unstaffed } from './testing/story.fixtures.ts';

describe('an agent who serves some channels only', () => {
  const ben = presence('ben', 0, 'online', { channels: ['email', 'sms'] });
  const email = { channel: 'email' };

  test('is asked for hand-offs of these', () =>
    given(ben)
      .when(received('h1', 1, email))
      .then(queued('h1'), offered('h1', 'ben')));

  test('is not asked for others, and the explanation says why', () => {
    given(ben).when(received('h1', 1)).then(queued('h1'), unstaffed('h1', 'billing_team'));
    const { outputs } = given(ben, presence('sofia', 1)).when(received('h1', 2));
    expect(outputs[1]?.data).toMatchObject({
      agentId: 'sofia',
      why: { considered: [{ agentId: 'sofia' }, { agentId: 'ben', because: 'does not serve the channel web' }] },
    });
  });

  test('may serve all again once he says none', () =>
    given(ben, received('h1', 1)).when(presence('ben', 2)).then(offered('h1', 'ben')));

  test('takes from a colleague what he does not serve otherwise', () =>
    given(presence('sofia', 0), received('h1', 1), accept('h1', 'sofia', 2), ben)
      .when(transfer('h1', 'sofia', 9, 'agent', 'ben'))
      .then({ type: 'HandoffReturned' }, queued('h1'), offered('h1', 'ben')));
});

test('a channel weighs what the file says of it, whatever it calls itself', () =>
  given(presence('ben', 0))
    .when(received('h1', 1, { channel: 'constructor' }))
    .then(queued('h1'), offered('h1', 'ben')));
