import { mkdir } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import type { Logger } from '@warmline/telemetry';
import { Client } from 'pg';
import { runnableBinaries, serverAccount } from './postgres-binaries.ts';
import { clusterFolder, superuserPassword } from './postgres-cluster.ts';
import { PostgresServer } from './postgres-server.ts';

export interface EmbeddedPostgresOptions {
  /** Holds the cluster, its password (mode 0600) and the server log. Created if missing. One running owner at a time. */
  readonly dataDir: string;
  /** Port on 127.0.0.1. Default: a free one. */
  readonly port?: number;
  readonly logger?: Logger;
  /** Server settings that override the defaults. */
  readonly settings?: Readonly<Record<string, string>>;
}

export interface EmbeddedPostgres {
  /** URL of the superuser. Stays the same when a server that died is restarted. */
  readonly url: string;
  readonly port: number;
  /** Process id of the current postmaster. */
  readonly pid: () => number;
  /** Creates an empty database and returns its URL. */
  createDatabase(name: string): Promise<string>;
  /** Ends all connections and the server within 3 s. Committed data is safe in any case. Safe to call twice. */
  stop(): Promise<void>;
}

/**
 * Starts Postgres on a folder and keeps it running: a server that dies is restarted on the same port. The data survives stops and
 * crashes of the server and of this process. A server left behind by a killed process is taken over. Writes nothing to standard output.
 */
export const startEmbeddedPostgres = async (options: EmbeddedPostgresOptions): Promise<EmbeddedPostgres> => {
  const home = resolve(options.dataDir);
  await mkdir(home, { recursive: true });
  const account = await serverAccount(join(home, 'cluster'));
  const installation = {
    binaries: await runnableBinaries(account),
    account,
    cluster: await clusterFolder(home, account),
    password: await superuserPassword(home),
    logFile: join(home, 'postgres.log'),
  };
  const { port, settings = {}, logger } = options;
  const server = new PostgresServer(installation, { port, settings, logger });
  await server.start();
  return {
    url: server.url(),
    port: server.port,
    pid: () => server.pid,
    createDatabase: async (name) => {
      const client = new Client({ connectionString: server.url() });
      await client.connect();
      try {
        await client.query(`CREATE DATABASE ${client.escapeIdentifier(name)}`);
      } finally {
        await client.end();
      }
      return server.url(name);
    },
    stop: () => server.stop(),
  };
};
