import { expect, test } from '@jest/globals';
import type { Policy } from '@warmline/contracts';
import { deciderStep } from '@warmline/messaging/decider';
import { story } from '@warmline/testing/story';
import { conversationEvents, policy } from '../../test/conversation.fixtures.ts';
import { withPinnedPolicy } from './pinned-policy.ts';

const lenient: Policy = {
  ...policy,
  version: 'lenient-1',
  thresholds: { ...policy.thresholds, refund: { ...policy.thresholds.refund, limit: 5_000 } },
};
const versions = new Map([policy, lenient].map((one) => [one.version, one]));
const given = story(
  deciderStep(
    withPinnedPolicy((tenantId, version) => {
      const known = versions.get(version);
      if (known === undefined) throw new Error(`${tenantId}/${version}`);
      return known;
    }),
  ),
);

test('given two conversations that started with different versions, then each decides the same message with its own', () => {
  const asks = 'I want a refund of $900';
  const [a, b] = [conversationEvents(), conversationEvents()];
  given(a.started())
    .when(a.says(asks))
    .then(
      { type: 'EscalationAssessed', data: { verdict: 'immediate', policyVersion: policy.version } },
      { type: 'HandoffRequested' },
    );
  const started = b.started();
  given({ ...started, data: { ...started.data, policyVersion: 'lenient-1' } })
    .when(b.says(asks))
    .then({ type: 'EscalationAssessed', data: { verdict: 'none', policyVersion: 'lenient-1' } });
});

test('given an unknown version, when a conversation starts with it, then the lookup is called', () => {
  const started = conversationEvents().started();
  expect(() => given().when({ ...started, data: { ...started.data, policyVersion: 'other-1' } })).toThrow(
    'default/other-1',
  );
});
