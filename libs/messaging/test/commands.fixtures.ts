import { type DataOf, PARTITION_COUNT, subscriptions, topics } from '@warmline/contracts';
import { Database } from '@warmline/persistence';
import { testDatabase } from '@warmline/testing/postgres';
import { systemClock } from '../src/clock.ts';
import { type Command, commandStage } from '../src/commands/command.ts';
import { CommandProcessor, type CommandProcessorSettings } from '../src/commands/command-processor.ts';
import { Executor } from '../src/commands/executor.ts';
import type { ExecutorStore } from '../src/commands/executor-store.ts';
import { OpenDeadLetters1760000000200 } from '../src/dead-letters/open-dead-letters.ts';
import { memoryTransport } from '../src/memory/memory-transport.ts';
import { noopObserver } from '../src/observer.ts';
import { partitionOf } from '../src/partition.ts';
import { CommandTables1760000000100 } from '../src/postgres/command-migration.ts';
import { PostgresExecutorStore } from '../src/postgres/postgres-executor-store.ts';
import { PostgresStore } from '../src/postgres/postgres-store.ts';
import { RuntimeTables1760000000000 } from '../src/postgres/runtime-migration.ts';
import { declaredTopics } from '../src/topics.ts';
import type { ConsumerRecord, Transport } from '../src/transport.ts';

const quiet = { info: () => {}, warn: () => {}, error: () => {} };

export const createDatabase = async (service: string, url?: string): Promise<Database> => {
  const database = new Database({
    url: url ?? (await testDatabase()),
    service,
    logger: quiet as unknown as ConstructorParameters<typeof Database>[0]['logger'],
    poolSize: 8,
    migrations: [RuntimeTables1760000000000, CommandTables1760000000100, OpenDeadLetters1760000000200],
  });
  await database.connect();
  return database;
};

/** Adds to the count of a key and publishes it. A key may be finished and started again. */
export interface Sum {
  readonly key: string;
  readonly n: number;
  readonly wake: number | null;
}
export const counter = commandStage<Sum>({
  name: 'count',
  step: (state, event) => {
    const at = event.at;
    const nothing = { verdict: { is: 'emit', outputs: [] }, timeline: [] } as const;
    if (event.type === 'Finish') return { ...nothing, state: null, answer: { status: 200, body: { finished: true } } };
    if (event.type === 'Break') throw new Error('a bug');
    if (event.type === 'Tick' && state?.key === 'breaks') throw new Error('a bug in a tick');
    const n = (state?.n ?? 0) + 1;
    const { wake } = (event.data ?? {}) as { wake?: number };
    const key = state?.key ?? (event.data as { key: string }).key;
    const data: DataOf<'MessagePosted'> = {
      conversationId: key,
      tenantId: 't',
      seq: n,
      messageId: event.id,
      role: 'customer',
      text: 'hello',
      epoch: 1,
    };
    return {
      state: { key, n, wake: wake ?? null },
      verdict: { is: 'emit', outputs: [{ type: 'MessagePosted', data }] },
      answer: { status: 200, body: { n } },
      timeline: [{ seq: n, type: 'added', at, data: {} }],
    };
  },
  due: (state) => state.wake,
});

let made = 0;
export const command = (key: string, more: Partial<Command> & { type?: string; wake?: number } = {}): Command => {
  const { type = 'Add', wake, ...rest } = more;
  const id = `e-${++made}`;
  const at = 1_000 + made;
  return {
    stage: 'count',
    key,
    event: { type, id, at, data: { key, ...(wake === undefined ? {} : { wake }) } },
    cause: { id, at, tenantId: 't', correlationId: key, traceparent: undefined },
    ...rest,
  };
};

/** One replica of the gateway, without HTTP. */
export const replica = (
  database: Database,
  transport: Transport,
  more: { route?: CommandProcessorSettings['route']; states?: ExecutorStore } = {},
) => {
  const store = new PostgresStore(database);
  const executor: Executor = new Executor({
    service: 'gateway',
    stages: [counter],
    store: more.states ?? new PostgresExecutorStore(database, 'gateway'),
    clock: systemClock,
    onCommitted: (rows) => processor.publishCommitted(rows),
    onDueChanged: (at) => processor.dueChanged(at),
  });
  const processor: CommandProcessor = new CommandProcessor({
    service: 'gateway',
    topics: subscriptions.gateway,
    route:
      more.route ??
      ((event) => [{ stage: 'count', key: event.key, event: { ...event, type: 'Add', data: { key: event.key } } }]),
    executor,
    store,
    outboxAfter: (after) => store.outboxAfter(after),
    transport,
    clock: systemClock,
    log: quiet,
    observer: noopObserver,
    deleteOutboxStatement: (ids) => store.deleteOutboxStatement(ids),
    ready: () => {},
    fatal: () => {},
    shards: PARTITION_COUNT,
  });
  return { executor, processor, store };
};

export const createLog = async () => {
  const transport = memoryTransport();
  await transport.applyTopics(declaredTopics());
  const published: ConsumerRecord[] = [];
  await transport.tail([topics.conversation.name], (record) => void published.push(record), true);
  return { transport, published };
};

export const keyOfTask = (n: number, place = 0): string => {
  for (let i = 0, found = 0; ; i++)
    if (partitionOf(`k-${i}`, PARTITION_COUNT) === n && found++ === place) return `k-${i}`;
};
