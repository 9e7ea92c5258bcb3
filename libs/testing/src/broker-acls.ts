import { createRequire } from 'node:module';

/** One rule, as `warmline topics acl --json` prints it. */
export interface AclRule {
  readonly principal: string;
  readonly resourceType: 'topic' | 'group';
  readonly patternType: 'literal' | 'prefixed';
  readonly name: string;
  readonly operation: string;
  readonly permission: 'Allow';
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
const ALLOW = 3;

/** Adds rules as the super user, on the listener without encryption. */
export const addAcls = async (brokers: string, rules: readonly AclRule[]): Promise<void> => {
  const { Kafka, logLevel } = kafkajs;
  const admin = new Kafka({ brokers: brokers.split(','), logLevel: logLevel.NOTHING }).admin();
  await admin.connect();
  try {
    await admin.createAcls({
      acl: rules.map((rule) => ({
        resourceType: RESOURCES[rule.resourceType],
        resourceName: rule.name,
        resourcePatternType: PATTERNS[rule.patternType],
        principal: rule.principal,
        host: rule.host,
        operation: OPERATIONS[rule.operation] ?? 0,
        permissionType: ALLOW,
      })),
    });
  } finally {
    await admin.disconnect();
  }
};
