import { mkdir } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import type { Logger } from '@warmline/telemetry';
import { Client } from 'pg';
import { runnableBinaries, serverAccount } from './postgres-binaries.ts';
import { clusterFolder, superuserPassword } from './postgres-cluster.ts';
import { PostgresServer } from './postgres-server.ts';

export interface EmbeddedPostgresOptions {
  /** Holds the cluster, its password (mode 0600) and the server's log; made when missing. One running owner at a time. */
  readonly dataDir: string;
  /** On 127.0.0.1; a free one by default. */
  readonly port?: number;
  readonly logger?: Logger;
  /** Server settings on top of the small defaults. */
  readonly settings?: Readonly<Record<string, string>>;
}

export interface EmbeddedPostgres {
  /** Of the cluster's superuser. Stays the same over a restart of a server that died. */
  readonly url: string;
  readonly port: number;
  /** The postmaster, at present. */
  readonly pid: () => number;
  /** Makes an empty database and answers its URL. */
  createDatabase(name: string): Promise<string>;
  /** Ends every connection and the server, within 3 s; committed data is safe in any case. Safe to call twice. */
  stop(): Promise<void>;
}

/**
 * Starts Postgres on a folder and keeps it running: a server that dies is started again on the same port. The data survive stops and
 * crashes of the server and of this process; a server left behind by a killed process is adopted. Writes nothing to standard output.
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
