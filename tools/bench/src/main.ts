import { parseArgs } from 'node:util';
import { table } from './rows.ts';
import { EVENTS, throughput } from './throughput.ts';

/** The parts that can be run by themselves. */
const PARTS = ['throughput'];

const { values } = parseArgs({
  options: { json: { type: 'boolean', default: false }, only: { type: 'string' }, events: { type: 'string' } },
});
const { json, only } = values;
const events = Number(values.events ?? EVENTS);
if (only !== undefined && !PARTS.includes(only)) throw new Error(`--only takes ${PARTS.join(' or ')}, not ${only}`);
if (!Number.isInteger(events) || events < 1_000) throw new Error('--events takes a number of at least 1000');

const rows = await throughput(events, (line) => void (json || process.stderr.write(`${line}\n`)));
process.stdout.write(json ? `${JSON.stringify({ rows })}\n` : `${table(rows)}\n`);
