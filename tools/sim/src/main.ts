import { availableParallelism } from 'node:os';
import { SingleBar } from 'cli-progress';
import { Command, InvalidArgumentError } from 'commander';
import { digest } from './digest.ts';
import { run } from './run.ts';
import { runSeeds } from './run-seeds.ts';

const count = (value: string): number => {
  const n = Number(value);
  if (!Number.isInteger(n) || n < 1) throw new InvalidArgumentError('must be an integer of at least 1');
  return n;
};

interface Options {
  readonly seeds: number;
  readonly from: number;
  readonly seed?: number;
  readonly workers: number;
  readonly maxFailures: number;
  readonly verbose: boolean;
  readonly json: boolean;
}

const { seeds, from, seed, workers, maxFailures, verbose, json } = new Command('test:sim')
  .description('Run the whole system on simulated time and network with injected faults, and check its invariants')
  .option('--seeds <n>', 'number of seeds to run', count, 2_000)
  .option('--from <n>', 'first seed', count, 1)
  .option('--seed <n>', 'run only this seed', count)
  .option('--workers <n>', 'number of worker threads', count, Math.min(availableParallelism(), 8))
  .option('--max-failures <n>', 'stop after this many failed seeds', count, 10)
  .option('--verbose', 'with --seed: print the trace of the run', false)
  .option('--json', 'print one line of JSON with the failed seeds', false)
  .parse()
  .opts<Options>();

const write = (line: string): void => void process.stdout.write(`${line}\n`);
const failed: { readonly seed: number; readonly violations: readonly string[] }[] = [];

if (seed !== undefined) {
  const { violations, history, calls } = await run(seed, verbose ? write : null);
  if (violations.length > 0) failed.push({ seed, violations });
  if (!json) write(`seed ${seed}: ${history.requests.length} requests, ${calls} steps, history ${digest(history)}`);
} else {
  const started = performance.now();
  const shown = !json && process.stderr.isTTY === true;
  const bar = new SingleBar({ format: '{bar} {value}/{total} seeds, {failed} failed', clearOnComplete: true });
  if (shown) bar.start(seeds, 0, { failed: 0 });
  let done = 0;
  let steps = 0;
  let requests = 0;
  const list = Array.from({ length: seeds }, (_, n) => from + n);
  await runSeeds(list, workers, maxFailures, (result) => {
    done++;
    steps += result.calls;
    requests += result.requests;
    if (result.violations.length > 0) failed.push(result);
    if (shown) bar.update(done, { failed: failed.length });
  });
  if (shown) bar.stop();
  const seconds = (performance.now() - started) / 1_000;
  if (!json)
    write(`${done} seeds, ${requests} requests and ${steps} steps in ${seconds.toFixed(1)} s: ${failed.length} failed`);
}

failed.sort((a, b) => a.seed - b.seed);
if (json) write(JSON.stringify({ failed }));
else
  for (const one of failed) {
    write(`\nseed ${one.seed} violates`);
    for (const violation of one.violations) write(`  ${violation}`);
    write(`  run it again: npm run test:sim -- --seed ${one.seed} --verbose`);
  }
process.exitCode = failed.length > 0 ? 1 : 0;
