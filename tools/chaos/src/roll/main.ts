import { chmodSync, mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Command, InvalidArgumentError } from 'commander';
import { removeData } from '../cluster.ts';
import { measureRolls } from './measure-rolls.ts';

const rateOf = (text: string): number => {
  const value = Number(text);
  if (!Number.isFinite(value) || value <= 0) throw new InvalidArgumentError('must be a number above 0');
  return value;
};

const { rate, json } = new Command('test:roll')
  .description('Roll every service, two replicas each, under steady traffic, and measure what that adds to a hand-off')
  .option('--rate <n>', 'customers a second who ask for a person', rateOf, 5)
  .option('--json <file>', 'write the figures as JSON to this file')
  .parse()
  .opts<{ rate: number; json?: string }>();

// Every started process adds a listener.
process.setMaxListeners(0);
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.once(signal, () => process.exit(130));

const dataDir = mkdtempSync(join(tmpdir(), 'warmline-roll-'));
chmodSync(dataDir, 0o755);
const { rows, refused } = await measureRolls({
  dataDir,
  perSecond: rate,
  onPhase: (line) => void process.stderr.write(`${line}\n`),
});
const base = rows.find(({ service }) => service === 'none')?.p95 ?? 0;
const ms = (value: number | null): string => (value === null ? '-' : String(Math.round(value)));
const write = (line: string): void => void process.stdout.write(`${line}\n`);
write(`From the message of a customer to their hand-off in the queue, ${rate} customers a second; times in ms.\n`);
write('| rolled | took | hand-offs | p50 | p95 | p95 added | longest | lost |');
write('| --- | ---: | ---: | ---: | ---: | ---: | ---: | ---: |');
for (const { service, seconds, probes, p50, p95, max, lost } of rows)
  write(
    `| ${service} | ${seconds} s | ${probes} | ${ms(p50)} | ${ms(p95)} | ${p95 === null ? '-' : ms(p95 - base)} | ${ms(max)} | ${lost} |`,
  );
const lost = rows.reduce((sum, row) => sum + row.lost, 0);
write(`\n${refused} requests were accepted by no gateway.`);
if (json !== undefined) writeFileSync(json, `${JSON.stringify({ rate, rows, refused }, null, 2)}\n`);
if (lost + refused > 0) write(`logs are kept in ${dataDir}`);
else removeData(dataDir);
// Pending requests to ended processes would keep this process alive.
process.exit(lost + refused > 0 ? 1 : 0);
