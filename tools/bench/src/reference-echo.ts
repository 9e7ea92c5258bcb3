import kafkajs, { type Message } from 'kafkajs';
import { ECHO_TOPIC, INPUT_TOPIC, readBenchSettings } from './bench-settings.ts';

/**
 * The upper bound of a broker with kafkajs: parse, serialise and send on, without database, validation or event headers. Batches of
 * 1,000 by an idempotent producer with acks -1, offsets committed after each batch: at least once, without a state.
 */
const BATCH = 1_000;

const { Kafka, logLevel } = kafkajs;
const { brokers } = readBenchSettings(process.env);
const kafka = new Kafka({ clientId: 'bench-echo', brokers, logLevel: logLevel.NOTHING });
const producer = kafka.producer({ idempotent: true, maxInFlightRequests: 1, allowAutoTopicCreation: false });
const consumer = kafka.consumer({ groupId: 'bench-echo', allowAutoTopicCreation: false });

await producer.connect();
await consumer.connect();
await consumer.subscribe({ topics: [INPUT_TOPIC], fromBeginning: true });
await consumer.run({
  autoCommit: false,
  eachBatchAutoResolve: false,
  partitionsConsumedConcurrently: 6,
  eachBatch: async ({ batch, resolveOffset, heartbeat }) => {
    for (let from = 0; from < batch.messages.length; from += BATCH) {
      const part = batch.messages.slice(from, from + BATCH);
      const messages: Message[] = part.map(({ key, value }) => ({
        key,
        value: JSON.stringify(JSON.parse(String(value))),
      }));
      await producer.send({ topic: ECHO_TOPIC, acks: -1, messages });
      const last = part.at(-1)?.offset ?? batch.lastOffset();
      resolveOffset(last);
      const offset = String(Number(last) + 1);
      await consumer.commitOffsets([{ topic: batch.topic, partition: batch.partition, offset }]);
      await heartbeat();
    }
  },
});
process.once('SIGTERM', () => void consumer.disconnect().then(() => process.exit(0)));
