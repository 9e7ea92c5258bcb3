import { chmodSync, mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { SingleBar } from 'cli-progress';
import { Command, InvalidArgumentError } from 'commander';
import { removeData } from './cluster.ts';
import { writeEvidence } from './evidence.ts';
import { combined, openParts, partOf } from './parts.ts';
import { describeViolations, failuresOf, type RunParameters, summaryOf, summaryTable } from './report.ts';
import { run } from './run.ts';

const wholeNumber = (text: string): number => {
  const value = Number(text);
  if (!Number.isSafeInteger(value) || value < 0) throw new InvalidArgumentError('must be an integer of at least 0');
  return value;
};

const program = new Command('test:chaos')
  .description(
    'Run the whole system while its processes and servers are killed and frozen, and check that nothing is lost, doubled or reordered',
  )
  .option('--handoffs <n>', 'customers who ask for a person', wholeNumber, 2_000)
  .option('--kills <n>', 'number of SIGKILLs of services', wholeNumber, 60)
  .option('--seed <n>', 'seed of traffic and faults (default: random)', wholeNumber)
  .option('--parts <n>', 'run it as this many runs', wholeNumber, 1)
  .option('--at-once <n>', 'parts that run at the same time', wholeNumber, 1)
  .option('--parts-file <file>', 'keep finished parts in this file; the same command goes on with those that are left')
  .option('--json <file>', 'write the summary as JSON to this file')
  .option('--keep', 'keep the data folder even if the run passes', false)
  .parse();
const {
  parts: count,
  atOnce,
  partsFile,
  json,
  keep,
  ...wanted
} = program.opts<{
  handoffs: number;
  kills: number;
  seed?: number;
  parts: number;
  atOnce: number;
  partsFile?: string;
  json?: string;
  keep: boolean;
}>();

// Every started process adds a listener.
process.setMaxListeners(0);
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.once(signal, () => process.exit(130));

const { handoffs, kills, seed } = wanted;
const own = { handoffs, kills, ...(seed === undefined ? {} : { seed }) };
const parts = openParts(partsFile ?? join(mkdtempSync(join(tmpdir(), 'warmline-parts-')), 'parts.json'), own, count);
const { parameters } = parts;

/** Runs one part; false if it failed. */
const runPart = async (part: RunParameters): Promise<boolean> => {
  const dataDir = mkdtempSync(join(tmpdir(), 'warmline-chaos-'));
  chmodSync(dataDir, 0o755);
  const bar = new SingleBar({
    stream: process.stderr,
    format: '{bar} {value}/{total} visits, {kills} kills, {duration_formatted}, {phase}, seed {seed}',
    noTTYOutput: true,
    notTTYSchedule: 15_000,
  });
  bar.start(part.handoffs, 0, { kills: 0, phase: 'starting', seed: part.seed });
  try {
    const outcome = await run({
      ...part,
      dataDir,
      progress: ({ phase, arrived, visits, kills: done }) => {
        if (visits > 0) bar.setTotal(visits);
        bar.update(arrived, { phase, kills: done });
      },
    });
    bar.stop();
    const summary = summaryOf(part, outcome);
    parts.add(summary);
    const failures = failuresOf(part, outcome);
    if (count > 1 || failures.length > 0) process.stdout.write(`${summaryTable(part, summary)}\n\n`);
    if (failures.length > 0) {
      const messages = [
        `seed ${part.seed} failed: ${failures.join('; ')}`,
        describeViolations(outcome.verdict.violations),
        ...outcome.unexpected,
      ];
      writeEvidence(dataDir, { parameters: part, summary }, outcome);
      process.stdout.write(`${messages.join('\n')}\ndata, logs and the full report are kept in ${dataDir}\n`);
      return false;
    }
    if (keep) process.stdout.write(`kept in ${dataDir}\n`);
    else removeData(dataDir);
    return true;
  } catch (error) {
    bar.stop();
    process.stderr.write(
      `${error instanceof Error ? (error.stack ?? error.message) : String(error)}\nkept in ${dataDir}\n`,
    );
    return false;
  }
};

const left = parts.left();
const runNext = async (): Promise<void> => {
  const n = left.shift();
  if (n === undefined || process.exitCode === 1) return;
  if (!(await runPart(partOf(parameters, n, count)))) process.exitCode = 1;
  await runNext();
};
await Promise.all(Array.from({ length: Math.max(1, atOnce) }, runNext));
if (parts.summaries.length > 0) {
  const summary = combined(parts.summaries, parameters.seed);
  if (json !== undefined) writeFileSync(json, `${JSON.stringify(summary, null, 2)}\n`);
  if (count > 1) process.stdout.write(`${parts.summaries.length} of ${count} parts\n`);
  if (count > 1 || process.exitCode !== 1) process.stdout.write(`${summaryTable(parameters, summary)}\n`);
}
// Pending requests to ended processes would keep this process alive.
process.exit();
