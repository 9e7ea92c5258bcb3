import { backOffMs } from '../back-off.ts';
import type { Log } from '../log.ts';
import type { FetchedBatch } from '../transport.ts';
import { type ConsumerLike, type KafkaBatch, toFetchedBatch } from './consumer.ts';
import { fetchPacing } from './fetch-pacing.ts';

export interface ReaderListener {
  /** Called at every (re-)join. A partition is read only after its first `seek` after this. */
  joined(assignment: Readonly<Record<string, readonly number[]>>): void;
  lost(): void;
  batch(fetched: FetchedBatch): Promise<void>;
  down(cause: Error): void;
  turned?(): void;
}

interface PartitionState {
  hasPosition: boolean;
  /** The last batch did not reach the end of the partition. */
  isBehind: boolean;
}

/** Default interval of fetches, milliseconds. Short, because events already arrive in bursts from grouped commands. */
const FETCH_INTERVAL_MS = 5;
/** Milliseconds until an unresolved delivery pauses its partition, so that others of the same broker are still fetched. */
const DELIVERY_GRACE_MS = 30;

/** The paused partitions of each reader of this process. */
const pauseChecks = new Set<() => boolean>();
export const anyPartitionPaused = (): boolean => {
  for (const hasPausedPartition of pauseChecks) if (hasPausedPartition()) return true;
  return false;
};

const sleep = (ms: number): Promise<void> => new Promise((resolve) => void setTimeout(resolve, ms));
/** Waits for the promise or a number of milliseconds. An abortable sleep would create an exception each time it is cancelled. */
const waitAtMost = (ms: number, done: Promise<void>): Promise<void> =>
  new Promise((resolve) => {
    const timer = setTimeout(resolve, ms);
    void done.then(() => {
      clearTimeout(timer);
      resolve();
    });
  });

/**
 * A consumer that is replaced whenever it crashes, with growing delays and without limit, also after errors that kafkajs calls
 * non-retriable: a broker that hangs, a password that is rotated and a topic that is recreated all pass. kafkajs fetches from a broker again only when all batches of the last fetch are done, so a delivery that
 * takes long pauses its partition instead; other partitions and the heartbeat continue. Fetches start at an
 * interval (`pacing`), because the cost of a fetch and its batch hardly depends on the number of records.
 */
export const kafkaReader = (options: {
  create: () => ConsumerLike;
  /** Its name at the broker. */
  group: string;
  topics: readonly string[];
  concurrency: number;
  /** Milliseconds without an answered heartbeat after which membership counts as lost. */
  heartbeatTimeoutMs: number;
  listener: ReaderListener;
  logger: Log;
  lingerMs?: number | undefined;
}) => {
  const { listener, logger } = options;
  const partitionStates = new Map<string, PartitionState>();
  const delivering = new Set<string>();
  let current: ConsumerLike | null = null;
  let memberId: string | null = null;
  let failures = 0;
  let restart: NodeJS.Timeout | undefined;
  let stopped = false;
  let lastHeartbeat = 0;
  const paceFetch = fetchPacing(options.lingerMs ?? FETCH_INTERVAL_MS);

  /** Ignores errors of a consumer that is stopping: the next join sets all positions again. */
  const withConsumer = (act: (consumer: ConsumerLike) => void): void => {
    try {
      if (current !== null) act(current);
    } catch (error) {
      logger.info({ err: error }, 'the Kafka consumer is not running');
    }
  };
  const pauseOrResume = (topic: string, partition: number): void => {
    const key = `${topic}/${partition}`;
    const shouldFlow = partitionStates.get(key)?.hasPosition === true && !delivering.has(key);
    withConsumer((consumer) => consumer[shouldFlow ? 'resume' : 'pause']([{ topic, partitions: [partition] }]));
  };

  /** One fetch reads all partitions: a long wait for one that is at its end delays the others. */
  const anyBehind = (): boolean => {
    for (const { isBehind: behind } of partitionStates.values()) if (behind) return true;
    return false;
  };

  const deliver = async (
    consumer: ConsumerLike,
    batch: KafkaBatch,
    resolveOffset: (offset: string) => void,
  ): Promise<void> => {
    const key = `${batch.topic}/${batch.partition}`;
    const last = batch.messages.at(-1);
    const cell = partitionStates.get(key);
    if (consumer !== current || last === undefined || cell?.hasPosition !== true || delivering.has(key)) return;
    resolveOffset(last.offset); // first, so that a seek during the delivery wins
    delivering.add(key);
    cell.isBehind = Number(last.offset) + 1 < Number(batch.highWatermark);
    const wait = paceFetch(performance.now(), anyBehind());
    let isPaused = false;
    const delivered = listener
      .batch(toFetchedBatch(batch))
      .catch((error: unknown) =>
        logger.error({ err: error, topic: batch.topic, partition: batch.partition }, 'delivery failed'),
      )
      .then(() => {
        delivering.delete(key);
        if (isPaused && partitionStates.has(key)) pauseOrResume(batch.topic, batch.partition);
      });
    await Promise.all([waitAtMost(DELIVERY_GRACE_MS, delivered), wait > 0 && sleep(wait)]);
    if (!delivering.has(key)) return;
    isPaused = true;
    pauseOrResume(batch.topic, batch.partition);
  };

  const loseMembership = (): void => {
    const formerMemberId = memberId;
    partitionStates.clear();
    memberId = null;
    if (formerMemberId !== null && !stopped) listener.lost();
  };

  const failed = (consumer: ConsumerLike, error: Error): void => {
    if (consumer !== current || stopped) return;
    current = null;
    loseMembership();
    logger.warn({ err: error, group: options.group }, 'the Kafka consumer failed and is replaced');
    listener.turned?.();
    listener.down(error);
    restart = setTimeout(() => void start(), backOffMs(failures++));
  };

  const giveUp = (consumer: ConsumerLike, why: string): void => {
    failed(consumer, new Error(why));
    consumer.disconnect().catch(() => {});
  };

  const start = async (): Promise<void> => {
    if (stopped) return;
    const consumer = options.create();
    current = consumer;
    const isGivenUp = (): boolean => consumer !== current || stopped;
    // kafkajs connects and joins on after a `disconnect` that comes meanwhile: a member whose partitions nobody reads.
    const leave = (): void => void consumer.disconnect().catch(() => {});
    const turned = (): void => void (consumer === current && listener.turned?.());
    turned();
    // kafkajs would ask again on the same connection, which may be lost without a sign.
    consumer.on(consumer.events.REQUEST_TIMEOUT, () => giveUp(consumer, 'a request was not answered'));
    consumer.on(consumer.events.FETCH_START, turned);
    consumer.on(consumer.events.GROUP_JOIN, ({ payload }) => {
      if (isGivenUp()) return leave();
      failures = 0;
      lastHeartbeat = performance.now();
      memberId = payload.memberId;
      partitionStates.clear();
      for (const [topic, partitions] of Object.entries(payload.memberAssignment)) {
        for (const partition of partitions) {
          partitionStates.set(`${topic}/${partition}`, { hasPosition: false, isBehind: false });
          pauseOrResume(topic, partition);
        }
      }
      listener.joined(payload.memberAssignment);
    });
    consumer.on(consumer.events.HEARTBEAT, () => {
      if (consumer === current) lastHeartbeat = performance.now();
      turned();
    });
    consumer.on(consumer.events.REBALANCING, () => consumer === current && loseMembership());
    consumer.on(consumer.events.CRASH, ({ payload }) => failed(consumer, payload.error));
    try {
      await consumer.connect();
      if (isGivenUp()) return leave();
      await consumer.subscribe({ topics: [...options.topics], fromBeginning: true });
      if (isGivenUp()) return leave();
      await consumer.run({
        autoCommit: false,
        eachBatchAutoResolve: false,
        partitionsConsumedConcurrently: options.concurrency,
        eachBatch: ({ batch, resolveOffset }) => deliver(consumer, batch, resolveOffset),
      });
      if (isGivenUp()) leave();
    } catch (error) {
      failed(consumer, error as Error);
      await consumer.disconnect().catch(() => {});
    }
  };

  // An unresponsive coordinator does not crash a consumer for a long time, but may already have reassigned its tasks.
  const heartbeatCheck = setInterval(() => {
    if (current === null || memberId === null || performance.now() - lastHeartbeat < options.heartbeatTimeoutMs) return;
    giveUp(current, `no heartbeat was answered for ${options.heartbeatTimeoutMs} ms`);
  }, options.heartbeatTimeoutMs / 4);
  heartbeatCheck.unref();

  /** A partition that is resumed is not part of the fetch in flight, so that fetch must return soon. */
  const hasPausedPartition = (): boolean => {
    for (const [key, { hasPosition: sought }] of partitionStates) if (!sought || delivering.has(key)) return true;
    return false;
  };
  pauseChecks.add(hasPausedPartition);

  return {
    start: () => void start(),
    seek: (topic: string, partition: number, offset: number): void => {
      const cell = partitionStates.get(`${topic}/${partition}`);
      if (cell === undefined) return;
      withConsumer((consumer) => consumer.seek({ topic, partition, offset: String(offset) }));
      cell.hasPosition = true;
      pauseOrResume(topic, partition);
    },
    /** If the group is stable and names this member, no later generation exists that this member does not know. */
    confirm: async (): Promise<void> => {
      const expectedMemberId = memberId;
      if (current === null || expectedMemberId === null) throw new Error('not a member of the group');
      const { state, members } = await current.describeGroup();
      if (
        state !== 'Stable' ||
        expectedMemberId !== memberId ||
        !members.some((member) => member.memberId === expectedMemberId)
      ) {
        throw new Error(`not a member of the group (${state})`);
      }
    },
    reportOffsets: async (
      positions: readonly { topic: string; partition: number; offset: number }[],
    ): Promise<void> => {
      await current?.commitOffsets(
        positions.map(({ topic, partition, offset }) => ({ topic, partition, offset: String(offset) })),
      );
    },
    stop: async (): Promise<void> => {
      stopped = true;
      clearTimeout(restart);
      clearInterval(heartbeatCheck);
      pauseChecks.delete(hasPausedPartition);
      const consumer = current;
      current = null;
      await consumer?.disconnect().catch(() => {});
    },
  };
};
