import { expect, test } from '@jest/globals';
import { eventually } from '@warmline/testing/processes';
import type { ConsumerLike } from './consumer.ts';
import { kafkaReader } from './consumer-runner.ts';

/** An error as kafkajs 2.2.4 throws it: its class is in `name`, its own opinion in `retriable`. */
const thrown = (name: string): Error => Object.assign(new Error(name), { name, retriable: false });

/** A consumer of kafkajs that crashes with an error as soon as it runs. */
const crashing = (error: Error): ConsumerLike => {
  let onCrash: ((event: { payload: { error: Error } }) => void) | undefined;
  return {
    connect: async () => {},
    disconnect: async () => {},
    subscribe: async () => {},
    run: async () => onCrash?.({ payload: { error } }),
    pause: () => {},
    resume: () => {},
    seek: () => {},
    commitOffsets: async () => {},
    describeGroup: async () => ({ state: 'Stable', members: [] }),
    events: {
      GROUP_JOIN: 'consumer.group_join',
      REBALANCING: 'consumer.rebalancing',
      CRASH: 'consumer.crash',
      HEARTBEAT: 'consumer.heartbeat',
      FETCH_START: 'consumer.fetch_start',
      REQUEST_TIMEOUT: 'consumer.network.request_timeout',
    },
    on: (name: string, listener: never) => {
      if (name === 'consumer.crash') onCrash = listener;
    },
  };
};

test.each(['KafkaJSSASLAuthenticationError', 'KafkaJSNotImplemented', 'KafkaJSNonRetriableError'])(
  'a consumer that crashes with %s, which kafkajs does not retry, is replaced',
  async (name) => {
    let created = 0;
    const causes: string[] = [];
    const reader = kafkaReader({
      create: () => {
        created++;
        return crashing(thrown(name));
      },
      group: 'g',
      topics: ['t'],
      concurrency: 1,
      heartbeatTimeoutMs: 60_000,
      listener: {
        joined: () => {},
        lost: () => {},
        batch: async () => {},
        down: (cause) => void causes.push(cause.message),
      },
      logger: { info: () => {}, warn: () => {}, error: () => {} },
    });
    reader.start();
    await eventually(() => expect(created).toBeGreaterThan(1));
    await reader.stop();
    expect(causes[0]).toBe(name);
  },
);
