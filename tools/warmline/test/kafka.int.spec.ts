import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { afterAll, beforeAll, expect, jest, test } from '@jest/globals';
import { PARTITION_COUNT } from '@warmline/contracts';
import { declaredTopics, partitionOf } from '@warmline/messaging';
import { openTransport } from '@warmline/service-kit';
import { startKafka } from '@warmline/testing/kafka';
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

let runs = 0;
const cli = (...args: string[]): RunningProcess => {
  runs += 1;
  const env = { KAFKA_BROKERS: kafka.brokers, DATABASE_URL: undefined };
  return runProcess({
    name: args.join(' '),
    command: process.execPath,
    args: [CLI, ...args],
    env,
    logFile: join(folder, `${runs}.log`),
  });
};
/** The output of a command when it has ended with this code. */
const runCommand = async (code: number, ...args: string[]): Promise<string> => {
  const run = cli(...args);
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

  const tail = cli('tail', DLQ, 'handoff.ingress.v1.gateway.retry', '--from-beginning');
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
