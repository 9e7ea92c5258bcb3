import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { generatedFiles, orphanedFiles, staleFiles } from './outputs.ts';

/** `generate` writes every generated file; `generate --check` writes nothing and exits 1 when one is stale. */
const root = resolve(import.meta.dirname, '../../..');
const check = process.argv.includes('--check');
const wanted = generatedFiles(root);
const stale = staleFiles(root, wanted);
const extra = orphanedFiles(root, wanted);

for (const fault of wanted.brokenSamples) console.error(`breaks a published sample: ${fault}`);
if (check) {
  for (const path of stale) console.error(`stale: ${path}`);
  for (const path of extra) console.error(`no event stands behind: ${path}`);
  if (stale.length + extra.length > 0) console.error('run `npm run generate` and commit what it writes');
} else {
  for (const path of stale) {
    mkdirSync(dirname(join(root, path)), { recursive: true });
    writeFileSync(join(root, path), wanted.files.get(path) ?? '');
    console.log(`wrote ${path}`);
  }
  for (const path of extra) {
    rmSync(join(root, path));
    console.log(`removed ${path}`);
  }
}
process.exitCode = wanted.brokenSamples.length > 0 || (check && stale.length + extra.length > 0) ? 1 : 0;
