import { PARTITION_COUNT } from '@warmline/contracts';
import kafkajs from 'kafkajs';
import { openLoop } from './open-loop.ts';
import { DurationHistogram, type Percentiles } from './percentiles.ts';

const TOPIC = 'bench.hop.v1';
/** The size of an event, as in the throughput part. */
const BODY_BYTES = 300;

/** One record at a time from a plain kafkajs producer (acks -1) to a plain kafkajs consumer, from its scheduled instant to the handler. */
export const bareHop = async (
  brokers: string,
  perSecond: number,
  warmUpSeconds: number,
  seconds: number,
): Promise<Percentiles> => {
  const kafka = new kafkajs.Kafka({
    clientId: 'bench-hop',
    brokers: brokers.split(','),
    logLevel: kafkajs.logLevel.NOTHING,
  });
  const admin = kafka.admin();
  const producer = kafka.producer({ allowAutoTopicCreation: false });
  const consumer = kafka.consumer({ groupId: 'bench-hop', allowAutoTopicCreation: false });
  await Promise.all([admin.connect(), producer.connect(), consumer.connect()]);
  try {
    await admin.createTopics({ waitForLeaders: true, topics: [{ topic: TOPIC, numPartitions: PARTITION_COUNT }] });
    const durations = new DurationHistogram();
    const dueTimes = new Map<string, number>();
    let receivedCount = 0;
    const warmUp = Math.round(perSecond * warmUpSeconds);
    await consumer.subscribe({ topics: [TOPIC], fromBeginning: true });
    const joined = new Promise<void>((resolve) => consumer.on(consumer.events.GROUP_JOIN, () => resolve()));
    await consumer.run({
      autoCommit: false,
      eachMessage: async ({ message }) => {
        const key = String(message.key);
        if (Number(key) >= warmUp) durations.add(performance.now() - (dueTimes.get(key) ?? Number.NaN));
        dueTimes.delete(key);
        receivedCount++;
      },
    });
    await joined;
    const body = 'x'.repeat(BODY_BYTES);
    const sends: Promise<unknown>[] = [];
    await openLoop(perSecond, warmUpSeconds + seconds, (n, due) => {
      dueTimes.set(String(n), due);
      sends.push(producer.send({ topic: TOPIC, acks: -1, messages: [{ key: String(n), value: body }] }));
    });
    await Promise.all(sends);
    while (receivedCount < sends.length) await new Promise((resolve) => setTimeout(resolve, 20));
    return durations.summary();
  } finally {
    await Promise.all([admin.disconnect(), producer.disconnect(), consumer.disconnect()]);
  }
};
