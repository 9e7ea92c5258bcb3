import { afterAll, afterEach, beforeAll, expect, jest, test } from '@jest/globals';
import { type DataOf, PARTITION_COUNT, subscriptions, topics } from '@warmline/contracts';
import type { Database } from '@warmline/persistence';
import { type KafkaBroker, startKafka } from '@warmline/testing/kafka';
import { asOwner } from '@warmline/testing/postgres';
import { eventually } from '@warmline/testing/processes';
import { systemClock } from '../src/clock.ts';
import { encode } from '../src/codec.ts';
import { type Decider, deciderStep } from '../src/decider.ts';
import { kafkaTransport } from '../src/kafka/kafka-transport.ts';
import { noopObserver, type Observer } from '../src/observer.ts';
import { PostgresStore } from '../src/postgres/postgres-store.ts';
import { Processor } from '../src/processor.ts';
import { stage } from '../src/stage.ts';
import { declaredTopics } from '../src/topics.ts';
import type { ConsumerRecord, Listener, Transport } from '../src/transport.ts';
import { createDatabase } from './commands.fixtures.ts';

jest.setTimeout(60_000);

const KEYS = 2_000;
const INPUT = topics.conversation.name;
const OUTPUT = topics.sentiment.name;
const quiet = { info: () => {}, warn: () => {}, error: () => {} };

/** Publishes the number of each message within its conversation. */
const counting: Decider<{ readonly n: number }, 'MessagePosted', 'SentimentScored'> = {
  decide: (event, state) => {
    if (event.type === 'Tick') return [];
    const { conversationId, messageId } = event.data;
    const data: DataOf<'SentimentScored'> = {
      ...topics.sentiment.events.SentimentScored.sample,
      conversationId,
      messageId,
      seq: (state?.n ?? 0) + 1,
    };
    return [{ type: 'SentimentScored', data }];
  },
  evolve: (state, event) => (event.type === 'MessagePosted' ? { n: (state?.n ?? 0) + 1 } : state),
  due: () => null,
};

let kafka: KafkaBroker;
let log: Transport;
let database: Database;
let processor: Processor | undefined;
let appended = 0;
/** Records delivered by the transport, and their bytes. */
let delivered = 0;
const lags: number[] = [];
const backlogs: number[] = [];

const connect = (): Transport => kafkaTransport({ brokers: [kafka.brokers], clientId: 'test', logger: quiet });

beforeAll(async () => {
  kafka = await startKafka();
  database = await createDatabase('sentiment');
  log = connect();
  const ownTopics = declaredTopics().filter(({ name }) => name.startsWith(INPUT) || name.startsWith(OUTPUT));
  await log.applyTopics(ownTopics.filter(({ name }) => !name.includes('.v1.') || name.includes('.sentiment.')));
}, 120_000);
afterEach(async () => {
  kafka.resume();
  await asOwner(database, 'DROP TRIGGER IF EXISTS slow ON task');
  await processor?.stop();
  processor = undefined;
});
afterAll(async () => {
  await log?.close();
  await database?.close();
  await kafka?.stop();
}, 60_000);

/** Appends a number of messages, spread over the conversations. */
const append = async (count: number): Promise<void> => {
  const records = Array.from({ length: count }, () => {
    const n = appended++;
    const conversationId = `c-${n % KEYS}`;
    const data = {
      ...topics.conversation.events.MessagePosted.sample,
      conversationId,
      messageId: `m-${n}`,
      seq: n + 1,
    };
    const cause = { id: 'x', at: n, tenantId: 't', correlationId: conversationId, traceparent: undefined };
    const { headers, ...rest } = encode('gateway', { type: 'MessagePosted', data }, `e-${n}`, cause);
    return { ...rest, headers };
  });
  await log.append(records);
};

const observer: Observer = {
  ...noopObserver,
  lag: (topic, records) => void (topic === INPUT && lags.push(records)),
  outboxBacklog: (rows) => void backlogs.push(rows),
};

const start = async (batchSize: number): Promise<void> => {
  const transport = connect();
  const watched: Transport = {
    ...transport,
    subscribe: (group, names, listener) => {
      const counted: Listener = {
        assigned: (tasks) => listener.assigned(tasks),
        revoked: () => listener.revoked(),
        down: (cause, fatal) => listener.down(cause, fatal),
        up: () => listener.up(),
        records: (fetched) => {
          delivered += fetched.records.length;
          return listener.records(fetched);
        },
      };
      return transport.subscribe(group, names, counted);
    },
  };
  const created = new Processor({
    service: 'sentiment',
    topics: subscriptions.sentiment,
    stages: [
      stage({ name: 'count', inputs: subscriptions.sentiment, key: 'conversationId', step: deciderStep(counting) }),
    ],
    store: new PostgresStore(database),
    transport: watched,
    clock: systemClock,
    log: quiet,
    observer,
    ready: () => {},
    fatal: () => {},
    batchSize,
  });
  processor = created;
  await created.start();
};

const one = async (sql: string): Promise<number> => Number((await database.pool.query(sql)).rows[0]?.n ?? 0);
/** Number of messages whose effect is in the database. */
const applied = () => one(`SELECT coalesce(sum((data->>'n')::int), 0) AS n FROM state`);
const waitingRows = () => one('SELECT count(*) AS n FROM outbox');

/** Expects one output per message, in order within each conversation. */
const expectAllOnce = async (): Promise<void> => {
  const seen = new Set<string>();
  const next = new Map<string, number>();
  const faults: string[] = [];
  const hear = ({ key, headers, value }: ConsumerRecord): void => {
    if (seen.has(headers.ce_id ?? '')) return;
    seen.add(headers.ce_id ?? '');
    const { seq } = JSON.parse(Buffer.from(value ?? []).toString()) as DataOf<'SentimentScored'>;
    const wanted = (next.get(key ?? '') ?? 0) + 1;
    if (seq !== wanted) faults.push(`${key}: ${seq} instead of ${wanted}`);
    next.set(key ?? '', seq);
  };
  const stop = await log.tail([OUTPUT], hear, true);
  await eventually(() => expect(seen.size).toBeGreaterThanOrEqual(appended), { withinMs: 20_000 });
  await stop();
  expect([seen.size, faults]).toEqual([appended, []]);
};

test('with 300 ms per commit and 50,000 records, memory is bounded, lag grows, and every record has one effect', async () => {
  await append(40_000);
  await start(200);
  await eventually(async () => expect(await applied()).toBeGreaterThan(0), { withinMs: 20_000 });
  await asOwner(
    database,
    `
    CREATE OR REPLACE FUNCTION slow() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN PERFORM pg_sleep(0.3); RETURN NULL; END $$;
    CREATE TRIGGER slow AFTER UPDATE ON task FOR EACH STATEMENT EXECUTE FUNCTION slow()`,
  );
  const [before, held] = [lags.length, delivered - (await applied())];
  await append(10_000);
  await eventually(() => expect(Math.max(...lags.slice(before + 1))).toBeGreaterThan((lags[before] ?? 0) + 3_000), {
    withinMs: 8_000,
  });
  const later = delivered - (await applied());
  // 1,000 records of a partition, and one fetch of 1 MiB that arrived when there was room.
  for (const inMemory of [held, later]) expect(inMemory).toBeLessThan(PARTITION_COUNT * (1_000 + 2_500));
  expect(appended - (await applied())).toBeGreaterThan(2 * later);
  await asOwner(database, 'DROP TRIGGER slow ON task');
  await eventually(async () => expect(await applied()).toBe(50_000), { withinMs: 30_000 });
  await expectAllOnce();
});

test('while the broker hangs commits stop at a bounded backlog, and afterwards every record is there once', async () => {
  const before = await applied();
  await append(15_000);
  await start(20);
  await eventually(async () => expect(await applied()).toBeGreaterThan(before), { withinMs: 20_000 });
  backlogs.length = 0;
  kafka.pause();
  const still = await eventually(
    async () => {
      const first = await applied();
      await new Promise((resolve) => setTimeout(resolve, 1_000));
      expect(await applied()).toBe(first);
      return first;
    },
    { withinMs: 15_000 },
  );
  expect(still).toBeLessThan(appended);
  // 64 rows and those of one commit over all tasks; as many may be appended and not deleted yet.
  expect(Math.max(...backlogs)).toBeGreaterThan(50);
  expect(Math.max(...backlogs)).toBeLessThanOrEqual(64 + PARTITION_COUNT);
  expect(await waitingRows()).toBeLessThanOrEqual(2 * (64 + PARTITION_COUNT));
  kafka.resume();
  await eventually(async () => expect(await applied()).toBe(appended), { withinMs: 30_000 });
  await expectAllOnce();
  await eventually(async () => expect([await waitingRows(), backlogs.at(-1)]).toEqual([0, 0]));
});
