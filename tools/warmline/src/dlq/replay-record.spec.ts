import { expect, test } from '@jest/globals';
import type { DeadLetter } from './dead-letters.ts';
import { replayRecord } from './replay-record.ts';

const letter = (value: string, headers: Record<string, string>, state: DeadLetter['state'] = 'open'): DeadLetter => ({
  id: 'handoff.ingress.v1.gateway.dlq/4/17',
  deadLetterTopic: {
    name: 'handoff.ingress.v1.gateway.dlq',
    source: 'handoff.ingress.v1',
    group: 'gateway',
    retry: 'handoff.ingress.v1.gateway.retry',
  },
  state,
  record: {
    topic: 'handoff.ingress.v1.gateway.dlq',
    partition: 4,
    offset: 17,
    key: 'wa-1',
    value: Buffer.from(value),
    headers,
    timestamp: 1_000,
  },
});
const ce = {
  ce_id: 'e-1',
  ce_type: 'MessageReceived',
  ce_shard: 'gateway/4@i',
  ce_sequence: '99',
  traceparent: '00-1',
};
const dead = { dlq_reason: 'a bug', dlq_handler: 'gateway', dlq_attempts: '2', dlq_source: 'handoff.ingress.v1/4/3' };

test('a replayed dead letter goes to its group only, to its own partition, in its first form, as number 1 of a shard named after its shard and sequence', () => {
  expect(replayRecord(letter('{"a":1}', { ...ce, ...dead }))).toEqual({
    is: 'record',
    record: {
      topic: 'handoff.ingress.v1.gateway.retry',
      partition: 4,
      key: 'wa-1',
      value: '{"a":1}',
      headers: {
        ce_id: 'e-1',
        ce_type: 'MessageReceived',
        traceparent: '00-1',
        dlq_attempts: '2',
        dlq_first_source: 'handoff.ingress.v1/4/3',
        dlq_first_time: '1970-01-01T00:00:01.000Z',
        ce_shard: 'dlq/gateway/4@i/99',
        ce_sequence: '1',
      },
    },
  });
});

test('a body that is not UTF-8 is reported as not replayable', () => {
  const bytes = Buffer.from([0xff, 0xfe]).toString('base64');
  expect(replayRecord(letter(bytes, { ...ce, ...dead, dlq_encoding: 'base64' }))).toEqual({
    is: 'not-replayable',
    why: 'its body is not UTF-8, so no reader of ours can take it',
  });
});

test('a body stored as base64 is replayed as text if it is UTF-8', () => {
  const text = Buffer.from('{"a":"ä"}').toString('base64');
  expect(replayRecord(letter(text, { ...ce, ...dead, dlq_encoding: 'base64' }))).toMatchObject({
    record: { value: '{"a":"ä"}' },
  });
});

test('a tick is not a record and is not replayed', () => {
  expect(replayRecord(letter('{"tick":{"stage":"s","key":"k","due":5}}', dead))).toMatchObject({
    is: 'not-replayable',
  });
});

test('a dead letter that was refused before keeps the position and time of the first refusal', () => {
  const first = { dlq_first_source: 'handoff.ingress.v1/4/1', dlq_first_time: '2026-11-22T10:00:00.000Z' };
  const made = replayRecord(letter('{}', { ...ce, ...dead, ...first }));
  expect(made.is === 'record' ? made.record.headers : {}).toMatchObject(first);
});

test('a dead letter of an external writer is identified by its position', () => {
  const { ce_shard: _, ...foreign } = ce;
  const made = replayRecord(letter('{}', { ...foreign, ...dead }));
  expect(made.is === 'record' ? made.record.headers.ce_shard : '').toBe('dlq/handoff.ingress.v1.gateway.dlq/4/17');
});

test.each([
  [{ dlq_truncated: '1200000' }, /^its body is not whole: of 1200000 bytes /],
  [{ dlq_headers_dropped: '3' }, /^3 of its headers /],
])('what is not whole is not given back: %j', (headers, why) => {
  expect(replayRecord(letter('{"a":1', { ...ce, ...dead, ...headers }))).toEqual({
    is: 'not-replayable',
    why: expect.stringMatching(why),
  });
});

test('a discarded dead letter is not replayed, because its group would skip it', () => {
  expect(replayRecord(letter('{}', { ...ce, ...dead }, 'discarded'))).toMatchObject({ is: 'not-replayable' });
});
