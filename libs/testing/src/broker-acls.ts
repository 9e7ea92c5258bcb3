import { createRequire } from 'node:module';
import type { Admin } from 'kafkajs';

/** One rule, as `warmline topics acl --json` prints it. */
export interface AclRule {
  readonly principal: string;
  readonly resourceType: 'topic' | 'group';
  readonly patternType: 'literal' | 'prefixed';
  readonly name: string;
  readonly operation: string;
  readonly permission: 'Allow' | 'Deny';
  readonly host: string;
}

const kafkajs: typeof import('kafkajs') = createRequire(import.meta.url)('kafkajs');

/** Codes of the Kafka protocol, by the names of kafka-acls.sh. */
const OPERATIONS: Readonly<Record<string, number>> = {
  Read: 3,
  Write: 4,
  Create: 5,
  Delete: 6,
  Describe: 8,
  DescribeConfigs: 10,
  AlterConfigs: 11,
};
const RESOURCES = { topic: 2, group: 3 };
const PATTERNS = { literal: 3, prefixed: 4 };
const PERMISSIONS = { Allow: 3, Deny: 2 };

const withAdmin = async (brokers: string, act: (admin: Admin) => Promise<unknown>): Promise<void> => {
  const { Kafka, logLevel } = kafkajs;
  const admin = new Kafka({ brokers: brokers.split(','), logLevel: logLevel.NOTHING }).admin();
  await admin.connect();
  try {
    await act(admin);
  } finally {
    await admin.disconnect();
  }
};

const coded = (rule: AclRule) => ({
  resourceType: RESOURCES[rule.resourceType],
  resourceName: rule.name,
  resourcePatternType: PATTERNS[rule.patternType],
  principal: rule.principal,
  host: rule.host,
  operation: OPERATIONS[rule.operation] ?? 0,
  permissionType: PERMISSIONS[rule.permission],
});

/** Adds rules as the super user, on the listener without encryption. */
export const addAcls = (brokers: string, rules: readonly AclRule[]): Promise<void> =>
  withAdmin(brokers, (admin) => admin.createAcls({ acl: rules.map(coded) }));

export const removeAcls = (brokers: string, rules: readonly AclRule[]): Promise<void> =>
  withAdmin(brokers, (admin) => admin.deleteAcls({ filters: rules.map(coded) }));
