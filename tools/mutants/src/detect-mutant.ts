import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';

/** When something was caught, and by what it showed; null = it was not. */
export interface Detection {
  readonly foundAt: number;
  readonly by: string;
}

const TIMEOUT_MS = 15 * 60_000;

const runNode = (folder: string, args: readonly string[]): { readonly status: number | null; readonly out: string } => {
  const { status, stdout, error } = spawnSync(process.execPath, [...args], {
    cwd: folder,
    encoding: 'utf8',
    timeout: TIMEOUT_MS,
    maxBuffer: 64 * 1024 * 1024,
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  if (error !== undefined) throw error;
  return { status, out: stdout };
};

interface Report {
  readonly failed: readonly { readonly seed: number; readonly violations: readonly string[] }[];
}

/** The first of so many seeds that catches what is built in the folder. */
export const detectBySimulation = (folder: string, seeds: number): Detection | null => {
  const args = ['tools/sim/dist/main.js', '--seeds', String(seeds), '--max-failures', '1', '--json'];
  const { out } = runNode(folder, args);
  const [first] = (JSON.parse(out) as Report).failed;
  return first === undefined ? null : { foundAt: first.seed, by: first.violations[0] ?? 'a violation' };
};

/** The first of so many runs of the chaos test that catches it. */
export const detectByChaos = (folder: string, runs: number): Detection | null => {
  const report = join(folder, 'chaos.json');
  for (let run = 1; run <= runs; run++) {
    rmSync(report, { force: true });
    const args = ['--handoffs', '150', '--kills', '12', '--seed', String(run), '--json', report];
    const { status } = runNode(folder, ['tools/chaos/dist/main.js', ...args]);
    if (status === 0) continue;
    // A run that broke before it could judge has caught nothing.
    if (!existsSync(report)) throw new Error(`the chaos test ended with ${status} and left no report`);
    return { foundAt: run, by: readFileSync(report, 'utf8').slice(0, 200) };
  }
  return null;
};
