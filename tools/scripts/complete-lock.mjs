// Some registries have only the binaries of one platform, and npm then leaves the others out of the lock file, which `npm ci`
// refuses. This adds an entry for every optional platform package the lock lacks, with the version its parent requires.
// An entry without a hash would be installed unchecked: the registry is asked for each that is missing.
import { execFile } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { promisify } from 'node:util';

const OS = [
  'android',
  'darwin',
  'freebsd',
  'netbsd',
  'openbsd',
  'openharmony',
  'linux',
  'sunos',
  'aix',
  'win32',
  'windows',
];
const CPU = ['arm64', 'x64', 'arm', 'ia32', 'ppc64', 'ppc64le', 's390x', 'riscv64', 'loong64', 'mips64el', 'wasm32'];
const lock = JSON.parse(readFileSync('package-lock.json', 'utf8'));
let added = 0;
for (const [place, entry] of Object.entries(lock.packages)) {
  for (const [name, range] of Object.entries(entry.optionalDependencies ?? {})) {
    const nested = `${place === '' ? '' : `${place}/`}node_modules/${name}`;
    const top = `node_modules/${name}`;
    if (lock.packages[nested] || lock.packages[top]) continue;
    const tokens = name.split(/[/\-_.]/).map((t) => (t === 'gnueabihf' || t === 'musleabihf' ? 'arm' : t));
    const os = OS.find((o) => tokens.includes(o));
    const cpu = CPU.find((c) => tokens.includes(c)) ?? (tokens.includes('ppc64-gnu') ? 'ppc64' : undefined);
    if (os === undefined && cpu === undefined) continue;
    lock.packages[top] = {
      version: String(range).replace(/^[\^~]/, ''),
      ...(cpu === undefined ? {} : { cpu: [cpu] }),
      ...(entry.dev ? { dev: true } : {}),
      optional: true,
      ...(os === undefined ? {} : { os: [os === 'windows' ? 'win32' : os] }),
    };
    added++;
  }
}
const run = promisify(execFile);
const unchecked = Object.entries(lock.packages).filter(
  ([place, entry]) => place.startsWith('node_modules/') && !entry.link && entry.integrity === undefined,
);
await Promise.all(
  unchecked.map(async ([place, entry]) => {
    const name = place.slice(place.lastIndexOf('node_modules/') + 'node_modules/'.length);
    const { stdout } = await run('npm', ['view', `${name}@${entry.version}`, 'dist.integrity']);
    if (stdout.trim() === '') throw new Error(`the registry has no hash of ${name}@${entry.version}`);
    entry.integrity = stdout.trim();
  }),
);
lock.packages = Object.fromEntries(Object.entries(lock.packages).sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0)));
writeFileSync('package-lock.json', `${JSON.stringify(lock, null, 2)}\n`);
process.stdout.write(`${added} optional platform packages added, ${unchecked.length} hashes completed\n`);
