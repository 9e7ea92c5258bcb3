import { expect, test } from '@jest/globals';
import { aclArguments, aclsOf, type Principal, principals } from './acl.ts';

const allowed = (principal: Principal, env = {}): string[] =>
  aclsOf(principal, 'User:', env).map(
    ({ operation, resourceType, name, patternType }) =>
      `${operation} ${resourceType} ${name}${patternType === 'prefixed' ? '*' : ''}`,
  );

test('a service may read its subscriptions, their retries and the policies, write its topics and dead letters, and use its groups', () => {
  expect(allowed('sentiment').filter((rule) => !rule.startsWith('DescribeConfigs'))).toEqual([
    'Read topic handoff.conversation.v1',
    'Read topic handoff.conversation.v1.sentiment.retry',
    'Read topic handoff.policy.v1',
    'Write topic handoff.sentiment.v1',
    'Write topic handoff.conversation.v1.sentiment.dlq',
    'Read group sentiment',
    'Read group sentiment-tail-*',
    'Delete group sentiment-tail-*',
  ]);
});

test('the gateway may read the topics of other replicas in groups that it makes and deletes', () => {
  expect(allowed('gateway')).toEqual(
    expect.arrayContaining([
      'Read topic handoff.conversation.v1',
      'Read topic handoff.routing.v1',
      'Read group gateway-tail-*',
      'Delete group gateway-tail-*',
    ]),
  );
});

test('no service may create, change or delete a topic, and none writes a topic of another', () => {
  const rules = principals.filter((p) => p !== 'operator').flatMap((p) => allowed(p));
  expect(rules.filter((rule) => /^(Create|AlterConfigs|Delete) topic/.test(rule))).toEqual([]);
  const writes = rules.filter((rule) => rule.startsWith('Write '));
  expect(new Set(writes).size).toBe(writes.length);
});

test('channels and bots may write to the ingress, and nothing else', () => {
  expect(allowed('outside')).toEqual(['Write topic handoff.ingress.v1']);
});

test('prefixes of topics and groups are applied, and that of the topics is the default for groups', () => {
  const rules = allowed('routing', { KAFKA_TOPIC_PREFIX: 'eu.' });
  expect(rules.filter((rule) => !/ (topic|group) eu\./.test(rule))).toEqual([]);
  expect(allowed('routing', { KAFKA_TOPIC_PREFIX: 'eu.', KAFKA_GROUP_PREFIX: 'x-' })).toContain('Read group x-routing');
});

test('a wrong prefix is refused by name', () => {
  expect(() => aclsOf('routing', 'User:', { KAFKA_TOPIC_PREFIX: 'a b' })).toThrow(/^KAFKA_TOPIC_PREFIX: must be/);
});

test('the command lines grant the same as the single rules', () => {
  for (const principal of principals) {
    const fromLines = aclArguments(principal, 'User:eu-', {}).flatMap((line) => {
      const valuesOf = (flag: string): string[] => line.flatMap((word, n) => (line[n - 1] === flag ? [word] : []));
      const [patternType] = valuesOf('--resource-pattern-type');
      return (['topic', 'group'] as const).flatMap((resourceType) =>
        valuesOf(`--${resourceType}`).flatMap((name) =>
          valuesOf('--operation').map((operation) => ({
            principal: valuesOf('--allow-principal')[0],
            resourceType,
            patternType,
            name,
            operation,
            permission: 'Allow',
            host: '*',
          })),
        ),
      );
    });
    expect(fromLines).toEqual(aclsOf(principal, 'User:eu-', {}));
  }
});
