import { backOff } from './back-off.ts';
import type { Log } from './intake.ts';
import { type Batch, type ConsumerLike, fetchedFrom, retriable } from './kafka-consumer.ts';
import { pacing } from './pacing.ts';
import type { Fetched } from './transport.ts';

export interface Reading {
  /** At every (re-)join; nothing is read of a partition before its first `seek` after this. */
  joined(assignment: Readonly<Record<string, readonly number[]>>): void;
  lost(): void;
  batch(fetched: Fetched): Promise<void>;
  down(cause: Error, fatal: boolean): void;
}

interface Cell {
  sought: boolean;
  /** Its last batch did not reach its end. */
  behind: boolean;
}

/** Between two fetches, where nobody says how patient they are: events come in bursts already, from commands that were grouped. */
const DISTANCE_MS = 5;
/** Milliseconds a delivery may take before its partition is paused, so that the others of the same broker are fetched on. */
const GRACE = 30;

/** Whether a reader of this process keeps a partition from being fetched, for each of them. */
const held = new Set<() => boolean>();
export const anyHeld = (): boolean => {
  for (const holding of held) if (holding()) return true;
  return false;
};

const sleep = (ms: number): Promise<void> => new Promise((resolve) => void setTimeout(resolve, ms));
/** Until it is done, or so many milliseconds. An abortable sleep makes an exception each time it is not needed. */
const within = (ms: number, done: Promise<void>): Promise<void> =>
  new Promise((resolve) => {
    const timer = setTimeout(resolve, ms);
    void done.then(() => {
      clearTimeout(timer);
      resolve();
    });
  });

/**
 * A consumer that is replaced by a new one whenever it crashes, with a growing delay and for ever; only what kafkajs calls non-retriable
 * ends it, as a fatal `down`. kafkajs fetches from a broker again only when all batches of the last fetch are done: a delivery that
 * takes longer than a moment pauses its partition instead, which keeps the others and the heartbeat going. Fetches keep a
 * distance (`pacing`): what a fetch and the batch made of it cost hardly depends on how many records there are.
 */
export const kafkaReader = (options: {
  create: () => ConsumerLike;
  topics: readonly string[];
  concurrency: number;
  /** Milliseconds without an answered heartbeat after which the member is as good as out. */
  silence: number;
  on: Reading;
  logger: Log;
  patienceMs?: number | undefined;
}) => {
  const { on, logger } = options;
  const cells = new Map<string, Cell>();
  const busy = new Set<string>();
  let current: ConsumerLike | null = null;
  let memberId: string | null = null;
  let failures = 0;
  let restart: NodeJS.Timeout | undefined;
  let stopped = false;
  let heard = 0;
  const pace = pacing(options.patienceMs ?? DISTANCE_MS);

  /** The consumer may be on its way out; then the next join sets everything anew. */
  const attempt = (act: (consumer: ConsumerLike) => void): void => {
    try {
      if (current !== null) act(current);
    } catch (error) {
      logger.info({ err: error }, 'kafka consumer is not running');
    }
  };
  const steer = (topic: string, partition: number): void => {
    const key = `${topic}/${partition}`;
    const flows = cells.get(key)?.sought === true && !busy.has(key);
    attempt((consumer) => consumer[flows ? 'resume' : 'pause']([{ topic, partitions: [partition] }]));
  };

  /** One fetch reads all partitions: one that waits at its end keeps the others waiting. */
  const anyBehind = (): boolean => {
    for (const { behind } of cells.values()) if (behind) return true;
    return false;
  };

  const deliver = async (
    consumer: ConsumerLike,
    batch: Batch,
    resolveOffset: (offset: string) => void,
  ): Promise<void> => {
    const key = `${batch.topic}/${batch.partition}`;
    const last = batch.messages.at(-1);
    const cell = cells.get(key);
    if (consumer !== current || last === undefined || cell?.sought !== true || busy.has(key)) return;
    resolveOffset(last.offset); // first, so that a seek during the delivery wins
    busy.add(key);
    cell.behind = Number(last.offset) + 1 < Number(batch.highWatermark);
    const wait = pace(performance.now(), anyBehind());
    let parked = false;
    const delivered = on
      .batch(fetchedFrom(batch))
      .catch((error: unknown) =>
        logger.error({ err: error, topic: batch.topic, partition: batch.partition }, 'delivery failed'),
      )
      .then(() => {
        busy.delete(key);
        if (parked && cells.has(key)) steer(batch.topic, batch.partition);
      });
    await Promise.all([within(GRACE, delivered), wait > 0 && sleep(wait)]);
    if (!busy.has(key)) return;
    parked = true;
    steer(batch.topic, batch.partition);
  };

  const forget = (): void => {
    const was = memberId;
    cells.clear();
    memberId = null;
    if (was !== null && !stopped) on.lost();
  };

  const failed = (consumer: ConsumerLike, error: Error, fatal: boolean): void => {
    if (consumer !== current || stopped) return;
    current = null;
    forget();
    logger[fatal ? 'error' : 'warn']({ err: error, fatal }, 'kafka consumer failed');
    on.down(error, fatal);
    if (!fatal) restart = setTimeout(() => void start(), backOff(failures++));
  };

  const start = async (): Promise<void> => {
    if (stopped) return;
    const consumer = options.create();
    current = consumer;
    consumer.on(consumer.events.GROUP_JOIN, ({ payload }) => {
      if (consumer !== current || stopped) return;
      failures = 0;
      heard = performance.now();
      memberId = payload.memberId;
      cells.clear();
      for (const [topic, partitions] of Object.entries(payload.memberAssignment)) {
        for (const partition of partitions) {
          cells.set(`${topic}/${partition}`, { sought: false, behind: false });
          steer(topic, partition);
        }
      }
      on.joined(payload.memberAssignment);
    });
    consumer.on(consumer.events.HEARTBEAT, () => {
      if (consumer === current) heard = performance.now();
    });
    consumer.on(consumer.events.REBALANCING, () => consumer === current && forget());
    consumer.on(consumer.events.CRASH, ({ payload }) => failed(consumer, payload.error, !retriable(payload.error)));
    try {
      await consumer.connect();
      await consumer.subscribe({ topics: [...options.topics], fromBeginning: true });
      await consumer.run({
        autoCommit: false,
        eachBatchAutoResolve: false,
        partitionsConsumedConcurrently: options.concurrency,
        eachBatch: ({ batch, resolveOffset }) => deliver(consumer, batch, resolveOffset),
      });
    } catch (error) {
      failed(consumer, error as Error, !retriable(error as Error));
      await consumer.disconnect().catch(() => {});
    }
  };

  // A coordinator that answers nothing crashes no consumer for long, while it may have given the tasks away.
  const watch = setInterval(() => {
    if (current === null || memberId === null || performance.now() - heard < options.silence) return;
    const silent = current;
    failed(silent, new Error(`no heartbeat was answered for ${options.silence} ms`), false);
    silent.disconnect().catch(() => {});
  }, options.silence / 4);
  watch.unref();

  /** What waits to flow again is not in the fetch that is out: that one must come back soon. */
  const holding = (): boolean => {
    for (const [key, { sought }] of cells) if (!sought || busy.has(key)) return true;
    return false;
  };
  held.add(holding);

  return {
    start: () => void start(),
    seek: (topic: string, partition: number, offset: number): void => {
      const cell = cells.get(`${topic}/${partition}`);
      if (cell === undefined) return;
      attempt((consumer) => consumer.seek({ topic, partition, offset: String(offset) }));
      cell.sought = true;
      steer(topic, partition);
    },
    /** A stable group that names this member has no later generation this member does not know of. */
    confirm: async (): Promise<void> => {
      const asked = memberId;
      if (current === null || asked === null) throw new Error('not a member of the group');
      const { state, members } = await current.describeGroup();
      if (state !== 'Stable' || asked !== memberId || !members.some((member) => member.memberId === asked)) {
        throw new Error(`not a member of the group (${state})`);
      }
    },
    mark: async (positions: readonly { topic: string; partition: number; offset: number }[]): Promise<void> => {
      await current?.commitOffsets(
        positions.map(({ topic, partition, offset }) => ({ topic, partition, offset: String(offset) })),
      );
    },
    stop: async (): Promise<void> => {
      stopped = true;
      clearTimeout(restart);
      clearInterval(watch);
      held.delete(holding);
      const consumer = current;
      current = null;
      await consumer?.disconnect().catch(() => {});
    },
  };
};
