import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { deadLetterTopic, PARTITION_COUNT, subscriptions, topics } from '@warmline/contracts';
import type { Database } from '@warmline/persistence';
import { eventually } from '@warmline/testing/processes';
import type { ExecutorStore } from '../src/commands/executor-store.ts';
import { partitionOf } from '../src/partition.ts';
import { decodeOutboxRecords } from '../src/postgres/outbox-records.ts';
import { PostgresExecutorStore } from '../src/postgres/postgres-executor-store.ts';
import { command, createDatabase, createLog, keyOfTask, replica } from './commands.fixtures.ts';

let database: Database;
const running: { stop(): Promise<void> }[] = [];
beforeEach(async () => {
  database = await createDatabase('gateway');
}, 60_000);
afterEach(async () => {
  await Promise.all(running.splice(0).map((r) => r.stop()));
  await database.close();
});
const started = async (...of: readonly { processor: { start(): Promise<void>; stop(): Promise<void> } }[]) => {
  for (const { processor } of of) {
    await processor.start();
    running.push(processor);
  }
};
const rows = async (sql: string, values: unknown[] = []) => (await database.pool.query(sql, values)).rows;
const stateOf = async (key: string) => (await rows('SELECT data FROM state WHERE key = $1', [key]))[0]?.data;
const outbox = async () =>
  (await rows('SELECT task, first_seq, records FROM outbox ORDER BY task, first_seq')).map((r) => ({
    task: r.task as number,
    firstSeq: Number(r.first_seq),
    records: decodeOutboxRecords(r.records),
  }));

test('fifty concurrent commands with one idempotency key on two replicas have one effect and one answer', async () => {
  const { transport } = await createLog();
  const executors = [replica(database, transport).executor, replica(database, transport).executor];
  const asked = Array.from({ length: 50 }, (_, i) =>
    executors[i % 2]?.execute(command('k', { idempotencyKey: 'once' })),
  );
  const answers = await Promise.all(asked);
  expect(new Set(answers.map((a) => JSON.stringify(a)))).toEqual(new Set(['{"status":200,"body":{"n":1}}']));
  expect(await executors[0]?.execute(command('k', { idempotencyKey: 'once' }))).toEqual({
    status: 200,
    body: { n: 1 },
  });
  expect(await stateOf('k')).toEqual({ key: 'k', n: 1, wake: null });
  expect(await outbox()).toHaveLength(1);
});

test('two replicas on the same keys keep the order of each key and leave no gap in a shard', async () => {
  const { transport } = await createLog();
  const executors = [replica(database, transport).executor, replica(database, transport).executor];
  const keys = Array.from({ length: 9 }, (_, i) => `k-${i}`);
  await Promise.all(Array.from({ length: 450 }, (_, i) => executors[i % 2]?.execute(command(keys[i % 9] ?? ''))));
  const byKey = new Map<string, number[]>();
  for (let task = 0; task < PARTITION_COUNT; task++) {
    let next = 1;
    for (const row of (await outbox()).filter((r) => r.task === task)) {
      expect(row.firstSeq).toBe(next);
      next += row.records.length;
      for (const r of row.records) byKey.set(r.key, [...(byKey.get(r.key) ?? []), JSON.parse(r.value).seq]);
    }
  }
  const inOrder = Array.from({ length: 50 }, (_, i) => i + 1);
  expect(Object.fromEntries(byKey)).toEqual(Object.fromEntries(keys.map((key) => [key, inOrder])));
});

test('10: commit order is sequence order, so no row becomes visible after a higher one of its shard', async () => {
  const { transport } = await createLog();
  const executors = Array.from({ length: 4 }, () => replica(database, transport).executor);
  const highest = new Map<number, number>();
  const late: string[] = [];
  const seen = new Set<string>();
  let working = true;
  const watching = (async () => {
    while (working)
      for (const { task, first_seq } of await rows('SELECT task, first_seq FROM outbox ORDER BY task, first_seq')) {
        const id = `${task}#${first_seq}`;
        if (!seen.has(id) && Number(first_seq) < (highest.get(task) ?? 0)) late.push(id);
        seen.add(id);
        highest.set(task, Math.max(highest.get(task) ?? 0, Number(first_seq)));
      }
  })();
  for (let round = 0; round < 40; round++)
    await Promise.all(executors.map((e, i) => e.execute(command(keyOfTask(round % PARTITION_COUNT, i)))));
  working = false;
  await watching;
  expect(late).toEqual([]);
  expect(seen.size).toBeGreaterThan(100);
});

test('11: a key has one shard, whether HTTP or the stream changes it', async () => {
  const { transport, published } = await createLog();
  const one = replica(database, transport);
  await started(one);
  await one.executor.execute(command('wa-491'));
  await transport.append([received('wa-491', 1)]);
  await eventually(() => expect(published).toHaveLength(2));
  expect(new Set(published.map((r) => r.headers.ce_shard)).size).toBe(1);
  expect(published.map((r) => r.headers.ce_sequence)).toEqual(['1', '2']);
});

test('a stream task with a stale guard writes nothing', async () => {
  const { transport } = await createLog();
  const { executor, store } = replica(database, transport);
  const { version } = await store.takeOver(3);
  await store.takeOver(3);
  const guard = { n: 3, expected: version, offsets: { t: 7 }, dedupe: [{ topic: 't', shard: 's', seq: 9 }] };
  expect(await executor.run([command('k', { idempotencyKey: 'x' })], [guard])).toBe('stale');
  expect(await rows('SELECT offsets FROM task WHERE n = 3')).toEqual([{ offsets: {} }]);
  for (const table of ['state', 'command_answer', 'timeline', 'outbox', 'dedupe'])
    expect(await rows(`SELECT count(*)::int AS n FROM ${table}`)).toEqual([{ n: 0 }]);
});

test('the next owner publishes in sequence what was committed and not published before a crash', async () => {
  const { transport, published } = await createLog();
  const crashed = replica(database, transport);
  for (let i = 0; i < 5; i++) await crashed.executor.execute(command('k'));
  const next = replica(database, transport);
  await started(next);
  await eventually(() => expect(published.map((r) => r.headers.ce_sequence)).toEqual(['1', '2', '3', '4', '5']));
  await eventually(async () => expect(await outbox()).toEqual([]));
});

test('a malformed external record becomes a dead letter with its reason, and the stream continues', async () => {
  const { transport, published } = await createLog();
  const deadLetters: { reason: string | undefined; value: string }[] = [];
  await transport.tail(
    ['handoff.ingress.v1.gateway.dlq'],
    (r) => void deadLetters.push({ reason: r.headers.dlq_reason, value: Buffer.from(r.value ?? []).toString() }),
    true,
  );
  const one = replica(database, transport, {
    route: (event) => {
      if (event.key === 'routing-throws') throw new Error('a bug in routing');
      if (event.key === 'refused') return 'not wanted';
      const type = event.key === 'throws' ? 'Break' : 'Add';
      return [{ stage: 'count', key: event.key, event: { ...event, type, data: { key: event.key } } }];
    },
  });
  await started(one);
  const good = received('fine', 1);
  await transport.append([
    { ...good, value: '{' },
    { ...good, headers: { ...good.headers, ce_id: 'x'.repeat(300) } },
    { ...good, partition: 0, value: received('refused', 2).value },
    { ...good, partition: 0, value: received('routing-throws', 3).value },
    { ...good, partition: 0, value: received('throws', 4).value },
    { ...good, partition: 0, value: received('u\u0000', 5).value },
    { ...good, partition: 0 },
    good,
  ]);
  await eventually(() => expect(published.map((r) => r.key)).toEqual(['fine', 'fine']));
  expect(deadLetters.map((l) => l.reason).sort()).toEqual([
    expect.stringMatching(/^MessageReceived: conversationId: may not hold control characters/),
    expect.stringMatching(/^header ce_id is too long/),
    expect.stringMatching(/^not JSON: /),
    'not wanted',
    expect.stringMatching(/^threw: Error: a bug in routing/),
    expect.stringMatching(/^threw: Error: a bug \|/),
  ]);
}, 30_000);

test('a command that hits a bug in the rules or a key the database refuses fails alone', async () => {
  const { transport } = await createLog();
  const { executor } = replica(database, transport);
  const first = executor.execute(command('k'));
  const outcomes = await Promise.allSettled([
    first,
    executor.execute(command('k')),
    executor.execute(command('k', { type: 'Break' })),
    executor.execute(command('k\u0000')),
    executor.execute(command('k')),
  ]);
  expect(outcomes.map((o) => o.status)).toEqual(['fulfilled', 'fulfilled', 'rejected', 'rejected', 'fulfilled']);
  expect(await stateOf('k')).toEqual({ key: 'k', n: 3, wake: null });
});

test('a commit of unknown outcome is not retried: its caller gets the error, and the idempotency key tells the outcome', async () => {
  const { transport } = await createLog();
  const inner = new PostgresExecutorStore(database, 'gateway');
  let lost = 0;
  const states: ExecutorStore = {
    isDataError: (error) => inner.isDataError(error),
    transact: async (wanted, decide) => {
      const outcome = await inner.transact(wanted, decide);
      if (lost++ < 2) throw new Error('Connection terminated unexpectedly');
      return outcome;
    },
  };
  const { executor } = replica(database, transport, { states });
  const asked = ['a', 'b', 'c'].map((idempotencyKey) => executor.execute(command('k', { idempotencyKey })));
  const plain = executor.execute(command('k'));
  const outcomes = await Promise.allSettled([...asked, plain]);
  expect(outcomes.map((o) => o.status)).toEqual(['rejected', 'rejected', 'rejected', 'rejected']);
  expect(await stateOf('k')).toEqual({ key: 'k', n: 4, wake: null });
  expect(await executor.execute(command('k', { idempotencyKey: 'b' }))).toEqual({ status: 200, body: { n: 2 } });
});

test('finishing and restarting a key concurrently loses neither', async () => {
  const { transport } = await createLog();
  const { executor } = replica(database, transport);
  await executor.execute(command('k'));
  const other = await database.pool.connect();
  await other.query('BEGIN');
  await other.query('SELECT 1 FROM state FOR UPDATE');
  const waiting = executor.execute(command('k'));
  await eventually(async () =>
    expect(await rows("SELECT 1 FROM pg_stat_activity WHERE wait_event_type = 'Lock'")).toHaveLength(1),
  );
  await other.query('DELETE FROM state');
  await other.query('DELETE FROM timeline');
  await other.query('COMMIT');
  other.release();
  expect(await waiting).toEqual({ status: 200, body: { n: 1 } });
  expect(await stateOf('k')).toEqual({ key: 'k', n: 1, wake: null });
});

test('neither a finished key nor a query for it leaves a row behind', async () => {
  const { transport } = await createLog();
  const { executor } = replica(database, transport);
  await executor.execute(command('k', { idempotencyKey: 'x' }));
  await executor.execute(command('k', { type: 'Finish' }));
  expect(await executor.execute(command('k', { idempotencyKey: 'x' }))).toEqual({ status: 200, body: { n: 1 } });
  expect(await rows('SELECT key FROM state')).toEqual([]);
});

test('a due that one replica sets fires on the replica that owns its task', async () => {
  const { transport, published } = await createLog();
  const owner = replica(database, transport);
  await started(owner);
  await eventually(async () => expect(await rows('SELECT n FROM task')).toHaveLength(PARTITION_COUNT));
  await new Promise((resolve) => setTimeout(resolve, 100));
  const { executor } = replica(database, transport);
  await executor.execute(command('k', { wake: Date.now() }));
  await eventually(() => expect(published).toHaveLength(2), { withinMs: 5_000 });
}, 20_000);

test('a tick that the rules fail on becomes a dead letter, is postponed, and blocks nothing', async () => {
  const { transport, published } = await createLog();
  const deadLetters: string[] = [];
  const [first] = subscriptions.gateway;
  await transport.tail(
    [deadLetterTopic(first.name, 'gateway')],
    (r) => void deadLetters.push(`${r.headers.dlq_reason} ${Buffer.from(r.value ?? []).toString()}`),
    true,
  );
  const one = replica(database, transport);
  await started(one);
  const due = Date.now();
  await one.executor.execute(command('breaks', { wake: due }));
  await one.executor.execute(command('k', { wake: due + 1 }));
  await eventually(() => expect(published.map((r) => r.key)).toEqual(expect.arrayContaining(['breaks', 'k', 'k'])));
  await eventually(() => expect(deadLetters).toHaveLength(1));
  expect(deadLetters).toEqual([
    expect.stringMatching(
      /^threw: Error: a bug in a tick \|.*\{"tick":\{"stage":"count","key":"breaks","due":\d+\}\}$/,
    ),
  ]);
  const [row] = await rows("SELECT due, data FROM state WHERE key = 'breaks'");
  expect(Number(row.due)).toBeGreaterThan(due + 50_000);
  expect(row.data.n).toBe(1);
}, 20_000);

const received = (conversationId: string, n: number) => ({
  topic: topics.ingress.name,
  partition: partitionOf(conversationId, PARTITION_COUNT),
  key: conversationId,
  value: JSON.stringify({
    ...topics.ingress.events.MessageReceived.sample,
    conversationId,
    externalMessageId: `m-${n}`,
  }),
  headers: {
    ce_specversion: '1.0',
    ce_id: `e-${n}`,
    ce_type: 'MessageReceived',
    ce_source: '/whatsapp',
    ce_time: '2026-11-22T10:00:00.000Z',
    ce_tenantid: 'default',
  },
});
