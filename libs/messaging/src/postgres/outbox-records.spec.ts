import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { anyText } from '../any-text.fixtures.ts';
import type { EncodedEvent } from '../codec.ts';
import { decodeOutboxRecords, encodeOutboxRecords } from './outbox-records.ts';

const text = anyText(60);
const headerName = fc.oneof(fc.constantFrom('ce_id', 'content-type', 'ce_specversion', 'traceparent'), text);
const headerValue = fc.oneof(fc.constantFrom('application/json', '1.0', 'key'), text);
const json = fc.jsonValue().map((value) => JSON.stringify(value));
const record: fc.Arbitrary<EncodedEvent> = fc.record({
  topic: text,
  partition: fc.nat(5),
  key: fc.oneof(fc.constant('key'), text),
  value: fc.oneof({ weight: 9, arbitrary: json }, text),
  headers: fc.dictionary(headerName, headerValue, { noNullPrototype: true }),
});

test('an outbox row decodes to the records it was made of, and holds nothing Postgres refuses', () => {
  fc.assert(
    fc.property(fc.array(record, { minLength: 1, maxLength: 8 }), (records) => {
      const row = encodeOutboxRecords(records);
      expect(decodeOutboxRecords(row)).toEqual(records);
      expect(row.includes('\0')).toBe(false);
    }),
  );
});

test('a row of an earlier version is read', () => {
  const { value, ...head } = { topic: 't', partition: 1, key: 'k', headers: { ce_id: '1' }, value: '{"a":1}' };
  expect(decodeOutboxRecords(`${JSON.stringify([head])}\n${value}`)).toEqual([{ ...head, value }]);
});

test('an event takes two fifths of its bytes as plain JSON', () => {
  const headers = {
    'content-type': 'application/json',
    ce_specversion: '1.0',
    ce_id: 'ce5473ef-e3cb-55c1-8edd-e0ac08e1b314',
    ce_type: 'MessagePosted',
    ce_source: '/warmline/gateway',
    ce_time: '2026-11-29T02:50:37.834Z',
    ce_tenantid: 'acme',
    ce_correlationid: 'fcf2354e-a074-5f0b-b594-dfaa59dc949e',
    ce_causationid: '17cd4b51-2892-530b-a4d1-f22d922b2b34',
  };
  const key = headers.ce_correlationid;
  const data = {
    conversationId: key,
    tenantId: 'acme',
    seq: 2,
    messageId: '18be6c07-5df0-538e-827b-a3b788d7a053',
    role: 'customer',
    text: 'The parcel is for the ground floor, on the left.',
    epoch: 1,
  };
  const record = { topic: 'handoff.conversation.v1', partition: 2, key, value: JSON.stringify(data), headers };
  expect(encodeOutboxRecords([record]).length).toBeLessThan(JSON.stringify(record).length * 0.4);
});
