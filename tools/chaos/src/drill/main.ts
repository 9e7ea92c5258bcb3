import { chmodSync, mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Command, InvalidArgumentError } from 'commander';
import { removeData } from '../cluster.ts';
import { type DrillOutcome, runDrill } from './run-drill.ts';
import { scenarios } from './scenarios.ts';

const speedOf = (text: string): number => {
  const value = Number(text);
  if (!Number.isFinite(value) || value < 1) throw new InvalidArgumentError('must be a number of at least 1');
  return value;
};

const { speed, only, json, keep } = new Command('test:drill')
  .description(
    'Make every alert of deploy/alerts.yaml fire in a real Prometheus by its fault, and end it as the runbook says',
  )
  .option('--speed <n>', 'divide all times of the rules by this; 1 = the rules as they are', speedOf, 20)
  .option('--only <alerts...>', 'only these alerts')
  .option('--json <file>', 'write the outcomes as JSON to this file')
  .option('--keep', 'keep the data folder', false)
  .parse()
  .opts<{ speed: number; only?: string[]; json?: string; keep: boolean }>();

const chosen = scenarios.filter(({ alert }) => only === undefined || only.includes(alert));
if (chosen.length === 0) throw new Error(`no alert is named ${only?.join(' or ')}`);

// Every started process adds a listener.
process.setMaxListeners(0);
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.once(signal, () => process.exit(130));

const dataDir = mkdtempSync(join(tmpdir(), 'warmline-drill-'));
chmodSync(dataDir, 0o755);
const outcomes: DrillOutcome[] = [];
const write = (line: string): void => void process.stdout.write(`${line}\n`);
const seconds = (value: number | null): string => (value === null ? 'NOT in time' : `${value} s`);

write(`times of the rules divided by ${speed}\n`);
write('| alert | fault | fired after | gone after its end | others meanwhile |\n| --- | --- | --- | --- | --- |');
await runDrill({
  dataDir,
  speed,
  scenarios: chosen,
  onPhase: (line) => void process.stderr.write(`${line}\n`),
  onOutcome: (outcome) => {
    outcomes.push(outcome);
    const { alert, fault, firedAfter, clearedAfter, others, error } = outcome;
    write(
      `| ${alert} | ${fault} | ${error ?? seconds(firedAfter)} | ${seconds(clearedAfter)} | ${others.join(', ') || 'none'} |`,
    );
  },
});
const missed = outcomes.filter(({ firedAfter, clearedAfter }) => firedAfter === null || clearedAfter === null);
write(`\n${outcomes.length - missed.length} of ${outcomes.length} alerts fired and ended`);
if (json !== undefined) writeFileSync(json, `${JSON.stringify({ speed, outcomes }, null, 2)}\n`);
if (missed.length > 0 || keep) write(`logs are kept in ${dataDir}`);
else removeData(dataDir);
// Pending requests to ended processes would keep this process alive.
process.exit(missed.length > 0 ? 1 : 0);
