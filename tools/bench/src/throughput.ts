import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { PARTITIONS } from '@warmline/contracts';
import { declaredTopics, type Transport } from '@warmline/messaging';
import { commonSettings, createPlatform } from '@warmline/messaging/service';
import { type EmbeddedPostgres, startEmbeddedPostgres } from '@warmline/persistence';
import { startKafka } from '@warmline/testing/kafka';
import { eventually, runProcess } from '@warmline/testing/processes';
import { Client } from 'pg';
import { preload } from './load.ts';
import { ECHO_TOPIC, INPUT_TOPIC, NEST_TABLE, OUTPUT_TOPIC } from './place.ts';
import { ECHO, NEST, type Row, rowsOf } from './rows.ts';
import { sampled, steadyRate } from './steady.ts';

/** Enough for about ten steady seconds of the fastest. */
export const EVENTS = 500_000;
/** Stock Nest's share of them, at most. */
const NEST_EVENTS = 4_000;

interface Contender {
  readonly name: string;
  readonly script: string;
  readonly args?: readonly string[];
  /** Where its work shows: the records of this topic, or without one the sum of the counts it has saved. */
  readonly topic?: string;
  readonly events: number;
}

const contenders = (events: number): Contender[] => [
  { name: ECHO, script: 'reference-echo.js', topic: ECHO_TOPIC, events },
  { name: NEST, script: 'reference-nest.js', events: Math.min(NEST_EVENTS, events) },
  { name: 'stateless', script: 'processor.js', args: ['stateless'], topic: OUTPUT_TOPIC, events },
  { name: 'durable-state', script: 'processor.js', args: ['durable-state'], topic: OUTPUT_TOPIC, events },
];

/**
 * One run of all contenders, one after the other, each a process of its own, on one broker and one durable database that this starts
 * and removes. A rate is what can be seen from outside: records appended to the contender's topic, or counts committed to its table.
 */
export const throughput = async (events: number, say: (line: string) => void): Promise<Row[]> => {
  const home = mkdtempSync(join(tmpdir(), 'warmline-bench-'));
  const kafka = await startKafka();
  const postgres = await startEmbeddedPostgres({
    dataDir: join(home, 'postgres'),
    settings: { fsync: 'on', synchronous_commit: 'on', full_page_writes: 'on' },
  });
  const settings = { DATABASE_URL: postgres.url, KAFKA_BROKERS: kafka.brokers, LOG_FILE: join(home, 'bench.log') };
  const { transport, close } = createPlatform(commonSettings.parse(settings), 'bench', () => {});
  try {
    const echo = { name: ECHO_TOPIC, partitions: PARTITIONS, config: {} };
    await eventually(() => transport.applyTopics([...declaredTopics(), echo]));
    // The end of a partition is its leader's to tell: none is still being elected after this.
    for (const topic of [INPUT_TOPIC, OUTPUT_TOPIC, ECHO_TOPIC]) await eventually(() => appended(transport, topic));
    say(`preloading ${events} events`);
    await preload(transport, events);
    const rates = new Map<string, number>();
    for (const contender of contenders(events)) {
      const rate = await raced(contender, { home, brokers: kafka.brokers, postgres, transport });
      say(`${contender.name}: ${Math.round(rate)} events/s`);
      rates.set(contender.name, rate);
    }
    return rowsOf(rates);
  } finally {
    await close();
    await postgres.stop();
    await kafka.stop();
    rmSync(home, { recursive: true, force: true });
  }
};

interface Track {
  readonly home: string;
  readonly brokers: string;
  readonly postgres: EmbeddedPostgres;
  readonly transport: Transport;
}

const raced = async (contender: Contender, { home, brokers, postgres, transport }: Track): Promise<number> => {
  const { name, script, args = [], topic, events } = contender;
  const database = await postgres.createDatabase(name.replace('-', '_'));
  const before = topic === undefined ? 0 : await appended(transport, topic);
  const running = runProcess({
    name,
    command: process.execPath,
    args: [fileURLToPath(new URL(script, import.meta.url)), ...args],
    env: { KAFKA_BROKERS: brokers, DATABASE_URL: database, NODE_ENV: 'production' },
    logFile: join(home, `${name}.log`),
  });
  let gone = false;
  void running.exited.then(() => {
    gone = true;
  });
  const count = topic === undefined ? savedIn(database) : async () => (await appended(transport, topic)) - before;
  try {
    return steadyRate(await sampled(count, events, () => gone), events);
  } catch (error) {
    throw new Error(
      `${name} ${error instanceof Error ? error.message : String(error)}: ${running.output().slice(-2_000)}`,
    );
  } finally {
    await running.stop();
  }
};

const appended = async (transport: Transport, topic: string): Promise<number> => {
  let sum = 0;
  for (let partition = 0; partition < PARTITIONS; partition++) sum += (await transport.bounds(topic, partition)).end;
  return sum;
};

const savedIn = (database: string) => async (): Promise<number> => {
  const client = new Client({ connectionString: database });
  await client.connect();
  try {
    const { rows } = await client.query(`SELECT coalesce(sum(messages), 0) AS done FROM ${NEST_TABLE}`);
    return Number(rows[0]?.done);
  } catch (error) {
    if ((error as { code?: string }).code === '42P01') return 0; // its table is not there yet
    throw error;
  } finally {
    await client.end();
  }
};
