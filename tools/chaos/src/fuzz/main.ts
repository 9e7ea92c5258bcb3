import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { seededRandom } from '@warmline/testing/random';
import { startAllInOne } from '@warmline/testing/system';
import { Command, InvalidArgumentError } from 'commander';
import { fuzzRequest } from './requests.ts';

const CONNECTIONS = 16;
/** Memory is compared from here on: before, caches fill and code compiles. */
const SETTLED_AFTER = 10_000;

const count = (text: string): number => {
  const value = Number(text);
  if (!Number.isInteger(value) || value < 1) throw new InvalidArgumentError('must be a whole number above 0');
  return value;
};
const options = new Command('test:fuzz')
  .description(
    'sends near-valid and invalid requests to all services in one process; fails on a server error that is not 503',
  )
  .option('--requests <n>', 'requests to send', count, 50_000)
  .option('--seed <n>', 'the seed of the requests', count, 1)
  .parse()
  .opts<{ requests: number; seed: number }>();

const dataDir = mkdtempSync(join(tmpdir(), 'warmline-fuzz-'));
const up = await startAllInOne({ dataDir, env: { RATE_LIMIT: '100000000' } });
const random = seededRandom(options.seed);
const ids: string[] = [];
const statuses = new Map<number, number>();
const faults: string[] = [];
const memory: number[] = [];
let sent = 0;

const residentMb = (): number => {
  const status = readFileSync(`/proc/${up.process.pid}/status`, 'utf8');
  return Number(/^VmRSS:\s*(\d+)/m.exec(status)?.[1] ?? Number.NaN) / 1_024;
};

const sendNext = async (): Promise<void> => {
  const { method, path, headers, body } = fuzzRequest(random, ids);
  try {
    const answer = await fetch(up.url + path, {
      method,
      headers,
      ...(body === undefined ? {} : { body }),
      signal: AbortSignal.timeout(20_000),
    });
    const text = await answer.text();
    statuses.set(answer.status, (statuses.get(answer.status) ?? 0) + 1);
    if (answer.status >= 500 && answer.status !== 503)
      faults.push(`${answer.status} ${method} ${path.slice(0, 120)} ${body?.slice(0, 200)}: ${text}`);
    if (answer.status >= 400 && !answer.headers.get('content-type')?.startsWith('application/problem+json'))
      faults.push(`not a problem: ${answer.status} ${method} ${path.slice(0, 120)}`);
    if (path === '/v1/conversations' && answer.status < 300 && ids.length < 500)
      ids.push((JSON.parse(text) as { conversationId: string }).conversationId);
  } catch (error) {
    faults.push(`no answer: ${method} ${path.slice(0, 120)} ${body?.slice(0, 200)}: ${String(error)}`);
  }
};

const worker = async (): Promise<void> => {
  while (sent < options.requests) {
    sent++;
    if (sent % 5_000 === 0) {
      memory.push(residentMb());
      process.stderr.write(`${sent} sent, ${Math.round(memory.at(-1) ?? 0)} MB\n`);
    }
    await sendNext();
  }
};
try {
  await Promise.all(Array.from({ length: CONNECTIONS }, worker));
  const ready = await fetch(`${up.healthUrl}/ready`);
  if (ready.status !== 200) faults.push(`not ready afterwards: ${await ready.text()}`);
} finally {
  await up.process.stop();
  rmSync(dataDir, { recursive: true, force: true });
}
const byStatus = [...statuses].sort(([a], [b]) => a - b).map(([status, n]) => `${status}: ${n}`);
process.stdout.write(`${options.requests} requests, seed ${options.seed}: ${byStatus.join(', ')}\n`);
const settled = memory.slice(SETTLED_AFTER / 5_000 - 1);
process.stdout.write(`memory from request ${SETTLED_AFTER} on, MB: ${settled.map(Math.round).join(' ')}\n`);
for (const fault of faults.slice(0, 20)) process.stdout.write(`${fault}\n`);
process.stdout.write(`${faults.length} faults\n`);
process.exitCode = faults.length === 0 ? 0 : 1;
