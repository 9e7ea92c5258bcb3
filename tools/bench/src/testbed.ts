import { chmodSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PARTITION_COUNT } from '@warmline/contracts';
import { declaredTopics, type Transport } from '@warmline/messaging';
import { type EmbeddedPostgres, startEmbeddedPostgres } from '@warmline/persistence';
import { openTransport } from '@warmline/service-kit';
import { startKafka } from '@warmline/testing/kafka';
import { eventually } from '@warmline/testing/processes';
import kafkajs from 'kafkajs';
import { ECHO_TOPIC } from './bench-settings.ts';

export type Print = (line: string) => void;

/** One broker and one durable database server for all contenders of a run, started and removed with the run. */
export interface Testbed {
  readonly home: string;
  readonly brokers: string;
  readonly postgres: EmbeddedPostgres;
  readonly transport: Transport;
  /** Empties topics by creating them again. */
  recreateTopics(topics: readonly string[]): Promise<void>;
  /** Records ever appended to topics. */
  countAppended(...topics: readonly string[]): Promise<number>;
  close(): Promise<void>;
}

export const silentLog = { info: () => {}, warn: () => {}, error: () => {}, fatal: () => {} };

export const openTestbed = async (): Promise<Testbed> => {
  const home = mkdtempSync(join(tmpdir(), 'warmline-bench-'));
  // The account of Postgres must be able to enter the folder; otherwise its data goes elsewhere and stays.
  chmodSync(home, 0o755);
  const kafka = await startKafka({ dir: join(home, 'kafka') });
  const postgres = await startEmbeddedPostgres({
    dataDir: join(home, 'postgres'),
    settings: { fsync: 'on', synchronous_commit: 'on', full_page_writes: 'on' },
  });
  const left = (): void => {
    try {
      process.kill(postgres.pid(), 'SIGQUIT');
    } catch {
      // It has already ended.
    }
    // Processes that have just ended may still write to the folder.
    rmSync(home, { recursive: true, force: true, maxRetries: 10, retryDelay: 50 });
  };
  process.once('exit', left);
  const { transport, close } = openTransport({ KAFKA_BROKERS: kafka.brokers }, 'bench', silentLog);
  const admin = new kafkajs.Kafka({ brokers: [kafka.brokers], logLevel: kafkajs.logLevel.NOTHING }).admin();
  const testbed: Testbed = {
    home,
    brokers: kafka.brokers,
    postgres,
    transport,
    recreateTopics: async (topics) => {
      await admin.deleteTopics({ topics: [...topics] });
      await eventually(async () => {
        const left = await transport.listTopics();
        if (topics.some((topic) => left.has(topic))) throw new Error('topics are still there');
      });
      await declareTopics(testbed);
    },
    countAppended: async (...topics) => {
      let sum = 0;
      for (const topic of topics)
        for (let partition = 0; partition < PARTITION_COUNT; partition++)
          sum += (await transport.bounds(topic, partition)).end;
      return sum;
    },
    close: async () => {
      await admin.disconnect();
      await close();
      await postgres.stop();
      await kafka.stop();
      process.removeListener('exit', left);
      rmSync(home, { recursive: true, force: true });
    },
  };
  await admin.connect();
  await declareTopics(testbed);
  return testbed;
};

/** Only the leader of a partition knows its end; afterwards every partition has a leader. */
const declareTopics = async ({ transport, countAppended }: Testbed): Promise<void> => {
  const echo = { name: ECHO_TOPIC, partitions: PARTITION_COUNT, config: {} };
  await eventually(() => transport.applyTopics([...declaredTopics(), echo]));
  for (const topic of [...declaredTopics(), echo]) await eventually(() => countAppended(topic.name));
};
