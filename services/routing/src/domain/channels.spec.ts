import { describe, expect, test } from '@jest/globals';
import { accept, given, offered, presence, queued, received, transfer, unstaffed } from './testing/story.fixtures.ts';

describe('an agent who serves only some channels', () => {
  const ben = presence('ben', 0, 'online', { channels: ['email', 'sms'] });
  const email = { channel: 'email' };

  test('is offered hand-offs of these channels', () =>
    given(ben)
      .when(received('h1', 1, email))
      .then(queued('h1'), offered('h1', 'ben')));

  test('is not offered others, and the explanation says why', () => {
    given(ben).when(received('h1', 1)).then(queued('h1'), unstaffed('h1', 'billing_team'));
    const { outputs } = given(ben, presence('sofia', 1)).when(received('h1', 2));
    expect(outputs[1]?.data).toMatchObject({
      agentId: 'sofia',
      why: { considered: [{ agentId: 'sofia' }, { agentId: 'ben', because: 'does not serve the channel web' }] },
    });
  });

  test('may serve all channels again once they report none', () =>
    given(ben, received('h1', 1)).when(presence('ben', 2)).then(offered('h1', 'ben')));

  test('can receive a transfer of another channel from a colleague', () =>
    given(presence('sofia', 0), received('h1', 1), accept('h1', 'sofia', 2), ben)
      .when(transfer('h1', 'sofia', 9, 'agent', 'ben'))
      .then({ type: 'HandoffReturned' }, queued('h1'), offered('h1', 'ben')));
});

test('a channel has the weight of the teams file even if its name is that of an object property', () =>
  given(presence('ben', 0))
    .when(received('h1', 1, { channel: 'constructor' }))
    .then(queued('h1'), offered('h1', 'ben')));
