import { parentPort } from 'node:worker_threads';
import { run } from './run.ts';

/** A seed to run; `null` = stop. */
export type WorkItem = { readonly seed: number } | null;

export interface SeedResult {
  readonly seed: number;
  readonly violations: readonly string[];
  readonly calls: number;
  readonly requests: number;
}

let unhandled: string[] = [];
process.on('unhandledRejection', (error) => {
  unhandled.push(`unhandled rejection: ${error instanceof Error ? error.stack : String(error)}`);
});

parentPort?.on('message', async (item: WorkItem) => {
  if (item === null) return parentPort?.close();
  unhandled = [];
  let result: SeedResult;
  try {
    const { seed, violations, calls, history } = await run(item.seed);
    result = { seed, violations: [...unhandled, ...violations], calls, requests: history.requests.length };
  } catch (error) {
    const what = error instanceof Error ? (error.stack ?? error.message) : String(error);
    result = { seed: item.seed, violations: [`the simulation itself failed: ${what}`], calls: 0, requests: 0 };
  }
  parentPort?.postMessage(result);
});
