import { randomBytes } from 'node:crypto';
import { chown, mkdir, readFile, readlink, rename, rm, stat, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { reachableFolder, runTool, type SystemAccount } from './postgres-binaries.ts';

/** The superuser of every embedded cluster. */
export const SUPERUSER = 'warmline';

/** `<home>/cluster`, or its link target if the account cannot enter home. Deleting home deletes the data: without the link the target is emptied. */
export const clusterFolder = async (home: string, account: SystemAccount | undefined): Promise<string> => {
  const linkPath = join(home, 'cluster');
  const reachableHome = reachableFolder(home, account);
  if (reachableHome === home) return linkPath;
  const target = join(reachableHome, 'cluster');
  if ((await readlink(linkPath).catch(() => undefined)) !== target) {
    await rm(target, { recursive: true, force: true });
    await mkdir(reachableHome, { recursive: true });
    await symlink(target, linkPath);
  }
  return target;
};

/** Created on first use, then never changed. */
export const superuserPassword = async (home: string): Promise<string> => {
  const file = join(home, 'password');
  const candidate = randomBytes(24).toString('base64url');
  await writeFile(file, candidate, { mode: 0o600, flag: 'wx', flush: true }).catch((error: NodeJS.ErrnoException) => {
    if (error.code !== 'EEXIST') throw error;
  });
  return readFile(file, 'utf8');
};

/** Creates the cluster in a temporary folder and renames it, so an incomplete cluster is never used. */
export const initialiseCluster = async (
  cluster: string,
  password: string,
  initdb: string,
  account: SystemAccount | undefined,
): Promise<void> => {
  if ((await stat(join(cluster, 'PG_VERSION')).catch(() => undefined)) !== undefined) return;
  const temporary = `${cluster}.${process.pid}.${randomBytes(3).toString('hex')}`;
  const secret = `${temporary}.pw`;
  await mkdir(temporary, { mode: 0o700 });
  await writeFile(secret, password, { mode: 0o600 });
  if (account !== undefined) {
    await chown(temporary, account.uid, account.gid);
    await chown(secret, account.uid, account.gid);
  }
  try {
    const flags = [
      '--auth=scram-sha-256',
      `--username=${SUPERUSER}`,
      '--encoding=UTF8',
      '--locale=C',
      '--wal-segsize=16',
    ];
    await runTool(initdb, [`--pgdata=${temporary}`, `--pwfile=${secret}`, ...flags], account);
    await rename(temporary, cluster).catch(async (error: unknown) => {
      if ((await stat(join(cluster, 'PG_VERSION')).catch(() => undefined)) === undefined) throw error;
    });
  } finally {
    await rm(secret, { force: true });
    await rm(temporary, { recursive: true, force: true });
  }
};

/** The process that postmaster.pid names, if it is alive. The file holds pid, folder, start time and port, one per line. */
export const orphanedServer = async (cluster: string): Promise<{ pid: number; port: number } | undefined> => {
  const lines = (await readFile(join(cluster, 'postmaster.pid'), 'utf8').catch(() => '')).split('\n');
  const [pid, port] = [Number(lines[0]), Number(lines[3])];
  return pid > 0 && port > 0 && isProcessAlive(pid) ? { pid, port } : undefined;
};

/** A process of another account answers EPERM, so it is alive. */
export const isProcessAlive = (pid: number): boolean => {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
};

/** False if the process is still alive after that time. */
export const waitForExit = async (pid: number, withinMs: number): Promise<boolean> => {
  const until = Date.now() + withinMs;
  while (isProcessAlive(pid)) {
    if (Date.now() > until) return false;
    await sleep(20);
  }
  return true;
};
