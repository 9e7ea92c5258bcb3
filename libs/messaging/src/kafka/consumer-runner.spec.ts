import { describe, expect, test } from '@jest/globals';
import { eventually } from '@warmline/testing/processes';
import type { ConsumerLike } from './consumer.ts';
import { kafkaReader } from './consumer-runner.ts';

/** An error as kafkajs 2.2.4 throws it: its class is in `name`, its own opinion in `retriable`. */
const thrown = (name: string): Error => Object.assign(new Error(name), { name, retriable: false });

/** A consumer of kafkajs whose steps a test decides. `raise` raises one of its events. */
const consumerOf = (
  steps: Partial<Pick<ConsumerLike, 'connect' | 'subscribe' | 'run' | 'disconnect'>>,
): { consumer: ConsumerLike; raise: (name: string, payload?: object) => void } => {
  const listeners = new Map<string, (event: { payload: object }) => void>();
  const consumer: ConsumerLike = {
    connect: async () => {},
    disconnect: async () => {},
    subscribe: async () => {},
    run: async () => {},
    ...steps,
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
    on: (name: string, listener: never) => listeners.set(name, listener),
  };
  return { consumer, raise: (name, payload = {}) => listeners.get(name)?.({ payload }) };
};

/** One that crashes as soon as it runs. */
const crashing = (error: Error): ConsumerLike => {
  const { consumer, raise } = consumerOf({ run: async () => raise('consumer.crash', { error }) });
  return consumer;
};
const logger = { info: () => {}, warn: () => {}, error: () => {} };
const listener = { joined: () => {}, lost: () => {}, batch: async () => {}, down: () => {} };
const readerOf = (create: () => ConsumerLike) =>
  kafkaReader({ create, group: 'g', topics: ['t'], concurrency: 1, heartbeatTimeoutMs: 60_000, listener, logger });

/** A step that takes until it is told to end. */
const pending = () => {
  let end = (): void => {};
  const ended = new Promise<void>((resolve) => {
    end = resolve;
  });
  return { step: () => ended, end: () => end() };
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
      logger,
    });
    reader.start();
    await eventually(() => expect(created).toBeGreaterThan(1));
    await reader.stop();
    expect(causes[0]).toBe(name);
  },
);

describe('given a consumer that is given up because a request was not answered', () => {
  const requestTimeout = 'consumer.network.request_timeout';

  test.each(['connect', 'subscribe'] as const)('while it is in %s, then it never joins its group', async (name) => {
    const slow = pending();
    const steps: string[] = [];
    const first = consumerOf({
      [name]: slow.step,
      run: async () => void steps.push('run'),
      disconnect: async () => void steps.push('disconnect'),
    });
    const consumers = [first.consumer];
    const reader = readerOf(() => consumers.shift() ?? consumerOf({}).consumer);
    reader.start();
    await new Promise(setImmediate);
    first.raise(requestTimeout);
    const before = steps.length;
    slow.end();
    await eventually(() => expect(steps.slice(before)).toEqual(['disconnect']));
    await reader.stop();
    expect(steps).not.toContain('run');
  });

  test('while it joins its group, then it leaves the group again, and its partitions are not reported', async () => {
    const joined: unknown[] = [];
    let disconnects = 0;
    const first = consumerOf({ run: pending().step, disconnect: async () => void disconnects++ });
    const consumers = [first.consumer];
    const reader = kafkaReader({
      create: () => consumers.shift() ?? consumerOf({}).consumer,
      group: 'g',
      topics: ['t'],
      concurrency: 1,
      heartbeatTimeoutMs: 60_000,
      listener: { ...listener, joined: (assignment) => void joined.push(assignment) },
      logger,
    });
    reader.start();
    await new Promise(setImmediate);
    first.raise(requestTimeout);
    const before = disconnects;
    first.raise('consumer.group_join', { memberId: 'ghost', memberAssignment: { t: [0, 1, 2] } });
    await reader.stop();
    expect([disconnects - before, joined]).toEqual([1, []]);
  });
});
