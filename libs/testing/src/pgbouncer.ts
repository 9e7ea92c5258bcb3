import { spawnSync } from 'node:child_process';
import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { poolOf } from '@warmline/persistence';
import { freePort, runProcess } from './processes.ts';

/** PgBouncer is no dependency: it is installed by the system, as in CI. */
export const hasPgbouncer = spawnSync('pgbouncer', ['--version']).status === 0;

/**
 * Starts PgBouncer with transaction pooling in front of a server, with two server connections for each user, so that clients share them.
 * `users`: names and passwords. Returns the URL of a user in a database behind it.
 */
export const startPgbouncer = async (server: string, users: Readonly<Record<string, string>>) => {
  const [folder, port] = [mkdtempSync(join(tmpdir(), 'warmline-pgbouncer-')), await freePort()];
  chmodSync(folder, 0o777);
  const { hostname, port: serverPort } = new URL(server);
  const file = (name: string, text: string): string => {
    const path = join(folder, name);
    writeFileSync(path, text, { mode: 0o644 });
    return path;
  };
  const userList = Object.entries(users).map(([name, password]) => `"${name}" "${password}"`);
  const settings = file(
    'pgbouncer.ini',
    `[databases]
* = host=${hostname} port=${serverPort}
[pgbouncer]
listen_addr = 127.0.0.1
listen_port = ${port}
unix_socket_dir =
auth_type = plain
auth_file = ${file('users.txt', userList.join('\n'))}
pool_mode = transaction
default_pool_size = 2
max_client_conn = 200
`,
  );
  const account = process.getuid?.() === 0 ? ['-u', 'nobody'] : [];
  const bouncer = runProcess({
    name: 'pgbouncer',
    command: 'pgbouncer',
    args: [...account, settings],
    logFile: join(folder, 'pgbouncer.log'),
  });
  await bouncer.waitFor(/process up/);
  return {
    urlOf: (user: string, database: string) =>
      `postgres://${user}:${encodeURIComponent(users[user] ?? '')}@127.0.0.1:${port}/${database}`,
    stop: async () => {
      await bouncer.stop();
      rmSync(folder, { recursive: true, force: true });
    },
  };
};

/** Creates a role with a password. Roles belong to the server, so its name must not be used by other tests of the file. */
export const createRole = async (server: string, name: string, password: string): Promise<void> => {
  const owner = poolOf(() => server, { max: 1 });
  await owner.query(`CREATE ROLE ${name} LOGIN PASSWORD '${password}'`);
  await owner.end();
};
