import { expect, test } from '@jest/globals';
import { type Policy, topics } from '@warmline/contracts';
import { declaredTopics, encode, memoryTransport, NotReadyError, readToEnd } from '@warmline/messaging';
import { policy } from '../test/conversation.fixtures.ts';
import { PolicyVersions } from './policy-versions.ts';

const HOUR = 3_600_000;

const world = async () => {
  const transport = memoryTransport();
  await transport.applyTopics(declaredTopics());
  const errors: string[] = [];
  let now = 0;
  const policies = new PolicyVersions({
    defaultPolicy: policy,
    readPublished: (heard) => readToEnd(transport, topics.policy, heard),
    now: () => now,
    log: { error: (_, message) => void errors.push(message) },
  });
  const publish = (tenantId: string, published: object) => {
    const { version } = published as Policy;
    const cause = { id: `${tenantId}/${version}`, at: 1, tenantId, correlationId: 'c', traceparent: undefined };
    const told = { type: 'PolicyPublished', data: { tenantId, version, policy: published } };
    return transport.append([encode('gateway', told, cause.id, cause)]);
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
  return { policies, publish, arrived, errors, later };
};

test('given a version that was published, when it is asked for, then it is there once the topic was read', async () => {
  const { policies, publish, arrived } = await world();
  await publish('t-1', { ...policy, version: 'v-2' });
  expect(() => policies.find('t-1', 'v-2')).toThrow(NotReadyError);
  await arrived('t-1', 'v-2');
  expect(policies.find('t-1', 'v-2').version).toBe('v-2');
  expect(() => policies.find('t-2', 'v-2')).toThrow(NotReadyError);
});

test('given the shipped version, then nothing is read', async () => {
  const { policies } = await world();
  expect(policies.find('t-1', policy.version)).toBe(policy);
});

test('given a version that nobody published, when a minute has gone, then the shipped one decides and an error says so', async () => {
  const { policies, arrived, errors, later } = await world();
  await arrived('t-1', 'lost-1');
  expect(() => policies.find('t-1', 'lost-1')).toThrow(NotReadyError);
  later(HOUR);
  await arrived('t-1', 'lost-1');
  expect(policies.find('t-1', 'lost-1')).toBe(policy);
  expect(errors).toEqual(['a stamped policy was never published']);
});

test('given a published policy that does not parse, then it is named in the log and not used', async () => {
  const { publish, arrived, errors } = await world();
  await publish('t-1', { version: 'v-3', rules: {} });
  await arrived('t-1', 'v-3');
  expect(errors[0]).toMatch(/a published policy is not valid: rules/);
});
