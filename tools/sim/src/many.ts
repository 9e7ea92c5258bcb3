import { Worker } from 'node:worker_threads';
import type { Order, Result } from './worker.ts';

/** Runs seeds on so many threads, in order of seed; `told` hears each result. Ends early once `enough` seeds have failed. */
export const runMany = async (
  seeds: readonly number[],
  threads: number,
  enough: number,
  told: (result: Result) => void,
): Promise<void> => {
  let next = 0;
  let failed = 0;
  const order = (): Order => {
    const seed = failed >= enough ? undefined : seeds[next++];
    return seed === undefined ? null : { seed };
  };
  const one = (): Promise<void> =>
    new Promise((resolve, reject) => {
      const worker = new Worker(new URL('./worker.js', import.meta.url));
      worker.on('message', (result: Result) => {
        if (result.violations.length > 0) failed++;
        told(result);
        worker.postMessage(order());
      });
      worker.on('error', reject);
      worker.on('exit', () => resolve());
      worker.postMessage(order());
    });
  await Promise.all(Array.from({ length: Math.min(threads, seeds.length) }, one));
};
