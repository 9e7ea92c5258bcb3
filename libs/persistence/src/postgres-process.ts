import { type ChildProcess, spawn } from 'node:child_process';
import { closeSync, openSync } from 'node:fs';
import { readFile, stat, truncate } from 'node:fs/promises';
import { type Binaries, minimalEnvironment, type SystemAccount } from './postgres-binaries.ts';

export interface ServerInstallation {
  readonly binaries: Binaries;
  readonly account: SystemAccount | undefined;
  readonly cluster: string;
  readonly password: string;
  readonly logFile: string;
}

const LOG_LIMIT_BYTES = 5_000_000;
const DEFAULT_SETTINGS: Readonly<Record<string, string>> = {
  listen_addresses: '127.0.0.1',
  unix_socket_directories: '',
  max_connections: '100',
  shared_buffers: '128MB',
  wal_buffers: '16MB',
  max_wal_size: '512MB',
  min_wal_size: '64MB',
  wal_level: 'minimal',
  max_wal_senders: '0',
  synchronous_commit: 'on',
  autovacuum_naptime: '10s',
  log_timezone: 'UTC',
  timezone: 'UTC',
};

/** Starts the server process. `output` is its log since then. The process may still exit, or not be ready yet. */
export const launchServer = async (
  { binaries, account, cluster, logFile }: ServerInstallation,
  port: number,
  extra: Readonly<Record<string, string>>,
): Promise<{ child: ChildProcess; output: () => Promise<string> }> => {
  const size = await stat(logFile).catch(() => ({ size: 0 }));
  if (size.size > LOG_LIMIT_BYTES) await truncate(logFile);
  const from = size.size > LOG_LIMIT_BYTES ? 0 : size.size;
  const log = openSync(logFile, 'a', 0o600);
  const settings = Object.entries({ ...DEFAULT_SETTINGS, ...extra, port: String(port) });
  const args = ['-D', cluster, ...settings.flatMap(([name, value]) => ['-c', `${name}=${value}`])];
  try {
    // A separate session: Ctrl-C in the terminal reaches only this process, so its last transactions still find the server.
    const process = { cwd: '/', detached: true, windowsHide: true, env: minimalEnvironment() };
    const child = spawn(binaries.postgres, args, { ...account, ...process, stdio: ['ignore', log, log] });
    child.on('error', () => undefined);
    return { child, output: async () => (await readFile(logFile)).subarray(from).toString() };
  } finally {
    closeSync(log);
  }
};

export const isRunning = (child: ChildProcess): boolean => child.exitCode === null && child.signalCode === null;
