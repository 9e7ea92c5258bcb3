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

test('a dead letter goes to its group alone, to its own partition, as it first came, and as number 1 of a shard named after its own shard and sequence', () => {
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

test('a body that is not UTF-8 cannot be given back, and that is said', () => {
  const bytes = Buffer.from([0xff, 0xfe]).toString('base64');
  expect(replayRecord(letter(bytes, { ...ce, ...dead, dlq_encoding: 'base64' }))).toEqual({
    is: 'not',
    why: 'its body is not UTF-8, so no reader of ours can take it',
  });
});

test('a body that was kept as base64 and is text after all goes back as text', () => {
  const text = Buffer.from('{"a":"ä"}').toString('base64');
  expect(replayRecord(letter(text, { ...ce, ...dead, dlq_encoding: 'base64' }))).toMatchObject({
    record: { value: '{"a":"ä"}' },
  });
});

test('a tick is no record and is not given back', () => {
  expect(replayRecord(letter('{"tick":{"stage":"s","key":"k","due":5}}', dead))).toMatchObject({ is: 'not' });
});

test('a letter that was refused before keeps where and when it was refused first', () => {
  const first = { dlq_first_source: 'handoff.ingress.v1/4/1', dlq_first_time: '2026-11-22T10:00:00.000Z' };
  const made = replayRecord(letter('{}', { ...ce, ...dead, ...first }));
  expect(made.is === 'record' ? made.record.headers : {}).toMatchObject(first);
});

test('a letter a stranger wrote is named after its place', () => {
  const { ce_shard: _, ...foreign } = ce;
  const made = replayRecord(letter('{}', { ...foreign, ...dead }));
  expect(made.is === 'record' ? made.record.headers.ce_shard : '').toBe('dlq/handoff.ingress.v1.gateway.dlq/4/17');
});

test.each([
  [{ dlq_truncated: '1200000' }, /^its body is not whole: of 1200000 bytes /],
  [{ dlq_headers_dropped: '3' }, /^3 of its headers /],
])('what is not whole is not given back: %j', (headers, why) => {
  expect(replayRecord(letter('{"a":1', { ...ce, ...dead, ...headers }))).toEqual({
    is: 'not',
    why: expect.stringMatching(why),
  });
});

test('a discarded letter is not given back: its group would skip it', () => {
  expect(replayRecord(letter('{}', { ...ce, ...dead }, 'discarded'))).toMatchObject({ is: 'not' });
});
