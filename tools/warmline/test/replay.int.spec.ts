import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { afterAll, afterEach, beforeAll, expect, jest, test } from '@jest/globals';
import { topics } from '@warmline/contracts';
import { testDatabase } from '@warmline/testing/postgres';
import { eventually, freePort, type RunningProcess, runProcess } from '@warmline/testing/processes';
import { replay } from '../src/replay/replay.ts';
import { type OneProcess, oneProcess } from './one-process.ts';

jest.setTimeout(90_000);
const DATA = join(import.meta.dirname, 'data/escalation-dev.jsonl');
const CLI = resolve(import.meta.dirname, '../bin/warmline.js');

let folder: string;
let system: OneProcess;
const running: RunningProcess[] = [];
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'warmline-replay-'));
  system = await oneProcess();
});
afterEach(async () => {
  for (const process of running.splice(0)) await process.stop();
});
afterAll(async () => {
  await system.stop();
  rmSync(folder, { recursive: true, force: true });
});

const cli = (name: string, args: readonly string[], env: Record<string, string> = {}): RunningProcess => {
  const process_ = runProcess({
    name,
    command: process.execPath,
    args: [CLI, ...args],
    env: { KAFKA_BROKERS: undefined, DATABASE_URL: undefined, ...env },
    logFile: join(folder, `${name}.log`),
  });
  running.push(process_);
  return process_;
};
const file = (name: string, text: string): string => {
  writeFileSync(join(folder, name), text);
  return join(folder, name);
};
const rows = (name: string, list: readonly object[]): string =>
  file(name, list.map((r) => JSON.stringify(r)).join('\n'));
const linesOf = (path: string): Record<string, unknown>[] =>
  readFileSync(path, 'utf8')
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line));
const customer = (text: string) => ({ role: 'customer', text });
const bot = (text: string, more: object = {}) => ({ role: 'bot', text, bot: more });

/** Data of all events of a type on a topic, including those of the next moments. */
const eventDataOf = async (topic: string, type: string): Promise<Record<string, unknown>[]> => {
  const found: Record<string, unknown>[] = [];
  const stop = await system.transport.tail(
    [topic],
    ({ headers, value }) => {
      if (headers.ce_type === type) found.push(JSON.parse(Buffer.from(value ?? []).toString()));
    },
    true,
  );
  await new Promise((done) => setTimeout(done, 300));
  await stop();
  return found;
};

test('every row gets the verdict through its last turn, in the order of the rows, and its conversation is ended', async () => {
  const given = rows('in.jsonl', [
    {
      id: 'late',
      conversation: [customer('Where is my order?'), bot('It is on its way.'), customer('Get me a human please')],
    },
    {
      id: 'calm',
      conversation: [customer('Where is my order?'), bot('It is on its way.')],
      customer: { customerId: 'c-1' },
    },
    { id: 'bot failed last', conversation: [customer('Where is my order?'), bot('', { error: 'error' })] },
    { id: 8, conversation: [customer('Let me talk to a person'), bot('Are you sure?'), customer('Yes')] },
    { id: 'calm', conversation: [customer('What are your opening hours?')] },
  ]);
  const out = join(folder, 'out.jsonl');
  expect(await replay({ in: given, url: system.url, out, concurrency: 3 })).toBe(true);
  expect(linesOf(out)).toEqual([
    { id: 'late', verdict: 'immediate', reasons: ['human_request'], rules: ['emotional.human-request'] },
    { id: 'calm', verdict: 'none', reasons: [], rules: [] },
    { id: 'bot failed last', verdict: 'immediate', reasons: ['bot_failure'], rules: ['bot.failure'] },
    { id: 8, verdict: 'immediate', reasons: ['human_request'], rules: ['emotional.human-request'] },
    { id: 'calm', verdict: 'none', reasons: [], rules: [] },
  ]);
  const of = (list: Record<string, unknown>[], tenant: string) => list.filter((d) => d.tenantId === tenant).length;
  const [started, ended, handed] = [
    await eventDataOf(topics.conversation.name, 'ConversationStarted'),
    await eventDataOf(topics.conversation.name, 'ConversationEnded'),
    await eventDataOf(topics.escalation.name, 'HandoffRequested'),
  ];
  expect([of(started, 'replay'), of(ended, 'replay'), of(handed, 'replay')]).toEqual([5, 5, 3]);
  expect(of(started, 'replay-marker')).toBe(of(ended, 'replay-marker'));
  expect(of(handed, 'replay-marker')).toBe(0);
});

test('the same rows again are new conversations with the same verdicts', async () => {
  const given = rows('twice.jsonl', [{ id: 'x', conversation: [customer('I want to close my account')] }]);
  const outs = ['one', 'two'].map((name) => join(folder, name));
  for (const out of outs) await replay({ in: given, url: system.url, out, concurrency: 1 });
  const [one, two] = outs.map(linesOf);
  expect(one).toEqual([expect.objectContaining({ id: 'x', verdict: 'immediate', reasons: ['cancellation'] })]);
  expect(two).toEqual(one);
});

test('a row the gateway refuses has a line with the reason, and the others have their verdicts', async () => {
  const posted: string[] = [];
  const server = createServer((request, response) => {
    const refused = request.url?.endsWith('/messages');
    posted.push(request.url ?? '');
    response
      .writeHead(refused ? 422 : 201)
      .end(JSON.stringify(refused ? { detail: 'not today' } : { conversationId: 'c', owner: { epoch: 1 } }));
  });
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  const { port } = server.address() as AddressInfo;
  const out = join(folder, 'refused');
  const given = rows('refused.jsonl', [{ id: 'x', conversation: [customer('Hi')] }]);
  expect(await replay({ in: given, url: `http://127.0.0.1:${port}`, out, concurrency: 1 })).toBe(false);
  expect(linesOf(out)).toEqual([{ id: 'x', verdict: null, error: 'message: status 422: not today' }]);
  expect(posted).toEqual(['/v1/conversations', '/v1/conversations/c/messages', '/v1/conversations/c/end']);
  server.closeAllConnections();
  await new Promise((done) => server.close(done));
});

test('a file with invalid lines ends the command with 1 and their numbers, and nothing is posted or written', async () => {
  const given = file('bad.jsonl', `${JSON.stringify({ id: 'a', conversation: [customer('Hi')] })}\n{"id":"b"}\n`);
  const out = join(folder, 'never');
  const run = cli('bad', ['replay', '--in', given, '--url', system.url, '--out', out]);
  expect(await run.exited).toMatchObject({ code: 1 });
  expect(run.output()).toContain('bad.jsonl: nothing was posted, these lines are invalid:\n  line 2: conversation: ');
  expect(existsSync(out)).toBe(false);
});

test('commands on the log report what is missing and end with 1', async () => {
  for (const args of [['topics', 'list'], ['dlq', 'list'], ['tail']]) {
    const run = cli(args.join('-'), args);
    expect(await run.exited).toMatchObject({ code: 1 });
    expect(run.output()).toContain('no log to work on: set KAFKA_BROKERS');
  }
});

test('in a system killed twice every row has its verdict or reports a missed score', async () => {
  const chosen = linesOf(DATA).filter((_, i) => i % 9 === 0);
  const given = rows('killed.jsonl', chosen);
  const calm = join(folder, 'calm');
  expect(await replay({ in: given, url: system.url, out: calm, concurrency: 8 })).toBe(true);

  const port = String(await freePort());
  const data = join(folder, 'data');
  const env = { PORT: port, HEALTH_PORT: '0', WARMLINE_DATA: data, DATABASE_URL: await testDatabase() };
  const up = async (n: number): Promise<RunningProcess> => {
    const started = cli(`up-${n}`, ['up'], env);
    await started.waitFor(/^http/m, { withinMs: 40_000 });
    return started;
  };
  let now = await up(0);
  const out = join(folder, 'killed');
  const run = cli('killed', ['replay', '--in', given, '--url', `http://127.0.0.1:${port}`, '--out', out]);
  for (const [n, at] of [40, 120].entries()) {
    await eventually(() => expect(linesOf(out).length).toBeGreaterThan(at), { withinMs: 40_000 });
    now.kill('SIGKILL');
    await now.exited;
    now = await up(n + 1);
  }
  expect(await run.exited).toMatchObject({ code: 0 });
  const marked = linesOf(out).map((line) => ('missed' in line ? line.id : null));
  const unmarked = (path: string) => linesOf(path).filter((_, i) => marked[i] === null);
  expect(linesOf(out).map((line) => line.id)).toEqual(chosen.map((row) => row.id));
  expect(unmarked(out)).toEqual(unmarked(calm));
  // Only messages in flight at a kill may have waited longer for their score than the limit.
  expect(marked.filter((id) => id !== null).length).toBeLessThanOrEqual(2 * 8);
  expect(run.output()).toMatch(/^238 conversations in /m);
});
