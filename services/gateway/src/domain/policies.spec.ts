import { readFileSync } from 'node:fs';
import { describe, expect, test } from '@jest/globals';
import { type Policy, type PublishedPolicy, policySchema, publishedPolicySchema } from '@warmline/contracts';
import { commandStory } from '@warmline/testing/command-story';
import { parse } from 'yaml';
import { type PublishPolicy, publishPolicy } from './policies.ts';

const shipped: Policy = policySchema.parse(
  parse(readFileSync(new URL('../../../../deploy/defaults/policy.yaml', import.meta.url), 'utf8')),
);
const version = (name: string, refundLimit = 500): Policy => ({
  ...shipped,
  version: name,
  thresholds: { ...shipped.thresholds, refund: { ...shipped.thresholds.refund, limit: refundLimit } },
});
const publish = (policy: PublishedPolicy, channel?: string): { type: string; data: PublishPolicy['data'] } => ({
  type: 'PublishPolicy',
  data: { tenantId: 't-1', channel, policy, digest: JSON.stringify(policy) },
});
const given = commandStory({
  step: (state, event) => publishPolicy(shipped.version)(state as never, event as PublishPolicy),
});

describe('a published policy', () => {
  test('given none, when one is published, then the event carries the whole document', () => {
    given()
      .when(publish(version('strict-1', 100)))
      .thenResponds(201, { tenantId: 't-1', channel: '*', version: 'strict-1' })
      .thenEmits({
        type: 'PolicyPublished',
        data: { tenantId: 't-1', version: 'strict-1', policy: { thresholds: { refund: { limit: 100 } } } },
      });
  });

  test('given a policy in force, when the same one is published again, then nothing changes', () => {
    given(publish(version('strict-1')))
      .when(publish(version('strict-1')))
      .thenResponds(200)
      .thenEmits();
  });

  test('given a version, when another document is published under its name, then it is refused and the old one stays', () => {
    const old = publish(version('strict-1', 100));
    const other = publish(version('strict-1', 90));
    given(old).when(other).thenResponds(409).thenEmits();
    given(old, other).when(old).thenResponds(200).thenEmits();
  });

  test('given a newer policy in force, when the older one is published again, then the older one is in force again', () => {
    given(publish(version('strict-1')), publish(version('strict-2')))
      .when(publish(version('strict-1')))
      .thenResponds(201)
      .thenEmits('PolicyPublished');
  });

  test('given a policy for all channels, when one for a channel is published, then it names its channel', () => {
    given(publish(version('strict-1')))
      .when(publish(version('strict-mail'), 'mail'))
      .thenResponds(201, { channel: 'mail' })
      .thenEmits({ type: 'PolicyPublished', data: { channel: 'mail' } });
  });

  test('when it has the name of the shipped policy, then it is refused', () => {
    given()
      .when(publish(version(shipped.version)))
      .thenResponds(409)
      .thenEmits();
  });

  test('given a document that is older than a rule, when it is published again, then it is accepted and gets no new content', () => {
    const { 'stakes.security': _, ...rules } = shipped.rules;
    const older = publishedPolicySchema.parse({ ...version('strict-1', 50), rules });
    given()
      .when(publish(older))
      .thenResponds(201)
      .thenEmits({ type: 'PolicyPublished', data: { policy: { rules, thresholds: { refund: { limit: 50 } } } } });
    given(publish(older)).when(publish(older)).thenResponds(200).thenEmits();
    expect(older.rules).toEqual(rules);
  });

  test('given an unknown rule, a bad value or no thresholds at all, then the document is refused with the path', () => {
    const retired = { ...shipped.rules, 'stakes.retired': { enabled: true, verdict: 'offer' } };
    const { thresholds: _, ...incomplete } = version('strict-1');
    const faulty = [{ ...version('strict-1'), rules: retired }, version('strict-1', -1), incomplete];
    const paths = faulty.map((document) => publishedPolicySchema.safeParse(document).error?.issues[0]?.path.join('.'));
    expect(paths).toEqual(['rules', 'thresholds.refund.limit', 'thresholds']);
  });
});
