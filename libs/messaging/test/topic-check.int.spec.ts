import { type KafkaBroker, startKafka } from '@warmline/testing/kafka';
import type { Durability } from '../src/kafka/durability.ts';
import { kafkaTransport } from '../src/kafka/kafka-transport.ts';
import type { Transport } from '../src/transport.ts';

let kafka: KafkaBroker;
const open: Transport[] = [];
const logger = { info: () => {}, warn: () => {}, error: () => {} };
const connect = (durability: Durability): Transport => {
  const transport = kafkaTransport({ brokers: [kafka.brokers], clientId: 'check', logger, durability });
  open.push(transport);
  return transport;
};
const A = { name: 'a.v1', partitions: 2 };
const UNCLEAN = { 'unclean.leader.election.enable': 'true' };

beforeAll(async () => {
  kafka = await startKafka();
  const operator = connect({});
  await operator.applyTopics([{ ...A, config: {} }]);
  await operator.applyTopics([{ name: 'unclean.v1', partitions: 2, config: UNCLEAN }]);
}, 120_000);
afterAll(async () => {
  await Promise.all(open.map((transport) => transport.close()));
  await kafka?.stop();
}, 60_000);

test('topics as they are applied on a single broker pass the check', async () => {
  await expect(connect({}).checkTopics?.([A])).resolves.toBeUndefined();
});

test('a topic that does not exist is named', async () => {
  await expect(connect({}).checkTopics?.([A, { name: 'b.v1', partitions: 2 }])).rejects.toThrow(
    'topics do not exist (run warmline topics apply): b.v1',
  );
});

test('fewer replicas than required are refused with both numbers', async () => {
  await expect(connect({ replicationFactor: 3, minInsyncReplicas: 2 }).checkTopics?.([A])).rejects.toThrow(
    'replication is below 3 (KAFKA_REPLICATION_FACTOR): a.v1 1; min.insync.replicas is below 2 (KAFKA_MIN_INSYNC_REPLICAS): a.v1 1',
  );
});

test('another partition count and an unclean election are refused', async () => {
  const declared = [
    { ...A, partitions: 6 },
    { name: 'unclean.v1', partitions: 2 },
  ];
  await expect(connect({}).checkTopics?.(declared)).rejects.toThrow(
    'the partitions of topics differ from the catalog, and a count never changes: a.v1 2 instead of 6; unclean.leader.election.enable must be false: unclean.v1 true',
  );
});
