import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { ServiceName } from '@warmline/contracts';
import { declaredTopics, type Transport } from '@warmline/messaging';
import { startEmbeddedPostgres } from '@warmline/persistence';
import { startKafka } from '@warmline/testing/kafka';
import { eventually, freePort, type RunningProcess } from '@warmline/testing/processes';
import { openTransport, serviceNames, startService } from '@warmline/testing/system';
import { findChild } from '../process-usage.ts';

const READY_MS = 60_000;

/** One broker, one durable database, and the services on them. */
export interface Environment {
  readonly home: string;
  readonly brokers: string;
  readonly database: string;
  readonly log: Transport;
  /** Folder of the broker's data. */
  readonly kafkaDir: string;
  readonly kafkaPid: number;
  /** Process id of the postmaster. */
  readonly postgresPid: number;
  readonly running: ReadonlyMap<ServiceName, RunningProcess>;
  url(service: ServiceName): string;
  /** The private port of a service. */
  healthUrl(service: ServiceName): string;
  /** Resolves to the milliseconds from the start of the process to its readiness. */
  start(service: ServiceName, env?: Readonly<Record<string, string>>): Promise<number>;
  end(service: ServiceName): Promise<void>;
  stop(): Promise<void>;
}

export interface EnvironmentOptions {
  /** Postgres counts its statements (pg_stat_statements). */
  readonly statements: boolean;
  /** Further settings of Postgres. */
  readonly settings?: Readonly<Record<string, string>>;
}

const DURABLE = { fsync: 'on', synchronous_commit: 'on', full_page_writes: 'on' };
const STATEMENT_STATISTICS = {
  shared_preload_libraries: 'pg_stat_statements',
  'pg_stat_statements.track_utility': 'off',
};

/** On an interrupt it stops everything before this process ends. */
export const openEnvironment = async ({
  statements,
  settings: more = {},
}: EnvironmentOptions): Promise<Environment> => {
  const home = mkdtempSync(join(tmpdir(), 'warmline-latency-'));
  const closing: (() => Promise<unknown>)[] = [async () => rmSync(home, { recursive: true, force: true })];
  const close = async (): Promise<void> => {
    process.off('SIGINT', onInterrupt).off('SIGTERM', onInterrupt);
    for (const end of closing.splice(0).reverse()) await end();
  };
  const onInterrupt = (): void => void close().finally(() => process.exit(130));
  process.once('SIGINT', onInterrupt).once('SIGTERM', onInterrupt);
  try {
    const kafkaDir = join(home, 'kafka');
    const kafka = await startKafka({ dir: kafkaDir });
    closing.push(kafka.stop);
    const settings = { ...DURABLE, ...(statements ? STATEMENT_STATISTICS : {}), ...more };
    const postgres = await startEmbeddedPostgres({ dataDir: join(home, 'postgres'), settings });
    closing.push(postgres.stop);
    const database = await postgres.createDatabase('warmline');
    const log = openTransport(kafka.brokers, database);
    closing.push(log.close);
    await eventually(() => log.applyTopics(declaredTopics()), { withinMs: READY_MS });
    const services = await serviceProcesses(home, { DATABASE_URL: database, KAFKA_BROKERS: kafka.brokers });
    closing.push(() => Promise.all([...services.running.keys()].map(services.end)));
    return {
      ...services,
      home,
      brokers: kafka.brokers,
      database,
      log,
      kafkaDir,
      kafkaPid: findChild('kafka.Kafka'),
      postgresPid: postgres.pid(),
      stop: close,
    };
  } catch (error) {
    await close();
    throw error;
  }
};

/** The port of each service, and how it is started there. */
const serviceProcesses = async (home: string, env: Readonly<Record<string, string>>) => {
  const ports = new Map<ServiceName, number>();
  const healthPorts = new Map<ServiceName, number>();
  for (const service of serviceNames) {
    ports.set(service, await freePort());
    healthPorts.set(service, await freePort());
  }
  const running = new Map<ServiceName, RunningProcess>();
  const url = (service: ServiceName): string => `http://127.0.0.1:${ports.get(service)}`;
  const healthUrl = (service: ServiceName): string => `http://127.0.0.1:${healthPorts.get(service)}`;
  const start: Environment['start'] = async (service, more = {}) => {
    const startedAt = performance.now();
    const own = {
      PORT: String(ports.get(service)),
      HEALTH_PORT: String(healthPorts.get(service)),
      NODE_ENV: 'production',
      LOG_LEVEL: 'warn',
    };
    const process = startService(service, { dataDir: home, env: { ...env, ...own, ...more } });
    running.set(service, process);
    await process.waitFor(`${healthUrl(service)}/ready`, { withinMs: READY_MS });
    return performance.now() - startedAt;
  };
  const end: Environment['end'] = async (service) => {
    await running.get(service)?.stop();
    running.delete(service);
  };
  return { running, url, healthUrl, start, end };
};
