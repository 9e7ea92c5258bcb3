import { parseArgs } from 'node:util';
import { domain, domainTable } from './domain.ts';
import { latency, latencyTable } from './latency/latency.ts';
import { routing, routingTable } from './routing.ts';
import { table } from './rows.ts';
import { size, sizeTable } from './size.ts';
import { EVENTS, throughput } from './throughput.ts';
import { wait, waitTable } from './wait.ts';

/** The parts: each can be run by itself. */
const PARTS = ['domain', 'routing', 'wait', 'throughput', 'latency', 'size'] as const;
/** What each process is to hear of in the part about size. */
const CONVERSATIONS = 1_000_000;

const { values } = parseArgs({
  options: {
    json: { type: 'boolean', default: false },
    only: { type: 'string' },
    events: { type: 'string' },
    conversations: { type: 'string' },
  },
});
const number = (name: 'events' | 'conversations', otherwise: number): number => {
  const given = Number(values[name] ?? otherwise);
  if (!Number.isInteger(given) || given < 1_000) throw new Error(`--${name} takes a number of at least 1000`);
  return given;
};
const { json, only } = values;
if (only !== undefined && !(PARTS as readonly string[]).includes(only))
  throw new Error(`--only takes ${PARTS.join(' or ')}, not ${only}`);
const events = number('events', EVENTS);
const conversations = number('conversations', CONVERSATIONS);

const runs = (part: (typeof PARTS)[number]): boolean => only === undefined || only === part;
const say = (line: string): void => void (json || process.stderr.write(`${line}\n`));
const show = (tables: string): void => void (json || process.stdout.write(`\n${tables}\n`));

// What was started is ended by this process as it exits; a signal alone would leave it behind.
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => process.exit(130));

const costs = runs('domain') ? domain() : undefined;
if (costs !== undefined) show(domainTable(costs));
const decisions = runs('routing') ? routing() : undefined;
if (decisions !== undefined) show(routingTable(decisions));
const waits = runs('wait') ? wait() : undefined;
if (waits !== undefined) show(waitTable(waits));
const rows = runs('throughput') ? await throughput(events, say) : undefined;
if (rows !== undefined) show(table(rows));
const delays = runs('latency') ? await latency(say) : undefined;
if (delays !== undefined) show(latencyTable(delays));
const sizes = runs('size') ? await size(events, conversations, say) : undefined;
if (sizes !== undefined) show(sizeTable(sizes));
// What was not asked for is not in it: JSON leaves out what is undefined.
if (json)
  process.stdout.write(
    `${JSON.stringify({ domain: costs, routing: decisions, wait: waits, rows, latency: delays, size: sizes })}\n`,
  );
