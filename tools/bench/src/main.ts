import { parseArgs } from 'node:util';
import { bytesTable, measureBytes } from './bytes/bytes.ts';
import { domainTable, measureDomain } from './domain-costs.ts';
import { holdTable, measureHold } from './hold/hold.ts';
import { intentTable, measureIntents } from './intent-costs.ts';
import { measureLatency } from './latency/latency.ts';
import { latencyTable } from './latency/report.ts';
import { measureRouting, routingTable } from './routing-costs.ts';
import { measureSize, sizeTable } from './state-size.ts';
import { EVENTS, measureThroughput } from './throughput.ts';
import { throughputTable } from './throughput-table.ts';
import { measureWait, waitTable } from './wait-costs.ts';

/** The parts; each can be run alone. */
const PARTS = ['domain', 'intents', 'routing', 'wait', 'throughput', 'latency', 'size', 'bytes', 'hold'] as const;
/** Conversations that each process of the size part gets. */
const CONVERSATIONS = 1_000_000;
/** Conversations of the bytes part. */
const MEASURED_CONVERSATIONS = 600;

const { values } = parseArgs({
  options: {
    json: { type: 'boolean', default: false },
    only: { type: 'string' },
    events: { type: 'string' },
    conversations: { type: 'string' },
  },
});
const number = (name: 'events' | 'conversations', defaultValue: number): number => {
  const given = Number(values[name] ?? defaultValue);
  if (!Number.isInteger(given) || given < 1_000) throw new Error(`--${name} takes an integer of at least 1000`);
  return given;
};
const { json, only } = values;
if (only !== undefined && !(PARTS as readonly string[]).includes(only))
  throw new Error(`--only takes ${PARTS.join(' or ')}, not ${only}`);
const events = number('events', EVENTS);
const conversations = number('conversations', CONVERSATIONS);

const isSelected = (part: (typeof PARTS)[number]): boolean => only === undefined || only === part;
const print = (line: string): void => void (json || process.stderr.write(`${line}\n`));
const show = (tables: string): void => void (json || process.stdout.write(`\n${tables}\n`));

// This process ends what it started when it exits; a signal alone would not.
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => process.exit(130));

const costs = isSelected('domain') ? measureDomain() : undefined;
if (costs !== undefined) show(domainTable(costs));
const intents = isSelected('intents') ? await measureIntents() : undefined;
if (intents !== undefined) show(intentTable(intents));
const decisions = isSelected('routing') ? measureRouting() : undefined;
if (decisions !== undefined) show(routingTable(decisions));
const waits = isSelected('wait') ? measureWait() : undefined;
if (waits !== undefined) show(waitTable(waits));
const rows = isSelected('throughput') ? await measureThroughput(events, print) : undefined;
if (rows !== undefined) show(throughputTable(rows));
const delays = isSelected('latency') ? await measureLatency(print) : undefined;
if (delays !== undefined) show(latencyTable(delays));
const sizes = isSelected('size') ? await measureSize(events, conversations, print) : undefined;
if (sizes !== undefined) show(sizeTable(sizes));
const bytes = isSelected('bytes') ? await measureBytes(MEASURED_CONVERSATIONS, print) : undefined;
if (bytes !== undefined) show(bytesTable(bytes));
const hold = isSelected('hold') ? await measureHold(print) : undefined;
if (hold !== undefined) show(holdTable(hold));
// Parts that did not run are undefined, and JSON leaves them out.
if (json)
  process.stdout.write(
    `${JSON.stringify({ domain: costs, intents, routing: decisions, wait: waits, rows, latency: delays, size: sizes, bytes, hold })}\n`,
  );
