import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { afterAll, beforeAll, expect, jest, test } from '@jest/globals';
import { PARTITION_COUNT } from '@warmline/contracts';
import { declaredTopics, partitionOf, RuntimeTables1760000000000 } from '@warmline/messaging';
import { Database } from '@warmline/persistence';
import { openTransport } from '@warmline/service-kit';
import { logger } from '@warmline/telemetry';
import { startKafka } from '@warmline/testing/kafka';
import { testDatabase } from '@warmline/testing/postgres';
import { eventually, type RunningProcess, runProcess } from '@warmline/testing/processes';

jest.setTimeout(120_000);
const CLI = resolve(import.meta.dirname, '../bin/warmline.js');
const DLQ = 'handoff.ingress.v1.gateway.dlq';

let folder: string;
let kafka: Awaited<ReturnType<typeof startKafka>>;
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'warmline-cli-kafka-'));
  kafka = await startKafka();
});
afterAll(async () => {
  await kafka.stop();
  rmSync(folder, { recursive: true, force: true });
});

const silent = { info: () => {}, warn: () => {}, error: () => {} };

let runs = 0;
const cli = (args: readonly string[], more: Readonly<Record<string, string>> = {}): RunningProcess => {
  runs += 1;
  const env = { KAFKA_BROKERS: kafka.brokers, DATABASE_URL: undefined, ...more };
  return runProcess({
    name: args.join(' '),
    command: process.execPath,
    args: [CLI, ...args],
    env,
    logFile: join(folder, `${runs}.log`),
  });
};
/** The output of a command when it has ended with this code. */
const runCommand = (code: number, ...args: string[]): Promise<string> => runOn(undefined, code, ...args);
const runOn = (database: string | undefined, code: number, ...args: string[]): Promise<string> =>
  runIn(database === undefined ? {} : { DATABASE_URL: database }, code, ...args);
const runIn = async (env: Readonly<Record<string, string>>, code: number, ...args: string[]): Promise<string> => {
  const run = cli(args, env);
  const { code: ended } = await run.exited;
  expect([ended, run.output()]).toEqual([code, run.output()]);
  return run.output();
};

test('on a real broker topics are created once and listed, and a dead letter is tailed, listed, shown and replayed', async () => {
  const declared = declaredTopics().length;
  expect(await runCommand(0, 'topics', 'list')).toContain(
    `0 topics; ${declared} of ${declared} declared are missing: run warmline topics apply`,
  );
  expect(await runCommand(1, 'dlq', 'list')).toContain(
    'there are no dead-letter topics yet: run warmline topics apply',
  );
  expect(await runCommand(0, 'topics', 'apply')).toContain(`${declared} created, 0 existed`);
  expect(await runCommand(0, 'topics', 'apply')).toContain(`0 created, ${declared} existed`);
  expect(await runCommand(0, 'topics', 'list')).toContain(
    `${declared} topics; 0 of ${declared} declared are missing\n`,
  );
  expect(await runCommand(0, 'dlq', 'list')).toMatch(/no dead letters\n$/);
  expect(await runCommand(2, 'tail', 'nonsense')).toContain(
    'no such topic: nonsense; warmline topics list names those there are',
  );

  const tail = cli(['tail', DLQ, 'handoff.ingress.v1.gateway.retry', '--from-beginning']);
  await tail.waitFor(/following 2 topics/);
  const { transport, close } = openTransport({ KAFKA_BROKERS: kafka.brokers }, 'test', {
    info: () => {},
    warn: () => {},
    error: () => {},
  });
  const partition = partitionOf('wa-1', PARTITION_COUNT);
  const headers = {
    ce_id: 'e-1',
    ce_type: 'MessageReceived',
    dlq_reason: 'role: wrong',
    dlq_handler: 'gateway',
    dlq_attempts: '1',
  };
  await transport.append([{ topic: DLQ, partition, key: 'wa-1', value: '{"role":"agent"}', headers }]);
  await close();
  const id = `${DLQ}/${partition}/0`;
  await tail.waitFor(new RegExp(`${id} MessageReceived wa-1 \\[role: wrong\\] role=agent`));

  expect(await runCommand(0, 'dlq', 'list', '--reason', 'ROLE')).toMatch(
    new RegExp(`${id} +\\S+Z +open +1 +role: wrong +gateway +MessageReceived +wa-1`),
  );
  expect(await runCommand(0, 'dlq', 'list', '--group', 'routing')).toMatch(/no dead letters\n$/);
  expect(await runCommand(0, 'dlq', 'show', id)).toContain('dlq_reason: role: wrong');
  expect(await runCommand(0, 'dlq', 'replay', id)).toContain('1 of 1 dead letters replayed');
  await tail.waitFor(new RegExp(`handoff.ingress.v1.gateway.retry/${partition}/0 MessageReceived wa-1 role=agent`));

  tail.kill('SIGINT');
  expect(await tail.exited).toMatchObject({ code: 0 });
});

test('without a broker the command ends with 1 and names the address', async () => {
  const run = runProcess({
    name: 'nowhere',
    command: process.execPath,
    args: [CLI, 'topics', 'list'],
    env: { KAFKA_BROKERS: '127.0.0.1:9', DATABASE_URL: undefined },
    logFile: join(folder, 'nowhere.log'),
  });
  expect(await run.exited).toMatchObject({ code: 1 });
  expect(run.output()).toMatch(/warmline: Kafka at 127\.0\.0\.1:9: .+ECONNREFUSED/);
  await eventually(() => expect(run.output()).not.toContain('    at '));
});

test('a setting of an operator is shown as different and stays, unless the command is told to update it', async () => {
  await runCommand(0, 'topics', 'apply');
  const topic = 'handoff.routing.v1';
  const { transport, close } = openTransport({ KAFKA_BROKERS: kafka.brokers }, 'operator', silent);
  await transport.applyTopics([{ name: topic, partitions: PARTITION_COUNT, config: { 'retention.ms': '1000' } }], {
    update: true,
  });
  await close();
  for (let n = 0; n < 2; n++) {
    const shown = await runCommand(0, 'topics', 'apply');
    expect(shown).toContain(`${topic}: retention.ms is 1000, declared is 2592000000`);
    expect(shown).toContain('1 settings differ from their declaration and were left; --update sets them');
  }
  expect(await runCommand(0, 'topics', 'apply', '--update')).toContain(
    `${topic}: retention.ms was 1000, set to 2592000000`,
  );
  expect(await runCommand(0, 'topics', 'apply')).not.toContain('retention.ms');
});

test('repair shows a task that is ahead of its log, changes nothing without --apply, and mends it with it', async () => {
  await runCommand(0, 'topics', 'apply');
  const url = await testDatabase();
  const database = new Database({
    url,
    service: 'routing',
    logger: logger('test', { level: 'silent' }),
    migrations: [RuntimeTables1760000000000],
  });
  await database.connect();
  try {
    const offsets = JSON.stringify({ 'handoff.desk.v1': 40 });
    await database.pool.query('INSERT INTO task (n, version, seq, offsets) VALUES (2, 7, 0, $1)', [offsets]);
    const rows = async () => (await database.pool.query('SELECT version, offsets, incarnation FROM task')).rows[0];
    const { incarnation } = await rows();
    const shown = await runOn(url, 0, 'repair');
    expect(shown).toMatch(/wl_routing 2 +handoff\.desk\.v1 +40 +0 +the log ends at 0/);
    expect(shown).toContain('nothing was changed');
    expect(await rows()).toMatchObject({ version: '7', offsets: { 'handoff.desk.v1': 40 } });
    await runOn(url, 0, 'repair', '--apply', '--database-restored');
    expect(await rows()).toMatchObject({ offsets: { 'handoff.desk.v1': 0 } });
    expect((await rows()).incarnation).not.toBe(incarnation);
    expect(await runOn(url, 0, 'repair')).toContain('every offset fits the log');
  } finally {
    await database.close();
  }
});

test('installations with prefixes of their own do not see the topics, groups and dead letters of each other', async () => {
  const declared = declaredTopics().length;
  const eu = { KAFKA_TOPIC_PREFIX: 'eu.' };
  const us = { KAFKA_TOPIC_PREFIX: 'us.' };
  expect(await runIn(eu, 0, 'topics', 'apply')).toContain(`${declared} created, 0 existed`);
  expect(await runIn(us, 0, 'topics', 'list')).toContain(`0 topics; ${declared} of ${declared} declared are missing`);
  expect(await runIn(us, 0, 'topics', 'apply')).toContain(`created ${DLQ}\n`);
  const { transport, close } = openTransport({ KAFKA_BROKERS: kafka.brokers, ...eu }, 'eu', silent);
  const headers = { ce_id: 'e-1', ce_type: 'MessageReceived', dlq_reason: 'role: wrong', dlq_attempts: '1' };
  await transport.append([{ topic: DLQ, partition: 0, key: 'wa-1', value: '{}', headers }]);
  await close();
  expect(await runIn(eu, 0, 'dlq', 'list')).toContain(`${DLQ}/0/0`);
  expect(await runIn(us, 0, 'dlq', 'list')).toMatch(/no dead letters\n$/);
  const operator = openTransport({ KAFKA_BROKERS: kafka.brokers }, 'operator', silent);
  const names = [...(await operator.transport.listTopics()).keys()];
  await operator.close();
  expect(names.filter((name) => name.startsWith('eu.'))).toHaveLength(declared);
});
