import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';

/** When something was caught, and by what it showed; null = it was not. */
export interface Catch {
  readonly at: number;
  readonly by: string;
}

const LONGEST_MS = 15 * 60_000;

const node = (folder: string, args: readonly string[]): { readonly status: number | null; readonly out: string } => {
  const { status, stdout, error } = spawnSync(process.execPath, [...args], {
    cwd: folder,
    encoding: 'utf8',
    timeout: LONGEST_MS,
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
export const bySimulation = (folder: string, seeds: number): Catch | null => {
  const args = ['tools/sim/dist/main.js', '--seeds', String(seeds), '--failures', '1', '--json'];
  const { out } = node(folder, args);
  const [first] = (JSON.parse(out) as Report).failed;
  return first === undefined ? null : { at: first.seed, by: first.violations[0] ?? 'a violation' };
};

/** The first of so many runs of the chaos test that catches it. */
export const byChaos = (folder: string, runs: number): Catch | null => {
  const report = join(folder, 'chaos.json');
  for (let run = 1; run <= runs; run++) {
    rmSync(report, { force: true });
    const args = ['--handoffs', '150', '--kills', '12', '--seed', String(run), '--json', report];
    const { status } = node(folder, ['tools/chaos/dist/main.js', ...args]);
    if (status === 0) continue;
    // A run that broke before it could judge has caught nothing.
    if (!existsSync(report)) throw new Error(`the chaos test ended with ${status} and left no report`);
    return { at: run, by: readFileSync(report, 'utf8').slice(0, 200) };
  }
  return null;
};
