import { expect, test } from '@jest/globals';
import { PARTITION_COUNT, topics } from '@warmline/contracts';
import { decode, encode, shardPosition } from './codec.ts';
import { partitionOf } from './partition.ts';
import type { ConsumerRecord } from './transport.ts';

const received = (topic: string, shard: string): ConsumerRecord => ({
  topic,
  partition: 0,
  offset: 0,
  key: 'wa-491',
  value: Buffer.from(JSON.stringify(topics.ingress.events.MessageReceived.sample)),
  headers: {
    ce_specversion: '1.0',
    ce_id: 'e-1',
    ce_type: 'MessageReceived',
    ce_source: '/whatsapp',
    ce_time: '2026-11-22T10:00:00.000Z',
    ce_tenantid: 'default',
    ce_shard: shard,
    ce_sequence: '1',
  },
  timestamp: 0,
});
const retry = 'handoff.ingress.v1.gateway.retry';

test('a record of an external topic has no shard, whatever its headers claim', () => {
  for (const record of [
    received('handoff.ingress.v1', 'gateway/0@x'),
    received('handoff.ingress.v1', 'dlq/handoff.ingress.v1.gateway.dlq/0/0'),
    received(retry, 'gateway/0@x'),
  ])
    expect(shardPosition(record, topics.ingress)).toBeUndefined();
});

test('a replayed dead letter of an external topic has the shard of its replay, so a second replay is a duplicate', () => {
  const shard = 'dlq/handoff.ingress.v1.gateway.dlq/0/0';
  expect(shardPosition(received(retry, shard), topics.ingress)).toEqual({ shard: `${retry}|${shard}`, sequence: 1 });
});

const sample = topics.conversation.events.MessagePosted.sample;
const posted = (
  more: Partial<ConsumerRecord> = {},
  headers: Record<string, string | undefined> = {},
): ConsumerRecord => ({
  topic: topics.conversation.name,
  partition: 0,
  offset: 0,
  key: sample.conversationId,
  value: Buffer.from(JSON.stringify(sample)),
  timestamp: 0,
  ...more,
  headers: Object.fromEntries(
    Object.entries({
      ce_specversion: '1.0',
      ce_id: 'e-1',
      ce_type: 'MessagePosted',
      ce_source: '/warmline/gateway',
      ce_time: '2026-11-22T10:00:00.000Z',
      ce_tenantid: 'default',
      ...headers,
    }).filter((entry): entry is [string, string] => entry[1] !== undefined),
  ),
});
const text = (value: unknown) => ({ value: Buffer.from(typeof value === 'string' ? value : JSON.stringify(value)) });

test('a valid record decodes to an event with its data, its key and the attributes its outputs inherit', () => {
  const record = posted({}, { ce_correlationid: 'c-9', traceparent: '00-abc-def-01' });
  expect(decode(record, topics.conversation)).toEqual({
    is: 'event',
    event: {
      type: 'MessagePosted',
      id: 'e-1',
      at: Date.UTC(2026, 10, 22, 10),
      data: sample,
      key: sample.conversationId,
      tenantId: 'default',
      correlationId: 'c-9',
      traceparent: '00-abc-def-01',
    },
  });
});

test.each<[string, ConsumerRecord, RegExp]>([
  ['no value', posted({ value: null }), /^empty value$/],
  ['an empty value', posted(text('')), /^empty value$/],
  ['a value too large', posted(text('x'.repeat(256 * 1024 + 1))), /^oversized: 262145 bytes, at most 262144$/],
  ['no id', posted({}, { ce_id: undefined }), /^header ce_id is missing$/],
  ['an empty tenant', posted({}, { ce_tenantid: '' }), /^header ce_tenantid is missing$/],
  ['an id too long', posted({}, { ce_id: 'x'.repeat(257) }), /^header ce_id is too long: at most 256$/],
  [
    'a correlation id too long',
    posted({}, { ce_correlationid: 'x'.repeat(257) }),
    /^header ce_correlationid is too long/,
  ],
  ['another version', posted({}, { ce_specversion: '0.3' }), /^header ce_specversion is "0.3", not "1.0"$/],
  [
    'an undeclared type',
    posted({}, { ce_type: 'toString' }),
    /^unknown event type "toString" on handoff.conversation.v1$/,
  ],
  ['an invalid time', posted({}, { ce_time: 'soon' }), /^header ce_time is not a time: "soon"$/],
  ['truncated JSON', posted(text('{"a":')), /^not JSON: /],
  ['bytes that are not UTF-8', posted({ value: Uint8Array.of(0x22, 0xff, 0x22) }), /^not JSON: /],
  [
    'data that violates the schema',
    posted(text({ ...sample, seq: 0, role: 'ghost' })),
    /^MessagePosted: seq: .*; role: /,
  ],
  ['a key that differs from its data', posted({ key: 'other' }), /^key "other" is not the conversationId of the data$/],
])('a record with %s is rejected with the reason', (_what, record, reason) => {
  expect(decode(record, topics.conversation)).toEqual({ is: 'invalid', reason: expect.stringMatching(reason) });
});

test('a record of an external topic has its own size limit and may have any key', () => {
  const big = { ...topics.ingress.events.MessageReceived.sample, text: 'x'.repeat(70_000) };
  expect(decode({ ...received('handoff.ingress.v1', ''), ...text(big) }, topics.ingress)).toEqual({
    is: 'invalid',
    reason: expect.stringMatching(/^oversized: \d+ bytes, at most 65536$/),
  });
  expect(decode({ ...received('handoff.ingress.v1', ''), key: 'anything' }, topics.ingress).is).toBe('event');
});

test('a trace context that is too long is dropped', () => {
  const decoded = decode(posted({}, { traceparent: 'x'.repeat(100_000) }), topics.conversation);
  expect(decoded.is === 'event' && decoded.event.traceparent).toBeUndefined();
});

test('a sequence that is not a number is ignored', () => {
  const claimed = (ce_sequence: string) => posted({}, { ce_shard: 'gateway/0@x', ce_sequence });
  for (const bad of ['', '-1', '1.5', '1e3', 'NaN', '9'.repeat(16)])
    expect(shardPosition(claimed(bad), topics.conversation)).toBeUndefined();
  expect(shardPosition(claimed('12'), topics.conversation)?.sequence).toBe(12);
});

const cause = { id: 'e-0', at: 1_760_000_000_000, tenantId: 't', correlationId: 'c-1', traceparent: undefined };
const message = (more: object = {}) => ({ type: 'MessagePosted', data: { ...sample, ...more } });

test('an output gets its partition from its key when it is encoded, and names its cause', () => {
  const encoded = encode('gateway', message(), 'e-2', { ...cause, tick: { due: 5, after: '{}' } });
  expect(encoded).toMatchObject({ topic: topics.conversation.name, key: sample.conversationId });
  expect(encoded.partition).toBe(partitionOf(sample.conversationId, PARTITION_COUNT));
  expect(encoded.headers).toMatchObject({
    ce_id: 'e-2',
    ce_type: 'MessagePosted',
    ce_source: '/warmline/gateway',
    ce_time: '2025-10-09T08:53:20.000Z',
    ce_tenantid: 'default',
    ce_correlationid: 'c-1',
    ce_causationid: 'e-0',
    ce_tickdue: '5',
    ce_tickafter: '{}',
  });
  expect(encoded.headers).not.toHaveProperty('ce_shard');
});

test('decoding an encoded event gives the same event', () => {
  const data = { ...sample, text: 'nul \u0000 half \ud83d 👩‍👩‍👧' };
  const encoded = encode('gateway', { type: 'MessagePosted', data }, 'e-2', cause);
  const decoded = decode({ ...posted(), ...text(encoded.value), headers: encoded.headers }, topics.conversation);
  expect(decoded).toMatchObject({ is: 'event', event: { id: 'e-2', at: cause.at, data } });
});

test('an output that no reader could decode is refused when it is encoded', () => {
  expect(() => encode('gateway', message({ seq: 0 }), 'e', cause)).toThrow(/^invalid output MessagePosted: seq: /);
  expect(() => encode('routing', message(), 'e', cause)).toThrow('routing may not write MessagePosted: 0 topics');
  const huge = { conversationId: 'c', tenantId: 't', seq: 1, messageId: 'm', words: [] };
  expect(() => encode('sentiment', { type: 'SentimentScored', data: huge }, 'e', cause)).toThrow(/^invalid output/);
});
