import { randomUUID } from 'node:crypto';
import { createRequire } from 'node:module';
import { setImmediate } from 'node:timers';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Admin, LogEntry, PartitionAssigner, Producer } from 'kafkajs';
import type { Log } from '../log.ts';
import { prefixedTransport } from '../prefixed-transport.ts';
import type { Transport } from '../transport.ts';
import { chunksByBytes, messagesByTopic } from './byte-chunks.ts';
import { anyPartitionPaused, kafkaReader, type ReaderListener } from './consumer-runner.ts';
import { type KafkaConnection, type SaslMechanisms, securityConfig } from './kafka-security.ts';
import { patchFetchWait, patchRequestQueue, rateLimitedLog } from './kafkajs-patches.ts';
import { lazyConnection } from './lazy-connection.ts';
import { installRecordCodec } from './record-codec-patch.ts';
import { tailListener } from './tail-listener.ts';
import { taskAssigner } from './task-assigner.ts';
import {
  applyDeclarations,
  commonPartitionCount,
  existingPartitionCounts,
  partitionOffsets,
  TopicError,
} from './topic-admin.ts';
import { checkTopics, inspectTopics } from './topic-inspection.ts';

export interface KafkaOptions extends KafkaConnection {
  readonly clientId: string;
  readonly logger: Log;
  /** Milliseconds until an unresponsive member loses its tasks. Default: 6,000, the minimum of a broker with default settings. */
  readonly sessionTimeoutMs?: number;
  readonly heartbeatIntervalMs?: number;
}

/** Each tail reads in a group of its own, whose name begins with this. */
export const tailGroupPrefix = (clientId: string): string => `${clientId}-tail-`;

/** Below the broker's default max.message.bytes of 1,048,588; a larger request fails with a fatal error. */
const CHUNK_BYTES = 900_000;
/** Most records of one request. */
const CHUNK_RECORDS = 5_000;
/** Longest wait of a fetch while a partition was just resumed: it waits for the fetch in flight. The broker answers at once when there is data. */
const FETCH_WAIT_MS = 100;
/** Longest wait of a fetch of an idle consumer. Heartbeats are sent between fetches, so it must not exceed their interval. */
const IDLE_FETCH_WAIT_MS = 1_000;
/** Most bytes of one fetch, unless a single record is larger: bounds the memory of a backlog. */
const PARTITION_BYTES = 256 * 1024;
const FETCH_BYTES = 2 * 1024 * 1024;
/** Shortest interval of a repeated log line of kafkajs. */
const LOG_EVERY_MS = 30_000;

const require = createRequire(import.meta.url);
// Patches of kafkajs modules must be applied before other parts of kafkajs load them.
const hasRecordCodec = installRecordCodec(require);
const kafkajs: typeof import('kafkajs') = require('kafkajs');
const { Kafka, AssignerProtocol, CompressionTypes, PartitionAssigners, logLevel } = kafkajs;
const saslMechanisms: SaslMechanisms = {
  PLAIN: require('kafkajs/src/broker/saslAuthenticator/plain'),
  'SCRAM-SHA-256': require('kafkajs/src/broker/saslAuthenticator/scram256'),
  'SCRAM-SHA-512': require('kafkajs/src/broker/saslAuthenticator/scram512'),
  OAUTHBEARER: require('kafkajs/src/broker/saslAuthenticator/oauthBearer'),
};

/** The transport over Apache Kafka with kafkajs. A partition is read only after its first `seek` after each `assigned`. */
export const kafkaTransport = (options: KafkaOptions): Transport => {
  const { topics = '', groups = '' } = options.prefixes ?? {};
  return prefixedTransport(transportByBrokerNames(options, groups), { topics, groups });
};

/** Topics and groups have their names at the broker. `tailGroups` is put before the groups of tails. */
const transportByBrokerNames = (options: KafkaOptions, tailGroups: string): Transport => {
  const { logger, sessionTimeoutMs = 6_000, heartbeatIntervalMs = 1_000 } = options;
  const security = securityConfig(options.security ?? {}, saslMechanisms);
  const closers = new Set<() => Promise<void>>();
  let closed = false;

  const queue: { prototype: object } = require('kafkajs/src/network/requestQueue');
  const broker: { prototype: object } = require('kafkajs/src/broker');
  if (!patchFetchWait(broker.prototype, () => (anyPartitionPaused() ? FETCH_WAIT_MS : IDLE_FETCH_WAIT_MS)))
    logger.warn({}, 'unknown version of kafkajs: idle fetches stay frequent');
  if (!patchRequestQueue(queue.prototype)) logger.warn({}, 'unknown version of kafkajs: its idle timers stay');
  if (!hasRecordCodec) logger.warn({}, 'unknown version of kafkajs: its slow record encoding stays');

  const logLimited = rateLimitedLog((message, context) => logger.warn(context, `kafkajs: ${message}`), LOG_EVERY_MS);
  const log = ({ log: { message, timestamp: _, ...context } }: LogEntry): void => logLimited(message, context);
  /** One client per use: consumers of one client share their committed offsets and clear each other's. */
  const client = () =>
    new Kafka({
      brokers: [...options.brokers],
      clientId: options.clientId,
      ...security,
      connectionTimeout: 3_000,
      requestTimeout: 15_000,
      retry: { initialRetryTime: 100, maxRetryTime: 1_000, retries: 3 },
      logLevel: logLevel.WARN,
      logCreator: () => log,
    });

  const refuseClosed = (): void => {
    if (closed) throw new Error('the transport is closed');
  };

  // kafkajs keeps a connection after a request without an answer, also when the network has lost it: a new one is opened instead.
  // No retries by kafkajs: the caller sends the same records again, in order.
  const producer = lazyConnection<Producer>((broken) => {
    const made = client().producer({
      allowAutoTopicCreation: false,
      idempotent: false,
      retry: { retries: 0 },
      createPartitioner:
        () =>
        ({ message }) => {
          if (message.partition === undefined) throw new Error('a record has no partition');
          return message.partition;
        },
    });
    made.on(made.events.REQUEST_TIMEOUT, broken);
    return made;
  });
  const admins = lazyConnection<Admin>((broken) => {
    const made = client().admin();
    made.on(made.events.REQUEST_TIMEOUT, broken);
    return made;
  });
  closers.add(producer.drop).add(admins.drop);
  const administer = async <T>(act: (admin: Admin) => Promise<T>): Promise<T> => {
    refuseClosed();
    const admin = await admins.get();
    try {
      return await act(admin);
    } catch (error) {
      if (!(error instanceof TopicError)) void admins.drop();
      throw error;
    }
  };

  const inspect = (topics: readonly string[], failed: (error: Error) => void): Promise<number[]> =>
    inspectTopics(topics, { administer, failed, closed: () => closed });

  const read = (
    group: string,
    topics: readonly string[],
    concurrency: number,
    assigner: PartitionAssigner,
    readerListener: ReaderListener,
    lingerMs?: number,
  ) => {
    const create = () =>
      client().consumer({
        groupId: group,
        partitionAssigners: [assigner],
        allowAutoTopicCreation: false,
        sessionTimeout: sessionTimeoutMs,
        rebalanceTimeout: sessionTimeoutMs,
        heartbeatInterval: heartbeatIntervalMs,
        maxWaitTimeInMs: FETCH_WAIT_MS,
        minBytes: 1,
        maxBytesPerPartition: PARTITION_BYTES,
        maxBytes: FETCH_BYTES,
        retry: { initialRetryTime: 100, maxRetryTime: 1_000, retries: 3, restartOnFailure: async () => false },
      });
    const reader = kafkaReader({
      create,
      group,
      topics,
      concurrency,
      heartbeatTimeoutMs: sessionTimeoutMs,
      listener: readerListener,
      logger,
      lingerMs,
    });
    const stop = async (): Promise<void> => {
      closers.delete(stop);
      // An unavailable broker must not block the end of the process.
      await Promise.race([reader.stop(), sleep(sessionTimeoutMs, undefined, { ref: false })]);
    };
    closers.add(stop);
    return { ...reader, stop };
  };

  return {
    kind: 'kafka',
    subscribe: async (group, topics, listener, lingerMs) => {
      let isDown = false;
      const down = (cause: Error): void => {
        isDown = true;
        listener.down(cause, false);
      };
      const partitions = commonPartitionCount(topics, await inspect(topics, down));
      let held: readonly number[] = [];
      const assigner = taskAssigner(AssignerProtocol, () => held);
      const readerListener: ReaderListener = {
        joined: (assignment) => {
          held = [...(assignment[topics[0] ?? ''] ?? [])].sort((a, b) => a - b);
          if (isDown) listener.up();
          isDown = false;
          listener.assigned(held);
        },
        lost: () => listener.revoked(),
        batch: (fetched) => listener.records(fetched),
        down,
        turned: () => listener.turned?.(),
      };
      const reader = read(group, topics, topics.length * partitions, assigner, readerListener, lingerMs);
      setImmediate(reader.start); // after the caller has its Subscription in hand
      return {
        confirm: async () => {
          const late = sleep(sessionTimeoutMs, undefined, { ref: false }).then(() =>
            Promise.reject(new Error('no answer from the coordinator')),
          );
          await Promise.race([reader.confirm(), late]);
        },
        seek: reader.seek,
        reportOffsets: (positions) => reader.reportOffsets(positions).catch(() => {}),
        stop: reader.stop,
      };
    },
    tail: async (topics, onRecord, fromBeginning = false) => {
      const failed = (error: Error): void => logger.warn({ err: error, topics }, 'tailing failed, retrying');
      const counts = await inspect(topics, failed);
      const concurrency = counts.reduce((sum, count) => sum + count, 0);
      const next = new Map<string, Map<number, number>>();
      for (const topic of topics) {
        const bounds = await partitionOffsets(administer, topic);
        next.set(
          topic,
          new Map(bounds.map(({ partition, low, high }) => [partition, Number(fromBeginning ? low : high)])),
        );
      }
      const group = tailGroups + tailGroupPrefix(options.clientId) + randomUUID();
      const reader = read(
        group,
        topics,
        concurrency,
        PartitionAssigners.roundRobin,
        tailListener(next, onRecord, failed, () => reader),
      );
      reader.start();
      return async () => {
        await reader.stop();
        await administer((admin) => admin.deleteGroups([group])).catch(() => {});
      };
    },
    append: async (records) => {
      refuseClosed();
      const sender = await producer.get();
      for (const chunk of chunksByBytes(records, CHUNK_BYTES, CHUNK_RECORDS)) {
        const topicMessages = messagesByTopic(chunk);
        await sender
          .sendBatch({ acks: -1, compression: CompressionTypes.None, topicMessages })
          .catch((error: Error) => {
            error.message += ` (${topicMessages.map(({ topic }) => topic).join(', ')})`;
            throw error;
          });
      }
      return { statementExecuted: false };
    },
    bounds: async (topic, partition) => {
      const all = await partitionOffsets(administer, topic);
      const own = all.find((bounds) => bounds.partition === partition);
      if (own === undefined) throw new Error(`${topic}/${partition} does not exist`);
      return { first: Number(own.low), end: Number(own.high) };
    },
    ends: async (topic) => {
      const all = await partitionOffsets(administer, topic);
      return all.toSorted((a, b) => a.partition - b.partition).map(({ high }) => Number(high));
    },
    applyTopics: async (declarations, topicOptions) => {
      const created = await administer((admin) =>
        applyDeclarations(admin, declarations, topicOptions, options.durability),
      );
      // A topic is usable once its leaders answer; until then an append is refused.
      for (const name of created) await partitionOffsets(administer, name);
      return created;
    },
    checkTopics: (declared) => checkTopics(declared, options.durability ?? {}, { administer, logger }),
    listTopics: () => administer(existingPartitionCounts),
    close: async () => {
      closed = true;
      await Promise.all([...closers].map((end) => end()));
    },
  };
};
