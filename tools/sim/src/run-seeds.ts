import { Worker } from 'node:worker_threads';
import type { SeedResult, WorkItem } from './worker.ts';

/** Runs seeds on worker threads, started in the order given. Stops early once `maxFailures` seeds have failed. */
export const runSeeds = async (
  seeds: readonly number[],
  threads: number,
  maxFailures: number,
  onResult: (result: SeedResult) => void,
): Promise<void> => {
  let next = 0;
  let failed = 0;
  const nextItem = (): WorkItem => {
    const seed = failed >= maxFailures ? undefined : seeds[next++];
    return seed === undefined ? null : { seed };
  };
  const startWorker = (): Promise<void> =>
    new Promise((resolve, reject) => {
      const worker = new Worker(new URL('./worker.js', import.meta.url));
      worker.on('message', (result: SeedResult) => {
        if (result.violations.length > 0) failed++;
        onResult(result);
        worker.postMessage(nextItem());
      });
      worker.on('error', reject);
      worker.on('exit', () => resolve());
      worker.postMessage(nextItem());
    });
  await Promise.all(Array.from({ length: Math.min(threads, seeds.length) }, startWorker));
};
