import { expect, test } from '@jest/globals';
import { type Policy, topics } from '@warmline/contracts';
import { declaredTopics, encode, memoryTransport, NotReadyError, readToEnd } from '@warmline/messaging';
import { loadPolicy } from './policy-file.ts';
import { PolicyVersions } from './policy-versions.ts';

const policy = loadPolicy(new URL('../../../deploy/defaults/policy.yaml', import.meta.url).pathname);
const HOUR = 3_600_000;

const world = async () => {
  const transport = memoryTransport();
  await transport.applyTopics(declaredTopics());
  const errors: string[] = [];
  const faults: number[] = [];
  let now = 0;
  const policies = new PolicyVersions({
    defaultPolicy: policy,
    readPublished: (onEvent) => readToEnd(transport, topics.policy, onEvent),
    now: () => now,
    log: { error: (_, message) => void errors.push(message) },
    countFaults: (count) => void faults.push(count),
  });
  const publish = (tenantId: string, published: object) => {
    const { version } = published as Policy;
    const cause = { id: `${tenantId}/${version}`, at: 1, tenantId, correlationId: 'c', traceparent: undefined };
    const event = { type: 'PolicyPublished', data: { tenantId, version, policy: published } };
    return transport.append([encode('gateway', event, cause.id, cause)]);
  };
  const arrived = async (tenantId: string, version: string): Promise<void> => {
    try {
      policies.find(tenantId, version);
    } catch (error) {
      if (!(error instanceof NotReadyError)) throw error;
      await error.whenReady();
    }
  };
  const later = (ms: number): void => {
    now += ms;
  };
  return { policies, publish, arrived, errors, faults, later };
};

test('given a version that was published, when it is asked for, then it is found once the topic is read', async () => {
  const { policies, publish, arrived } = await world();
  await publish('t-1', { ...policy, version: 'v-2' });
  expect(() => policies.find('t-1', 'v-2')).toThrow(NotReadyError);
  await arrived('t-1', 'v-2');
  expect(policies.find('t-1', 'v-2').version).toBe('v-2');
  expect(() => policies.find('t-2', 'v-2')).toThrow(NotReadyError);
});

test('given the default version, then the topic is not read', async () => {
  const { policies } = await world();
  expect(policies.find('t-1', policy.version)).toBe(policy);
});

test('given a version that nobody published, when a minute has passed, then the default policy takes its place and an error says so', async () => {
  const { policies, arrived, errors, later } = await world();
  await arrived('t-1', 'lost-1');
  expect(() => policies.find('t-1', 'lost-1')).toThrow(NotReadyError);
  later(HOUR);
  await arrived('t-1', 'lost-1');
  expect(policies.find('t-1', 'lost-1')).toBe(policy);
  expect(errors).toEqual(['a pinned policy was never published']);
});

test('given a version published without one rule, then it is used at once with its own refund limit', async () => {
  const { 'stakes.security': _, ...rules } = policy.rules;
  const { policies, publish, arrived, errors } = await world();
  const refund = { ...policy.thresholds.refund, limit: 50 };
  await publish('t-1', { ...policy, version: 'v-3', rules, thresholds: { ...policy.thresholds, refund } });
  await arrived('t-1', 'v-3');
  expect(policies.find('t-1', 'v-3')).toEqual({
    ...policy,
    version: 'v-3',
    thresholds: { ...policy.thresholds, refund },
  });
  expect(errors).toEqual([]);
});

test('given a version with an unknown rule and a bad value, then it is used at once and both are named and counted', async () => {
  const { policies, publish, arrived, errors, faults } = await world();
  const rules = { ...policy.rules, 'stakes.retired': { enabled: true, verdict: 'offer' } };
  await publish('t-1', { ...policy, version: 'v-3', rules, thresholds: { ...policy.thresholds, sessionMinutes: -1 } });
  await arrived('t-1', 'v-3');
  expect(policies.find('t-1', 'v-3')).toEqual({ ...policy, version: 'v-3' });
  expect(errors).toEqual([
    expect.stringMatching(/values that are not used: rules: .*"stakes\.retired".*; thresholds\.sessionMinutes: /),
  ]);
  expect(faults).toEqual([2]);
});
