import type { ServiceName } from '@warmline/contracts';
import { serviceNames } from '@warmline/testing/system';
import { Client } from 'pg';
import { childCpuSeconds, type ProcessUsage, usageOf, usageOfTree } from '../process-usage.ts';
import type { Environment } from './environment.ts';
import { metricSums } from './metric-sums.ts';

/** The usage of every process and the counters of every service at one moment. */
export interface Snapshot {
  /** Milliseconds of a monotonic clock. */
  readonly at: number;
  readonly processes: ReadonlyMap<string, ProcessUsage>;
  /** Processor seconds of the live Postgres backends, by role. */
  readonly backends: ReadonlyMap<string, number>;
  readonly commits: number;
  readonly walBytes: number;
  readonly walPages: number;
  readonly walSyncs: number;
  /** Metrics of each service, summed over their labels. */
  readonly metrics: ReadonlyMap<ServiceName, ReadonlyMap<string, number>>;
}

const readDatabaseUsage = async (url: string, postmaster: number) => {
  const client = new Client({ connectionString: url, application_name: 'warmline bench' });
  await client.connect();
  try {
    const totals = await client.query<{ commits: string; wal: string; pages: string; syncs: string }>(
      `SELECT (SELECT sum(xact_commit) FROM pg_stat_database) AS commits, (SELECT wal_bytes FROM pg_stat_wal) AS wal, (SELECT wal_fpi FROM pg_stat_wal) AS pages,
        (SELECT sum(fsyncs) FROM pg_stat_io WHERE object = 'wal') AS syncs`,
    );
    const sessions = await client.query<{ pid: number; name: string }>(
      `SELECT pid, coalesce(nullif(application_name, ''), backend_type) AS name FROM pg_stat_activity`,
    );
    const names = new Map(sessions.rows.map(({ pid, name }) => [pid, name]));
    const backends = new Map<string, number>();
    for (const [pid, seconds] of childCpuSeconds(postmaster)) {
      const name = names.get(pid) ?? 'others';
      backends.set(name, (backends.get(name) ?? 0) + seconds);
    }
    const [row] = totals.rows;
    return {
      backends,
      commits: Number(row?.commits),
      walBytes: Number(row?.wal),
      walPages: Number(row?.pages),
      walSyncs: Number(row?.syncs),
    };
  } finally {
    await client.end();
  }
};

/** `others`: processes in addition to the services, the broker and the database, by name. */
export const takeSnapshot = async (
  environment: Environment,
  others: Readonly<Record<string, number>> = {},
): Promise<Snapshot> => {
  const database = await readDatabaseUsage(environment.database, environment.postgresPid);
  const services = serviceNames.filter((service) => environment.running.has(service));
  const metrics = new Map<ServiceName, ReadonlyMap<string, number>>();
  for (const service of services)
    metrics.set(service, metricSums(await (await fetch(`${environment.healthUrl(service)}/metrics`)).text()));
  const processes = new Map<string, ProcessUsage>();
  for (const service of services) processes.set(service, usageOf(environment.running.get(service)?.pid ?? 0));
  processes.set('kafka', usageOf(environment.kafkaPid));
  processes.set('postgres', usageOfTree(environment.postgresPid));
  for (const [name, pid] of Object.entries(others)) processes.set(name, usageOf(pid));
  return { at: performance.now(), processes, metrics, ...database };
};
