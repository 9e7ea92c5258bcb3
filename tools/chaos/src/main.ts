import { chmodSync, mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { SingleBar } from 'cli-progress';
import { Command, InvalidArgumentError } from 'commander';
import { removeData } from './cluster.ts';
import { writeEvidence } from './evidence.ts';
import { describeViolations, failuresOf, summaryOf, summaryTable } from './report.ts';
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
  .option('--json <file>', 'write the summary as JSON to this file')
  .option('--keep', 'keep the data folder even if the run passes', false)
  .parse();
const {
  handoffs,
  kills,
  seed = Math.floor(Math.random() * 1e9),
  json,
  keep,
} = program.opts<{
  handoffs: number;
  kills: number;
  seed?: number;
  json?: string;
  keep: boolean;
}>();

// Every started process adds a listener.
process.setMaxListeners(0);
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.once(signal, () => process.exit(130));

const dataDir = mkdtempSync(join(tmpdir(), 'warmline-chaos-'));
chmodSync(dataDir, 0o755);
const parameters = { handoffs, kills, seed };
process.stderr.write(`seed ${seed}\n`);
const bar = new SingleBar({
  stream: process.stderr,
  format: '{bar} {value}/{total} visits, {kills} kills, {duration_formatted}, {phase}',
  noTTYOutput: true,
  notTTYSchedule: 15_000,
});
bar.start(handoffs, 0, { kills: 0, phase: 'starting' });
try {
  const outcome = await run({
    ...parameters,
    dataDir,
    progress: ({ phase, arrived, visits, kills: done }) => {
      if (visits > 0) bar.setTotal(visits);
      bar.update(arrived, { phase, kills: done });
    },
  });
  bar.stop();
  const summary = summaryOf(parameters, outcome);
  if (json !== undefined) writeFileSync(json, `${JSON.stringify(summary, null, 2)}\n`);
  process.stdout.write(`${summaryTable(parameters, summary)}\n`);
  const failures = failuresOf(parameters, outcome);
  if (failures.length > 0) {
    const messages = [
      `seed ${seed} failed: ${failures.join('; ')}`,
      describeViolations(outcome.verdict.violations),
      ...outcome.unexpected,
    ];
    writeEvidence(dataDir, { parameters, summary }, outcome);
    process.stdout.write(`${messages.join('\n')}\ndata, logs and the full report are kept in ${dataDir}\n`);
    process.exitCode = 1;
  } else if (keep) process.stdout.write(`kept in ${dataDir}\n`);
  else removeData(dataDir);
} catch (error) {
  bar.stop();
  process.stderr.write(
    `${error instanceof Error ? (error.stack ?? error.message) : String(error)}\nkept in ${dataDir}\n`,
  );
  process.exitCode = 1;
}
// Pending requests to ended processes would keep this process alive.
process.exit();
