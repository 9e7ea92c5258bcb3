import { existsSync, readFileSync } from 'node:fs';
import { connect } from 'node:net';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { type KafkaBroker, missingKafkaPrerequisite, startKafka } from '@warmline/testing/kafka';

let kafka: KafkaBroker;

/** Sends an ApiVersions request (key 18, version 0). A live broker answers with correlation id 7 and error code 0. */
const requestApiVersions = (brokers: string): Promise<{ correlation: number; error: number } | 'refused' | 'silent'> =>
  new Promise((done) => {
    const [host = '', port = ''] = brokers.split(':');
    const socket = connect({ host, port: Number(port) });
    const limit = setTimeout(() => {
      socket.destroy();
      done('silent');
    }, 1_500);
    socket.once('error', () => {
      clearTimeout(limit);
      done('refused');
    });
    socket.once('connect', () => socket.write(Buffer.from('0000000a00120000000000070000', 'hex')));
    socket.once('data', (answer) => {
      clearTimeout(limit);
      socket.destroy();
      done({ correlation: answer.readInt32BE(4), error: answer.readInt16BE(8) });
    });
  });

const alive = { correlation: 7, error: 0 };

beforeAll(async () => {
  expect(missingKafkaPrerequisite()).toBeNull();
  kafka = await startKafka();
}, 360_000);
afterAll(() => kafka.stop());

test('a started broker answers the protocol', async () => {
  expect(await requestApiVersions(kafka.brokers)).toEqual(alive);
});

test('a paused broker does not answer until it is resumed', async () => {
  kafka.pause();
  expect(await requestApiVersions(kafka.brokers)).toBe('silent');
  kafka.resume();
  expect(await requestApiVersions(kafka.brokers)).toEqual(alive);
}, 20_000);

test('a killed broker refuses connections, and restarts on its address with its data', async () => {
  await kafka.kill();
  expect(await requestApiVersions(kafka.brokers)).toBe('refused');
  await kafka.restart();
  expect(await requestApiVersions(kafka.brokers)).toEqual(alive);
  expect(readFileSync(kafka.logFile, 'utf8')).not.toMatch(/FATAL/);
}, 60_000);

test('a stopped broker leaves no files behind', async () => {
  const other = await startKafka();
  await other.stop();
  expect(await requestApiVersions(other.brokers)).toBe('refused');
  expect(existsSync(other.logFile)).toBe(false);
}, 60_000);
