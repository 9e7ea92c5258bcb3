import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';

/** The seed or run that detected the mutant, and the first violation; `null` = not detected. */
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

/** The first of `seeds` seeds that detects the build in the folder. */
export const detectBySimulation = (folder: string, seeds: number): Detection | null => {
  const args = ['tools/sim/dist/main.js', '--seeds', String(seeds), '--max-failures', '1', '--json'];
  const { out } = runNode(folder, args);
  const [first] = (JSON.parse(out) as Report).failed;
  return first === undefined ? null : { foundAt: first.seed, by: first.violations[0] ?? 'a violation' };
};

/** The first of `runs` runs of the chaos test that detects it. */
export const detectByChaos = (folder: string, runs: number): Detection | null => {
  const report = join(folder, 'chaos.json');
  for (let run = 1; run <= runs; run++) {
    rmSync(report, { force: true });
    const args = ['--handoffs', '150', '--kills', '12', '--seed', String(run), '--json', report];
    const { status } = runNode(folder, ['tools/chaos/dist/main.js', ...args]);
    if (status === 0) continue;
    // A run that failed before its checks has detected nothing.
    if (!existsSync(report)) throw new Error(`the chaos test ended with ${status} and left no report`);
    return { foundAt: run, by: readFileSync(report, 'utf8').slice(0, 200) };
  }
  return null;
};
