import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { topics } from '@warmline/contracts';
import type { ConsumerRecord } from '@warmline/messaging';
import { type KafkaBroker, startKafka } from '@warmline/testing/kafka';
import { testDatabase } from '@warmline/testing/postgres';
import { eventually, type RunningProcess, runProcess } from '@warmline/testing/processes';
import { type System, serviceNames, startSystem } from '@warmline/testing/system';

const ROOT = resolve(import.meta.dirname, '../../..');
const ROWS = 150;
const dataDir = mkdtempSync(join(tmpdir(), 'warmline-kill-'));
const input = join(dataDir, 'in.jsonl');
let kafka: KafkaBroker;
let system: System;

interface Line {
  readonly id: string;
  readonly verdict: string | null;
  readonly reasons?: readonly string[];
  readonly rules?: readonly string[];
  readonly missed?: readonly number[];
  readonly error?: string;
}

/** Every n-th row of the recorded conversations, so that all of their sources are included. */
const slice = (): string[] => {
  const all = readFileSync(join(import.meta.dirname, 'data/escalation-dev.jsonl'), 'utf8')
    .trim()
    .split('\n');
  return all.filter((_, n) => n % Math.floor(all.length / ROWS) === 0).slice(0, ROWS);
};

const replay = (name: string): { readonly process: RunningProcess; readonly lines: () => Line[] } => {
  const out = join(dataDir, `${name}.jsonl`);
  const args = [
    'tools/warmline/bin/warmline.js',
    'replay',
    '--in',
    input,
    '--url',
    system.url('gateway'),
    '--out',
    out,
  ];
  const process_ = runProcess({
    name: `replay ${name}`,
    command: process.execPath,
    args,
    cwd: ROOT,
    logFile: join(dataDir, `${name}.out`),
  });
  const lines = () => {
    try {
      return readFileSync(out, 'utf8')
        .split('\n')
        .filter((line) => line.endsWith('}'))
        .map((line) => JSON.parse(line) as Line);
    } catch {
      return [];
    }
  };
  return { process: process_, lines };
};
const finished = async ({ process: it, lines }: ReturnType<typeof replay>): Promise<Line[]> => {
  const { code } = await it.exited;
  if (code !== 0) throw new Error(it.output().slice(-2_000));
  return lines();
};

interface Event {
  readonly id: string;
  readonly type: string;
  readonly data: Readonly<Record<string, unknown>>;
}
/** A whole topic by the rule for outside readers: a record whose id was seen before is the same event again. */
const read = async (topic: string): Promise<Event[]> => {
  const events = new Map<string, Event>();
  let records = 0;
  const heard = ({ headers, value }: ConsumerRecord): void => {
    records++;
    const id = headers.ce_id ?? '';
    if (!events.has(id))
      events.set(id, { id, type: headers.ce_type ?? '', data: JSON.parse(Buffer.from(value ?? []).toString()) });
  };
  const partitions = (await system.transport.listTopics()).get(topic) ?? 0;
  const bounds = await Promise.all(Array.from({ length: partitions }, (_, n) => system.transport.bounds(topic, n)));
  const expected = bounds.reduce((sum, { first, end }) => sum + end - first, 0);
  const stop = await system.transport.tail([topic], heard, true);
  try {
    await eventually(() => expect(records).toBeGreaterThanOrEqual(expected), { withinMs: 20_000 });
  } finally {
    await stop();
  }
  return [...events.values()];
};
const repeated = (names: readonly unknown[]): unknown[] => names.filter((name, n) => names.indexOf(name) !== n);

beforeAll(async () => {
  writeFileSync(input, `${slice().join('\n')}\n`);
  const [broker, databaseUrl] = await Promise.all([startKafka(), testDatabase()]);
  kafka = broker;
  system = await startSystem({ brokers: kafka.brokers, databaseUrl, dataDir });
}, 180_000);

afterAll(async () => {
  await system?.stop();
  await kafka?.stop();
  rmSync(dataDir, { recursive: true, force: true });
}, 60_000);

let undisturbed: Line[] = [];

test('recorded conversations of every source get their verdicts while nothing fails', async () => {
  const sources = new Set(slice().map((line) => (JSON.parse(line) as { source: string }).source.split('/')[0]));
  expect(sources.size).toBeGreaterThanOrEqual(3);
  undisturbed = await finished(replay('undisturbed'));
  expect(undisturbed).toHaveLength(ROWS);
  expect(undisturbed.filter((line) => line.verdict === null)).toEqual([]);
  expect(new Set(undisturbed.map((line) => line.verdict)).size).toBeGreaterThan(1);
}, 120_000);

test('after kills of each service in the middle every verdict is the same, except for scores recorded as missed', async () => {
  const disturbed = replay('disturbed');
  let gone = false;
  void disturbed.process.exited.then(() => {
    gone = true;
  });
  const killed: string[] = [];
  const back: Promise<void>[] = [];
  for (const [n, service] of serviceNames.entries()) {
    const from = Math.floor(((n + 1) * ROWS) / (serviceNames.length + 2));
    await eventually(() => expect(gone || disturbed.lines().length >= from).toBe(true), { withinMs: 60_000 });
    if (gone) break;
    await system.kill(service, 'SIGKILL');
    killed.push(service);
    back.push(system.restart(service));
  }
  await Promise.all(back);
  const lines = await finished(disturbed);
  expect(killed).toEqual(serviceNames);
  expect(lines).toHaveLength(ROWS);
  expect(lines.filter((line) => line.verdict === null)).toEqual([]);

  const comparable = (all: readonly Line[]) =>
    new Map(all.map(({ id, verdict, reasons, rules }) => [id, JSON.stringify({ verdict, reasons, rules })]));
  const before = comparable(undisturbed);
  const changed = lines.filter((line) => comparable([line]).get(line.id) !== before.get(line.id));
  const missed = [...lines, ...undisturbed].filter((line) => line.missed !== undefined).map((line) => line.id);
  if (missed.length > 0) console.info(`assessed without a score: ${[...new Set(missed)].join(', ')}`);
  expect(changed.filter((line) => !missed.includes(line.id))).toEqual([]);
}, 180_000);

test('no hand-off is requested twice and none is queued twice', async () => {
  const [requested, queued] = await Promise.all([read(topics.escalation.name), read(topics.routing.name)]);
  const requests = requested.filter((event) => event.type === 'HandoffRequested');
  const queues = queued.filter((event) => event.type === 'HandoffQueued');
  const immediate = undisturbed.filter((line) => line.verdict === 'immediate').length;
  expect(requests.length).toBeGreaterThanOrEqual(immediate);
  expect(repeated(requests.map((event) => event.data.conversationId))).toEqual([]);
  expect(repeated(requests.map((event) => event.data.handoffId))).toEqual([]);
  expect(repeated(queues.map((event) => event.data.handoffId))).toEqual([]);
  const known = new Set(requests.map((event) => event.data.handoffId));
  expect(queues.filter((event) => !known.has(event.data.handoffId))).toEqual([]);
}, 60_000);
