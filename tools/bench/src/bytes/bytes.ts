import { readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { serviceNames } from '@warmline/testing/system';
import { Client } from 'pg';
import { openEnvironment } from '../latency/environment.ts';
import type { Print } from '../testbed.ts';
import { HANDOFF_EVERY, runConversations, TURNS } from './conversations.ts';
import { type WalUse, walBetween, walPosition } from './wal.ts';

/** Bytes per conversation. */
export interface BytesReport {
  readonly conversations: number;
  readonly postgres: number;
  readonly kafka: number;
  readonly tables: readonly { readonly name: string; readonly bytes: number }[];
  readonly wal: WalUse;
}

const WARM_UP = 100;
/** Longer than the longest time by which an event is handled late: scores, idle publishers, the vacuum of small tables. */
const SETTLE_MS = 5_000;
/** No checkpoint falls into the measurement, so that pages are written whole once. */
const NO_CHECKPOINTS = { checkpoint_timeout: '1h', max_wal_size: '8GB' };

/** Whole conversations on all services; what they leave in Postgres and Kafka, and what Postgres logged for them. */
export const measureBytes = async (conversations: number, print: Print): Promise<BytesReport> => {
  const environment = await openEnvironment({ statements: false, settings: NO_CHECKPOINTS });
  const client = new Client({ connectionString: environment.database, application_name: 'warmline bench' });
  try {
    await client.connect();
    for (const service of serviceNames) await environment.start(service);
    const url = environment.url('gateway');
    await runConversations(url, WARM_UP, 'warm-up');
    await sleep(SETTLE_MS);
    const tablesBefore = await tableBytes(client);
    const kafkaBefore = logBytes(environment.kafkaDir);
    await client.query('CHECKPOINT');
    const from = await walPosition(client);
    print(`${conversations} conversations`);
    await runConversations(url, conversations, 'measured');
    await sleep(SETTLE_MS);
    const wal = await walBetween(client, from, await walPosition(client));
    const kafka = logBytes(environment.kafkaDir) - kafkaBefore;
    const tables = [...(await tableBytes(client))]
      .map(([name, bytes]) => ({ name, bytes: (bytes - (tablesBefore.get(name) ?? 0)) / conversations }))
      .filter(({ bytes }) => bytes > 0)
      .sort((a, b) => b.bytes - a.bytes);
    const postgres = tables.reduce((sum, { bytes }) => sum + bytes, 0);
    return { conversations, postgres, kafka: kafka / conversations, tables, wal: perConversation(wal, conversations) };
  } finally {
    await client.end();
    await environment.stop();
  }
};

const perConversation = (wal: WalUse, conversations: number): WalUse => {
  const share = (each: WalUse['byTable'][number]) => ({
    ...each,
    bytes: each.bytes / conversations,
    records: each.records / conversations,
  });
  return {
    bytes: wal.bytes / conversations,
    fullPageBytes: wal.fullPageBytes / conversations,
    byTable: wal.byTable.map(share),
    byRecord: wal.byRecord.map(share),
  };
};

/** Bytes of each table with its indexes, packed: free space that was left by updates does not count. */
const tableBytes = async (client: Client): Promise<ReadonlyMap<string, number>> => {
  const { rows } = await client.query<{ name: string }>(
    `SELECT n.nspname || '.' || c.relname AS name FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace WHERE c.relkind = 'r' AND n.nspname LIKE 'wl\\_%'`,
  );
  const sizes = new Map<string, number>();
  for (const { name } of rows) {
    await client.query(`VACUUM FULL ${name}`);
    const size = await client.query<{ bytes: string }>('SELECT pg_total_relation_size($1) AS bytes', [name]);
    sizes.set(name, Number(size.rows[0]?.bytes));
  }
  return sizes;
};

/** Bytes of the segments of Warmline's topics. */
const logBytes = (kafkaDir: string): number => {
  const data = join(kafkaDir, 'data');
  return readdirSync(data)
    .filter((partition) => partition.startsWith('handoff.'))
    .flatMap((partition) => readdirSync(join(data, partition)).map((file) => join(data, partition, file)))
    .filter((file) => file.endsWith('.log'))
    .reduce((sum, file) => sum + statSync(file).size, 0);
};

const kilobytes = (bytes: number): string => (bytes / 1_000).toFixed(2);
const walTable = (title: string, shares: WalUse['byTable']): string[] => [
  `| ${title} | KB of WAL a conversation | records |`,
  '| --- | ---: | ---: |',
  ...shares.slice(0, 20).map(({ name, bytes, records }) => `| ${name} | ${kilobytes(bytes)} | ${records.toFixed(1)} |`),
];

export const bytesTable = ({ conversations, postgres, kafka, tables, wal }: BytesReport): string =>
  [
    `${conversations} conversations of ${TURNS} customer messages, each answered by a bot; one in ${HANDOFF_EVERY} is handed over.`,
    '',
    '| KB a conversation | |',
    '| --- | ---: |',
    `| Postgres, packed | ${kilobytes(postgres)} |`,
    `| Kafka | ${kilobytes(kafka)} |`,
    `| WAL without whole pages | ${kilobytes(wal.bytes - wal.fullPageBytes)} |`,
    `| whole pages after a checkpoint | ${kilobytes(wal.fullPageBytes)} |`,
    '',
    ...walTable('table with its indexes', wal.byTable),
    '',
    ...walTable('kind of record', wal.byRecord),
    '',
    '| table with its indexes | KB a conversation |',
    '| --- | ---: |',
    ...tables.slice(0, 12).map(({ name, bytes }) => `| ${name} | ${kilobytes(bytes)} |`),
  ].join('\n');
