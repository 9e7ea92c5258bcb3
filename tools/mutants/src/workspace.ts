import { execFileSync } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, mkdtempSync, readdirSync, readlinkSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';

const FOLDERS = ['libs', 'services', 'tools', 'deploy'];
const FILES = ['package.json', 'tsconfig.json', 'tsconfig.base.json'];

/** Installed packages are shared; the packages of this repository are those of the copy. */
const linkPackages = (root: string, target: string): void => {
  const shared = join(target, 'node_modules');
  mkdirSync(join(shared, '@warmline'), { recursive: true });
  for (const name of readdirSync(join(root, 'node_modules')))
    if (name !== '@warmline' && !name.startsWith('.nx'))
      symlinkSync(join(root, 'node_modules', name), join(shared, name));
  for (const name of readdirSync(join(root, 'node_modules/@warmline')))
    symlinkSync(readlinkSync(join(root, 'node_modules/@warmline', name)), join(shared, '@warmline', name));
  for (const folder of FOLDERS)
    for (const name of readdirSync(join(root, folder))) {
      const own = join(root, folder, name, 'node_modules');
      if (existsSync(own) && existsSync(join(target, folder, name)))
        symlinkSync(own, join(target, folder, name, 'node_modules'));
    }
};

/** A copy of the repository to modify: its sources and their build. Only installed packages link back to the original. */
export const copyRepository = (root: string): string => {
  const target = mkdtempSync(join(tmpdir(), 'warmline-mutants-'));
  const wanted = (source: string): boolean => !/\/node_modules$|\/services\/console$/.test(source);
  for (const folder of FOLDERS)
    cpSync(join(root, folder), join(target, folder), { recursive: true, filter: wanted, preserveTimestamps: true });
  for (const file of FILES) cpSync(join(root, file), join(target, file));
  linkPackages(root, target);
  return target;
};

/** Throws with the message of git if the patch does not apply, and then changes nothing. Works without a git repository. */
export const applyPatch = (folder: string, patch: string, ...more: readonly string[]): void => {
  execFileSync('git', ['apply', ...more, patch], {
    cwd: folder,
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'pipe'],
    env: { ...process.env, GIT_CEILING_DIRECTORIES: dirname(resolve(folder)), GIT_DIR: undefined },
  });
};

/** Throws with the errors of the compiler. */
export const build = (folder: string, ...projects: readonly string[]): void => {
  execFileSync(process.execPath, ['node_modules/typescript/bin/tsc', '-b', ...projects], {
    cwd: folder,
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'pipe'],
  });
};
