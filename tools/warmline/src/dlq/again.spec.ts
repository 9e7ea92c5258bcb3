import { expect, test } from '@jest/globals';
import { again } from './again.ts';
import type { Letter } from './letters.ts';

const letter = (value: string, headers: Record<string, string>): Letter => ({
  id: 'handoff.ingress.v1.gateway.dlq/4/17',
  origin: { name: 'handoff.ingress.v1.gateway.dlq', source: 'handoff.ingress.v1', group: 'gateway' },
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
const ce = { ce_id: 'e-1', ce_type: 'MessageReceived', ce_shard: 'theirs', ce_sequence: '99', traceparent: '00-1' };
const dead = { dlq_reason: 'a bug', dlq_handler: 'gateway', dlq_attempts: '2', dlq_source: 'handoff.ingress.v1/4/3' };

test('a dead letter goes to its group alone, to its own partition, as it first came and as number 1 of a shard of its own', () => {
  expect(again(letter('{"a":1}', { ...ce, ...dead }))).toEqual({
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
        ce_shard: 'dlq/handoff.ingress.v1.gateway.dlq/4/17',
        ce_sequence: '1',
      },
    },
  });
});

test('a body that is not UTF-8 cannot be given back, and that is said', () => {
  const bytes = Buffer.from([0xff, 0xfe]).toString('base64');
  expect(again(letter(bytes, { ...ce, ...dead, dlq_encoding: 'base64' }))).toEqual({
    is: 'not',
    why: 'its body is not UTF-8, so no reader of ours can take it',
  });
});

test('a body that was kept as base64 and is text after all goes back as text', () => {
  const text = Buffer.from('{"a":"ä"}').toString('base64');
  expect(again(letter(text, { ...ce, ...dead, dlq_encoding: 'base64' }))).toMatchObject({
    record: { value: '{"a":"ä"}' },
  });
});

test('a tick is no record and is not given back', () => {
  expect(again(letter('{"tick":{"stage":"s","key":"k","due":5}}', dead))).toMatchObject({ is: 'not' });
});
