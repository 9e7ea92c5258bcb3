import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { anyText } from '../any-text.fixtures.ts';
import type { EncodedEvent } from '../codec.ts';
import { decodeOutboxRecords, encodeOutboxRecords } from './outbox-records.ts';

const text = anyText(60);
const json = fc.jsonValue().map((value) => JSON.stringify(value));
const record: fc.Arbitrary<EncodedEvent> = fc.record({
  topic: text,
  partition: fc.nat(5),
  key: text,
  value: fc.oneof({ weight: 9, arbitrary: json }, text),
  headers: fc.dictionary(text, text, { noNullPrototype: true }),
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
