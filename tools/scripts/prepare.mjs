// Installs and builds only what a checkout lacks. Plain JavaScript without dependencies, for Node >= 20.
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

export const ROOT = join(dirname(fileURLToPath(import.meta.url)), '../..');
const CACHE = join(ROOT, 'node_modules/.cache/warmline');
/** The pinned Node that runs everything. */
export const NODE = join(ROOT, 'node_modules/.bin/node');

const run = (command, args) => {
  const { status, error } = spawnSync(command, args, { cwd: ROOT, stdio: ['ignore', 2, 2] });
  if (status !== 0) {
    process.stderr.write(`\n\`${[command, ...args].join(' ')}\` failed${error ? `: ${error.message}` : ''}\n`);
    process.exit(status ?? 1);
  }
};

const stamped = (name, value, work) => {
  const file = join(CACHE, name);
  if (existsSync(file) && readFileSync(file, 'utf8') === value) return;
  work();
  mkdirSync(CACHE, { recursive: true });
  writeFileSync(file, value);
};

/** Names, sizes and modification times of the inputs of a build. */
const fingerprint = () => {
  const hash = createHash('sha256');
  const walk = (folder) => {
    for (const entry of readdirSync(folder, { withFileTypes: true }).sort((a, b) => (a.name < b.name ? -1 : 1))) {
      if (['node_modules', 'dist', 'generated', 'test', 'bin', '.cache'].includes(entry.name)) continue;
      const path = join(folder, entry.name);
      if (entry.isDirectory()) walk(path);
      else if (/\.(ts|tsx|css|html|json|svg)$/.test(entry.name)) {
        const { size, mtimeMs } = statSync(path);
        hash.update(`${path} ${size} ${mtimeMs}\n`);
      }
    }
  };
  for (const folder of ['libs', 'services', 'tools']) walk(join(ROOT, folder));
  hash.update(readFileSync(join(ROOT, 'tsconfig.base.json')));
  return hash.digest('hex');
};

export const prepare = () => {
  const lock = createHash('sha256')
    .update(readFileSync(join(ROOT, 'package-lock.json')))
    .digest('hex');
  const fresh = !existsSync(join(ROOT, 'node_modules/.package-lock.json'));
  if (fresh) {
    process.stderr.write('Installing dependencies ...\n');
    run('npm', ['ci', '--no-audit', '--no-fund', '--loglevel=error']);
  }
  // A checkout that was installed by hand is trusted; after a change of the lock file it is updated in place.
  stamped('installed', lock, () => {
    if (!fresh && existsSync(join(CACHE, 'installed')))
      run('npm', ['install', '--no-audit', '--no-fund', '--loglevel=error']);
  });
  const built =
    existsSync(join(ROOT, 'tools/warmline/dist/main.js')) && existsSync(join(ROOT, 'services/console/dist/index.html'));
  stamped('built', built ? fingerprint() : '', () => {
    process.stderr.write('Building Warmline ...\n');
    run('npm', ['run', '--silent', 'build']);
  });
  if (!built) writeFileSync(join(CACHE, 'built'), fingerprint());
};
