import { chmodSync, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { ServiceName } from '@warmline/contracts';
import { declaredTopics, type Transport } from '@warmline/messaging';
import { type EmbeddedPostgres, startEmbeddedPostgres } from '@warmline/persistence';
import { type KafkaBroker, startKafka } from '@warmline/testing/kafka';
import { freePort } from '@warmline/testing/processes';
import { openTransport, serviceNames } from '@warmline/testing/system';
import { stringify } from 'yaml';
import { Instance } from './instance.ts';
import { MAX_CALLBACK_ATTEMPTS } from './limits.ts';

export const REPLICAS = 2;
const TEAM = 'chaos_team';

/** Every agent serves every subject, and the default times are cut to seconds, so that time-outs happen within a run. */
const teams = {
  routes: Object.fromEntries(
    ['billing', 'technical', 'cancellation', 'enterprise', 'general'].map((subject) => [subject, [{ team: TEAM }]]),
  ),
  settings: {
    offerTimeoutSeconds: 4,
    ageing: { afterSeconds: 20, points: 15 },
    priorityLevels: [60, 80, 100],
    creditSecondsPerLevel: 30,
    seniorFirstSeconds: 1,
    declineCooldownSeconds: 2,
    pauseAfterMissedOffers: 3,
    disconnectGraceSeconds: 3,
    callbackWithinSeconds: 7_200,
    emailWithinSeconds: 14_400,
    callbackReportTimeoutSeconds: 5,
    callbackRetryDelaySeconds: 2,
    maxCallbackAttempts: MAX_CALLBACK_ATTEMPTS,
  },
  agents: [],
};

export interface Cluster {
  readonly kafka: KafkaBroker;
  readonly postgres: EmbeddedPostgres;
  readonly databaseUrl: string;
  readonly log: Transport;
  readonly instances: readonly Instance[];
  replicasOf(service: ServiceName): readonly Instance[];
  stop(): Promise<void>;
}

export interface ClusterOptions {
  /** Settings of the teams file that differ. */
  readonly teamSettings?: Partial<typeof teams.settings>;
  /** Further settings of every service. */
  readonly settings?: Readonly<Record<string, string>>;
}

/** Starts broker, database (as durable as in production) and two processes of every service; resolves when all are ready. */
export const startCluster = async (
  dataDir: string,
  onPhase: (line: string) => void,
  { teamSettings = {}, settings = {} }: ClusterOptions = {},
): Promise<Cluster> => {
  const teamsFile = join(dataDir, 'teams.yaml');
  writeFileSync(teamsFile, stringify({ ...teams, settings: { ...teams.settings, ...teamSettings } }));
  const database = join(dataDir, 'postgres');
  mkdirSync(database, { recursive: true });
  chmodSync(database, 0o755);
  onPhase('broker and database');
  const postgres = await startEmbeddedPostgres({ dataDir: database, settings: { max_connections: '250' } });
  const ends: (() => Promise<unknown>)[] = [() => postgres.stop()];
  // The database server must not outlive this process.
  const killPostgres = (): void => {
    try {
      process.kill(postgres.pid(), 'SIGQUIT');
    } catch {
      // It has already ended.
    }
  };
  process.once('exit', killPostgres);
  const stop = async (): Promise<void> => {
    for (const end of ends.reverse())
      await end().catch((error: unknown) => onPhase(`could not stop: ${String(error)}`));
    process.removeListener('exit', killPostgres);
  };
  try {
    const kafka = await startKafka({ dir: join(dataDir, 'kafka') });
    ends.push(() => kafka.stop());
    const databaseUrl = await postgres.createDatabase('chaos');
    const log = openTransport(kafka.brokers, databaseUrl);
    ends.push(() => log.close());
    await log.applyTopics(declaredTopics());
    const environment = { dataDir, brokers: kafka.brokers, databaseUrl, teamsFile, settings };
    const instances: Instance[] = [];
    ends.push(() => Promise.all(instances.map((each) => end(each))));
    onPhase('the services');
    for (const service of serviceNames) {
      for (let index = 0; index < REPLICAS; index++) {
        const instance = new Instance(service, index, environment, await freePort(), await freePort());
        instance.start();
        instances.push(instance);
      }
    }
    await Promise.all(instances.map((each) => each.ready()));
    const replicasOf = (service: ServiceName) => instances.filter((each) => each.service === service);
    return { kafka, postgres, databaseUrl, log, instances, replicasOf, stop };
  } catch (error) {
    await stop();
    throw error;
  }
};

/** A frozen process does not handle SIGTERM before it resumes. */
const end = async ({ process: it }: Instance): Promise<void> => {
  it.kill('SIGCONT');
  await it.stop();
};

export const removeData = (dataDir: string): void => rmSync(dataDir, { recursive: true, force: true });
