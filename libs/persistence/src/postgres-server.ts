import { resolve } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Logger } from '@warmline/telemetry';
import { Client } from 'pg';
import { freePort } from './free-port.ts';
import { runTool } from './postgres-binaries.ts';
import { initialiseCluster, isProcessAlive, orphanedServer, SUPERUSER, waitForExit } from './postgres-cluster.ts';
import { isRunning, launchServer, type ServerInstallation } from './postgres-process.ts';

export interface ServerOptions {
  readonly port: number | undefined;
  readonly settings: Readonly<Record<string, string>>;
  readonly logger: Logger | undefined;
}

/** Advisory lock held by a connection of the owning process. It is released when that process ends, in whatever way. */
const OWNER_LOCK = 5_705_003;
const START_TIMEOUT_MS = 60_000;
const RESTART_DELAY_MS = 1_000;

/** A Postgres server, kept running from `start` to `stop`. */
export class PostgresServer {
  port = 0;
  /** Process id of the postmaster; 0 while there is none. */
  pid = 0;
  private ownerConnection: Client | undefined;
  private stopping = false;
  private restarting: Promise<void> = Promise.resolve();

  constructor(
    private readonly installation: ServerInstallation,
    private readonly options: ServerOptions,
  ) {}

  url(database = 'postgres'): string {
    return `postgres://${SUPERUSER}:${this.installation.password}@127.0.0.1:${this.port}/${database}`;
  }

  async start(): Promise<void> {
    const { cluster, password, binaries, account } = this.installation;
    await initialiseCluster(cluster, password, binaries.initdb, account);
    const orphan = await orphanedServer(cluster);
    this.port = orphan?.port ?? this.options.port ?? (await freePort());
    if (orphan !== undefined && (await this.tryAdopt(orphan.pid))) return;
    await this.launch();
  }

  async stop(): Promise<void> {
    this.stopping = true;
    await this.restarting;
    const { pid } = this;
    if (pid === 0) return;
    this.pid = 0;
    await this.shutDown(pid);
  }

  private async shutDown(pid: number): Promise<void> {
    await this.ownerConnection?.end().catch(() => undefined);
    await this.signal('INT', pid);
    if (await waitForExit(pid, 2_000)) return;
    // Immediate shutdown: the next start recovers from the write-ahead log, nothing committed is lost.
    await this.signal('QUIT', pid);
    await waitForExit(pid, 800);
  }

  /** False if the process is not our server or is stopping. A launch is safe then, because Postgres guards its folder. */
  private async tryAdopt(pid: number): Promise<boolean> {
    const requestedPort = this.options.port ?? this.port;
    const until = Date.now() + 10_000;
    while (isProcessAlive(pid) && Date.now() < until) {
      const failure = await this.claim(pid).then(
        () => undefined,
        (error: unknown) => error,
      );
      if (failure === undefined && requestedPort === this.port) {
        this.options.logger?.info({ pid, port: this.port }, 'took over the Postgres server of a killed process');
        return true;
      }
      if (failure === undefined) {
        this.pid = 0;
        await this.shutDown(pid);
        break;
      }
      if (failure instanceof ClusterInUseError) throw failure;
      if ((failure as { code?: string }).code === 'ECONNREFUSED') break;
      await sleep(100);
    }
    this.port = requestedPort;
    return false;
  }

  private async launch(): Promise<void> {
    const until = Date.now() + START_TIMEOUT_MS;
    let serverOutput = '';
    while (Date.now() < until && !this.stopping && !serverOutput.includes('Address already in use')) {
      const { child, output } = await launchServer(this.installation, this.port, this.options.settings);
      const { pid } = child;
      if (pid === undefined) throw new Error(`could not run ${this.installation.binaries.postgres}`);
      while (isRunning(child) && !this.stopping && Date.now() < until) {
        const failure = await this.claim(pid).then(
          () => undefined,
          (error: unknown) => error,
        );
        if (failure === undefined) {
          child.unref();
          return;
        }
        if (failure instanceof ClusterInUseError) throw failure;
        await sleep(40);
      }
      if (isRunning(child)) child.kill('SIGQUIT');
      // A killed server holds its shared memory until its last backend has ended.
      await sleep(200);
      serverOutput = await output();
    }
    if (!this.stopping)
      throw new Error(
        `Postgres did not start on port ${this.port}: ${serverOutput.trim().split('\n').slice(-6).join('\n')}`,
      );
  }

  /** Connects to the server of that pid and becomes its owner. Rejects with ClusterInUseError if another live process owns it. */
  private async claim(pid: number): Promise<void> {
    const client = new Client({
      connectionString: this.url(),
      connectionTimeoutMillis: 2_000,
      application_name: 'warmline owner',
    });
    client.on('error', () => undefined);
    try {
      await client.connect();
      const { rows } = await client.query<{ folder: string; mine: boolean }>(
        `SELECT current_setting('data_directory') AS folder, pg_try_advisory_lock($1) AS mine`,
        [OWNER_LOCK],
      );
      const { cluster } = this.installation;
      if (resolve(rows[0]?.folder ?? '') !== cluster) throw new Error(`another server answers on port ${this.port}`);
      if (rows[0]?.mine !== true) throw new ClusterInUseError(`another process is running Warmline on ${cluster}`);
    } catch (error) {
      await client.end().catch(() => undefined);
      throw error;
    }
    this.ownerConnection = client;
    this.pid = pid;
    client.once('end', () => {
      if (!this.stopping && this.pid === pid) this.restarting = this.recover(pid);
    });
  }

  /** Runs when the owner connection ended: the server died, or only the connection. Retries until the server is owned again, or `stop`. */
  private async recover(pid: number): Promise<void> {
    this.pid = 0;
    this.options.logger?.error({ port: this.port, log: this.installation.logFile }, 'Postgres died, restarting it');
    while (!this.stopping) {
      try {
        await (isProcessAlive(pid) && !(await waitForExit(pid, 500)) ? this.claim(pid) : this.launch());
        return;
      } catch (error) {
        this.options.logger?.error({ reason: String(error) }, 'Postgres did not restart, retrying');
        if (!this.stopping) await sleep(RESTART_DELAY_MS);
      }
    }
    // Stopped meanwhile: a server that is still alive must be stopped too.
    if (isProcessAlive(pid)) this.pid = pid;
  }

  private signal(name: 'INT' | 'QUIT', pid: number): Promise<void> {
    return runTool(this.installation.binaries.pg_ctl, ['kill', name, String(pid)], this.installation.account).catch(
      () => undefined,
    );
  }
}

class ClusterInUseError extends Error {}
