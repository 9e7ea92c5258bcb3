import { expect, test } from '@jest/globals';
import { TopicError } from './topic-admin.ts';
import { durabilityFaults, partitionCounts, type TopicState } from './topic-check.ts';

const declared = [
  { name: 'a.v1', partitions: 2 },
  { name: 'b.v1', partitions: 2 },
];
const on = (...replicas: number[][]): TopicState => ({ replicas });
const faults = (
  a: TopicState,
  b: TopicState,
  { insync = '2', unclean = 'false', wanted = {} }: { insync?: string; unclean?: string; wanted?: object } = {},
): string[] => {
  const settings = new Map([
    ['min.insync.replicas', insync],
    ['unclean.leader.election.enable', unclean],
  ]);
  const states = new Map([
    ['a.v1', a],
    ['b.v1', b],
  ]);
  return durabilityFaults(declared, states, new Map(declared.map(({ name }) => [name, settings])), wanted);
};

test('one broker needs one replica and one in sync', () => {
  expect(faults(on([1], [1]), on([1], [1]), { insync: '1' })).toEqual([]);
});

test('three brokers need three replicas and two in sync', () => {
  const safe = on([1, 2, 3], [2, 3, 1]);
  expect(faults(safe, safe)).toEqual([]);
  expect(faults(safe, on([1, 2, 3], [2, 3]), { insync: '1' })).toEqual([
    'replication is below 3 (KAFKA_REPLICATION_FACTOR): b.v1 2',
    'min.insync.replicas is below 2 (KAFKA_MIN_INSYNC_REPLICAS): a.v1 1, b.v1 1',
  ]);
});

test('what the settings require comes before what the number of brokers suggests', () => {
  const two = on([1, 2], [2, 3]);
  expect(faults(two, two, { insync: '1', wanted: { replicationFactor: 2, minInsyncReplicas: 1 } })).toEqual([]);
  const one = on([1], [1]);
  expect(faults(one, one, { insync: '1', wanted: { replicationFactor: 3 } })).toEqual([
    'replication is below 3 (KAFKA_REPLICATION_FACTOR): a.v1 1, b.v1 1',
  ]);
});

test('another partition count and an unclean election are refused', () => {
  expect(faults(on([1], [1]), on([1], [1], [1]), { insync: '1', unclean: 'true' })).toEqual([
    'the partitions of topics differ from the catalog, and a count never changes: b.v1 3 instead of 2',
    'unclean.leader.election.enable must be false: a.v1 true, b.v1 true',
  ]);
});

test('topics that do not exist and topics that ACLs hide are named apart', () => {
  const states = new Map<string, TopicState>([
    ['a.v1', 'missing'],
    ['b.v1', 'not allowed'],
    ['c.v1', on([1], [1])],
  ]);
  expect(() => partitionCounts(states)).toThrow(
    new TopicError(
      'topics do not exist (run warmline topics apply): a.v1; the ACLs of Kafka do not allow this user to use (see warmline topics acl): b.v1',
    ),
  );
  expect(partitionCounts(new Map([['c.v1', on([1], [1])]]))).toEqual([2]);
});
