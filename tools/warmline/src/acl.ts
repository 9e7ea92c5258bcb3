import { retryTopic, type ServiceName, subscriptions, topics } from '@warmline/contracts';
import { topicUse } from '@warmline/messaging';
import { kafkaPrefixes, kafkaSettings } from '@warmline/service-kit/kafka-settings';
import { z } from 'zod';
import { UsageError } from './errors.ts';

type Print = (line: string) => void;

/** Who uses the broker: a service; whoever runs this command line tool; channels and bots that write to the ingress. */
export const principals = [...(Object.keys(subscriptions) as ServiceName[]), 'operator', 'outside'] as const;
export type Principal = (typeof principals)[number];

type Operation = 'Read' | 'Write' | 'Create' | 'Delete' | 'Describe' | 'DescribeConfigs' | 'AlterConfigs';
/** What a principal may do with resources; names are those of the catalog. `Read` and `Write` include `Describe`. */
export interface Grant {
  readonly resource: 'topic' | 'group';
  readonly pattern: 'literal' | 'prefixed';
  readonly names: readonly string[];
  readonly operations: readonly Operation[];
}
/** One rule of the broker, with the names it uses. */
export interface Acl {
  readonly principal: string;
  readonly resourceType: Grant['resource'];
  readonly patternType: Grant['pattern'];
  readonly name: string;
  readonly operation: Operation;
  readonly permission: 'Allow';
  readonly host: '*';
}

/** The start of the names of all topics. */
const TOPICS = 'handoff.';
const CLI_CLIENT = 'warmline-cli';

const literal = (resource: Grant['resource'], names: readonly string[], operations: readonly Operation[]): Grant => ({
  resource,
  pattern: 'literal',
  names,
  operations,
});
/** Each read outside a group makes a group of its own, and deletes it afterwards. */
const tailGroups = (clientId: string): Grant => ({
  resource: 'group',
  pattern: 'prefixed',
  names: [`${clientId}-tail-`],
  operations: ['Read', 'Delete'],
});

/** The least rights of a principal, derived from the catalog. `DescribeConfigs` is for the check of min.insync.replicas at start. */
export const grantsOf = (principal: Principal): Grant[] => {
  if (principal === 'outside') return [literal('topic', [topics.ingress.name], ['Write'])];
  if (principal === 'operator')
    return [
      {
        resource: 'topic',
        pattern: 'prefixed',
        names: [TOPICS],
        operations: ['Create', 'Read', 'DescribeConfigs', 'AlterConfigs'],
      },
      literal('topic', retryTopics, ['Write']),
      tailGroups(CLI_CLIENT),
    ];
  const { reads, tails, writes } = topicUse(principal);
  const read = [...new Set([...reads, ...tails])];
  return [
    literal('topic', read, ['Read', 'DescribeConfigs']),
    literal('topic', writes, ['Write', 'DescribeConfigs']),
    literal('group', [principal], ['Read']),
    ...(tails.length > 0 ? [tailGroups(principal)] : []),
  ];
};

const retryTopics = Object.entries(subscriptions).flatMap(([group, read]) =>
  read.map(({ name }) => retryTopic(name, group)),
);

export interface AclOptions {
  readonly service?: string;
  readonly principalPrefix: string;
  readonly json: boolean;
}

/** Grants with the names of the broker. */
const namedGrants = (principal: Principal, env: NodeJS.ProcessEnv): Grant[] => {
  const prefixes = readPrefixes(env);
  return grantsOf(principal).map((grant) => {
    const prefix = grant.resource === 'topic' ? prefixes.topics : prefixes.groups;
    return { ...grant, names: grant.names.map((name) => prefix + name) };
  });
};

const prefixSettings = z.object({
  KAFKA_TOPIC_PREFIX: kafkaSettings.KAFKA_TOPIC_PREFIX,
  KAFKA_GROUP_PREFIX: kafkaSettings.KAFKA_GROUP_PREFIX,
});
const readPrefixes = (env: NodeJS.ProcessEnv) => {
  const given = Object.fromEntries(Object.entries(env).filter(([, value]) => value !== ''));
  const { data, error } = prefixSettings.safeParse(given);
  if (data === undefined)
    throw new UsageError(error.issues.map(({ path, message }) => `${path.join('.')}: ${message}`).join('\n'));
  return kafkaPrefixes(data);
};

/** Every rule on its own. */
export const aclsOf = (principal: Principal, principalPrefix: string, env: NodeJS.ProcessEnv = process.env): Acl[] =>
  namedGrants(principal, env).flatMap(({ resource, pattern, names, operations }) =>
    names.flatMap((name) =>
      operations.map((operation) => ({
        principal: principalPrefix + principal,
        resourceType: resource,
        patternType: pattern,
        name,
        operation,
        permission: 'Allow' as const,
        host: '*' as const,
      })),
    ),
  );

/** Arguments of kafka-acls.sh that add the same rules, one list for each call. */
export const aclArguments = (
  principal: Principal,
  principalPrefix: string,
  env: NodeJS.ProcessEnv = process.env,
): string[][] =>
  namedGrants(principal, env).map(({ resource, pattern, names, operations }) => [
    '--add',
    '--allow-principal',
    principalPrefix + principal,
    ...operations.flatMap((operation) => ['--operation', operation]),
    '--resource-pattern-type',
    pattern,
    ...names.flatMap((name) => [`--${resource}`, name]),
  ]);

const quoted = (text: string): string => (/^[\w.:=,@/-]+$/.test(text) ? text : `'${text.replaceAll("'", "'\\''")}'`);

export const acl = ({ service, principalPrefix, json }: AclOptions, print: Print): void => {
  const wanted = principals.filter((principal) => service === undefined || principal === service);
  if (wanted.length === 0) throw new UsageError(`no such service: ${service}; there are ${principals.join(', ')}`);
  if (json) {
    print(
      JSON.stringify(
        wanted.flatMap((principal) => aclsOf(principal, principalPrefix)),
        null,
        2,
      ),
    );
    return;
  }
  for (const principal of wanted) {
    print(`# ${principal}`);
    for (const line of aclArguments(principal, principalPrefix))
      print(
        `kafka-acls.sh --bootstrap-server "$KAFKA_BROKERS" --command-config "$ADMIN_CONFIG" ${line.map(quoted).join(' ')}`,
      );
  }
};
