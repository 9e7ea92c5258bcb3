import { setTimeout as sleep } from 'node:timers/promises';
import { type KafkaBroker, startKafka } from '@warmline/testing/kafka';
import { startTestPostgres } from '@warmline/testing/postgres';
import pg from 'pg';
import { embeddedTransport } from '../src/embedded/embedded-transport.ts';
import { joinGroup, numbers, recordOf, valueTexts, waitUntil } from '../src/group-member.fixtures.ts';
import { kafkaTransport } from '../src/kafka/kafka-transport.ts';
import { transportSuite } from '../src/transport.suite.ts';
import type { Transport } from '../src/transport.ts';
import type { TransportUnderTest } from '../src/transport-records.suite.ts';

const quiet = { info: () => {}, warn: () => {}, error: () => {} };
const SESSION = 6_000;

describe('Kafka', () => {
  let kafka: KafkaBroker;
  const open: Transport[] = [];
  const connect = (): Transport => {
    const transport = kafkaTransport({
      brokers: [kafka.brokers],
      clientId: 'contract',
      logger: quiet,
      sessionTimeoutMs: SESSION,
    });
    open.push(transport);
    return transport;
  };

  beforeAll(async () => {
    kafka = await startKafka();
  }, 120_000);
  afterAll(async () => {
    kafka.resume();
    await Promise.all(open.map((transport) => transport.close()));
    await kafka.stop();
  }, 60_000);

  transportSuite('kafka', async (): Promise<TransportUnderTest> => {
    const transport = connect();
    return { transport, outage: { begin: kafka.kill, end: kafka.restart }, close: () => transport.close() };
  });

  const topicOn = async (transport: Transport, name: string, partitions: number): Promise<string> => {
    await transport.applyTopics([{ name, partitions, config: {} }]);
    return name;
  };

  test('an idle member arms few timers', async () => {
    const transport = connect();
    const topic = await topicOn(transport, 'idle.v1', 4);
    await transport.append([recordOf(topic, 0, 'one')]);
    const { seen, subscription } = await joinGroup(transport, 'idle', [topic]);
    await waitUntil('the record', () => seen.records.length === 1);
    const real = globalThis.setTimeout;
    let armed = 0;
    globalThis.setTimeout = ((...args: Parameters<typeof real>) => {
      armed += 1;
      return real(...args);
    }) as typeof real;
    await sleep(2_000);
    globalThis.setTimeout = real;
    // Some twenty fetches. Unpatched kafkajs arms a thousand timers a second on each of three connections.
    expect(armed).toBeLessThan(200);
    await subscription.stop();
    await transport.close();
  }, 60_000);

  test('a delivery that takes longer than the session time-out does not end the membership', async () => {
    const transport = connect();
    const topic = await topicOn(transport, 'slow.v1', 2);
    const hold = ({ partition }: { partition: number }) =>
      partition === 0 ? sleep(SESSION + 3_000) : Promise.resolve();
    const { seen, subscription } = await joinGroup(transport, 'slow', [topic], { hold });
    await transport.append([recordOf(topic, 0, 'slow')]);
    await waitUntil('the delivery', () => seen.records.length === 1);
    await sleep(SESSION + 1_000);
    await transport.append([recordOf(topic, 1, 'quick')]);
    await waitUntil('the other partition', () => valueTexts(seen.records).includes('quick'));
    await subscription.confirm();
    expect(seen.calls).toEqual(['assigned']);
    await subscription.stop();
    await transport.close();
  }, 60_000);

  test('an unresponsive broker puts the membership in doubt, and a responsive one restores it', async () => {
    const transport = connect();
    const topic = await topicOn(transport, 'frozen.v1', 2);
    const { seen, subscription } = await joinGroup(transport, 'frozen', [topic]);
    await waitUntil('the assignment', () => seen.assignments > 0);
    kafka.pause();
    await waitUntil('down', () => seen.calls.includes('down'));
    expect(seen.calls.slice(0, 3)).toEqual(['assigned', 'revoked', 'down']);
    await expect(subscription.confirm()).rejects.toThrow();
    kafka.resume();
    await waitUntil('the assignment again', () => seen.calls.lastIndexOf('assigned') > seen.calls.indexOf('down'));
    await waitUntil('an append', () =>
      transport.append([recordOf(topic, 1, 'after')]).then(
        () => true,
        () => false,
      ),
    );
    await waitUntil('the record', () => valueTexts(seen.records).includes('after'));
    await subscription.stop();
    await transport.close();
  }, 90_000);

  test('subscribing while the broker is unavailable waits for it, and reports down and up', async () => {
    const transport = connect();
    const topic = await topicOn(transport, 'away.v1', 2);
    await transport.close();
    await kafka.kill();
    const later = connect();
    const calls: string[] = [];
    const subscribing = later.subscribe('away', [topic], {
      assigned: (tasks) => void calls.push(`assigned ${tasks.join(',')}`),
      revoked: () => {},
      records: async () => {},
      down: (_, fatal) => void calls.push(fatal ? 'down for good' : 'down'),
      up: () => void calls.push('up'),
    });
    await waitUntil('down', () => calls.includes('down'));
    await kafka.restart();
    const subscription = await subscribing;
    await waitUntil('the assignment', () => calls.at(-1) === 'assigned 0,1');
    expect(calls.filter((call) => call !== 'down')).toEqual(['up', 'assigned 0,1']);
    await subscription.stop();
    await later.close();
  }, 60_000);

  test('two members of a group keep their tasks as far as possible when a third joins', async () => {
    const transports = [connect(), connect(), connect()] as const;
    const topic = await topicOn(transports[0], 'sticky.v1', 6);
    const [a, b] = [
      await joinGroup(transports[0], 'sticky', [topic]),
      await joinGroup(transports[1], 'sticky', [topic]),
    ];
    await waitUntil('three tasks each', () => a.seen.tasks.length === 3 && b.seen.tasks.length === 3);
    const before = [a.seen.tasks, b.seen.tasks];
    const c = await joinGroup(transports[2], 'sticky', [topic]);
    await waitUntil('two tasks each', () => [a, b, c].every(({ seen }) => seen.tasks.length === 2));
    expect(before[0]).toEqual(expect.arrayContaining([...a.seen.tasks]));
    expect(before[1]).toEqual(expect.arrayContaining([...b.seen.tasks]));
    await Promise.all([a, b, c].map(({ subscription }) => subscription.stop()));
  }, 60_000);
});

describe('the embedded log', () => {
  let databases: Awaited<ReturnType<typeof startTestPostgres>>;
  const open: pg.Pool[] = [];
  const transports: Transport[] = [];
  const logOn = (pool: pg.Pool, more: { pruneEveryMs?: number } = {}): Transport => {
    const transport = embeddedTransport({ pool, logger: quiet, ...more });
    transports.push(transport);
    return transport;
  };
  const poolOf = (url: string): pg.Pool => {
    const pool = new pg.Pool({ connectionString: url });
    pool.on('error', () => {});
    open.push(pool);
    return pool;
  };
  beforeAll(async () => {
    databases = await startTestPostgres();
  }, 120_000);
  afterAll(async () => {
    await Promise.all(transports.map((transport) => transport.close()));
    await Promise.all(open.map((pool) => pool.end()));
    await databases.stop();
  }, 60_000);

  transportSuite('embedded', async (): Promise<TransportUnderTest> => {
    const url = await databases.create();
    const name = new URL(url).pathname.slice(1);
    const operator = poolOf(databases.server.url);
    const pool = poolOf(url);
    await pool.query('CREATE TABLE trace (mark text)');
    const transport = logOn(pool);
    const connections = (allowed: boolean) => operator.query(`ALTER DATABASE ${name} ALLOW_CONNECTIONS ${allowed}`);
    return {
      transport,
      outage: {
        begin: async () => {
          await connections(false);
          // A connection that was just accepted may not be listed yet: two checks in a row must find none.
          for (let none = 0; none < 2; await sleep(50)) {
            const ended = 'SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = $1';
            none = (await operator.query(ended, [name])).rowCount === 0 ? none + 1 : 0;
          }
        },
        end: async () => void (await connections(true)),
      },
      statements: {
        leave: (mark) => ({ text: 'INSERT INTO trace VALUES ($1)', values: [mark] }),
        broken: { text: 'INSERT INTO trace VALUES ($1::int::text)', values: ['not a number'] },
        left: async () => (await pool.query<{ mark: string }>('SELECT mark FROM trace')).rows.map(({ mark }) => mark),
      },
      close: () => transport.close(),
    };
  });

  test('a second process is refused while the first runs, and finds all records afterwards', async () => {
    const pool = poolOf(await databases.create());
    const first = logOn(pool);
    await first.applyTopics([{ name: 'a.v1', partitions: 1, config: {} }]);
    await first.append(numbers(2_500).map((value) => recordOf('a.v1', 0, value)));
    const second = logOn(pool);
    await expect(second.append([recordOf('a.v1', 0, 'second')])).rejects.toThrow(/another process/);
    await first.close();
    await second.append([recordOf('a.v1', 0, 'second')]);
    const { seen, subscription } = await joinGroup(second, 'g', ['a.v1']);
    await waitUntil('all records', () => seen.records.length >= 2_501);
    expect(valueTexts(seen.records)).toEqual([...numbers(2_500), 'second']);
    await subscription.stop();
    await second.close();
  }, 60_000);

  test('deletes records past their retention, and reports in `from` where the rest begins', async () => {
    const transport = logOn(poolOf(await databases.create()), { pruneEveryMs: 100 });
    await transport.applyTopics([
      { name: 'short.v1', partitions: 1, config: { 'retention.ms': '700' } },
      { name: 'kept.v1', partitions: 1, config: { 'retention.ms': '-1' } },
    ]);
    await transport.append([
      recordOf('short.v1', 0, 'old'),
      recordOf('short.v1', 0, 'old'),
      recordOf('kept.v1', 0, 'old'),
    ]);
    await waitUntil('the old records deleted', async () => (await transport.bounds('short.v1', 0)).first === 2);
    expect(await transport.bounds('kept.v1', 0)).toEqual({ first: 0, end: 1 });
    const { seen, subscription } = await joinGroup(transport, 'g', ['short.v1']);
    await transport.append([recordOf('short.v1', 0, 'new')]);
    await waitUntil('the new record', () => seen.records.length === 1);
    expect(seen.fetched[0]).toMatchObject({ from: 2, end: 3 });
    await subscription.stop();
    await transport.close();
  }, 60_000);

  test('commits many small appends together, thousands of records a second', async () => {
    const transport = logOn(poolOf(await databases.create()));
    await transport.applyTopics([{ name: 'busy.v1', partitions: 8, config: {} }]);
    const started = performance.now();
    const writer = async (n: number): Promise<void> => {
      for (let i = 0; i < 100; i += 1) await transport.append([recordOf('busy.v1', n % 8, 'x'.repeat(500))]);
    };
    await Promise.all(numbers(200).map((n) => writer(Number(n))));
    const perSecond = 20_000 / ((performance.now() - started) / 1_000);
    expect(perSecond).toBeGreaterThan(2_000);
    expect((await transport.bounds('busy.v1', 3)).end).toBe(2_500);
    await transport.close();
  }, 60_000);
});
