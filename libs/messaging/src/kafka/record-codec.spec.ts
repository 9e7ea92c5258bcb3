import { createRequire } from 'node:module';
import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { anyText } from '../any-text.fixtures.ts';
import { crc32c } from './crc32c.ts';
import {
  type BatchContext,
  type DecodeRecord,
  type EncodeRecord,
  type RecordReader,
  recordDecoder,
  recordEncoder,
} from './record-codec.ts';
import { installRecordCodec } from './record-codec-patch.ts';

const require = createRequire(import.meta.url);
const BATCH = 'kafkajs/src/protocol/recordBatch';
const theirEncode: EncodeRecord = require(`${BATCH}/record/v0`);
const theirDecode: DecodeRecord = require(`${BATCH}/record/v0/decoder`);
const theirChecksum: (bytes: Uint8Array) => number = require(`${BATCH}/crc32C`);
const Decoder: new (buffer: Buffer) => RecordReader = require('kafkajs/src/protocol/decoder');

const decode = recordDecoder();
const text = anyText(300);
/** kafkajs mistakes a property name of Object.prototype for a header it has read before. */
const name = anyText(20).filter((n) => !(n in {}));
/** Some headers repeat from record to record, as those of CloudEvents do. */
const again = fc.tuple(fc.constantFrom('ce_type', 'ce_ä'), fc.constantFrom('', 'A', 'Ä', 'x'.repeat(200)));
const headers = fc
  .tuple(fc.dictionary(name, text, { maxKeys: 12, noNullPrototype: true }), fc.array(again, { maxLength: 3 }))
  .map(([one, more]) => ({ ...one, ...Object.fromEntries(more) }));
const records = fc.record({ offsetDelta: fc.nat(), key: text, value: text, headers });
const contexts: fc.Arbitrary<BatchContext> = fc.record({
  firstOffset: fc.nat({ max: 2 ** 50 }).map(String),
  firstTimestamp: fc.nat({ max: 2 ** 42 }).map(String),
  maxTimestamp: fc.nat({ max: 2 ** 42 }).map(String),
  magicByte: fc.constant(2),
  timestampType: fc.constantFrom(0, 1),
});
/** The bytes of a record without its length. */
const bodyOf = (bytes: Buffer): Buffer => {
  const reader = new Decoder(bytes) as RecordReader & { readVarInt(): number };
  reader.readVarInt();
  return bytes.subarray(reader.offset);
};
const named = (found: Readonly<Record<string, unknown>>, value: (v: unknown) => unknown) =>
  Object.entries(found).map(([name, v]) => [name, value(v)]);
const written = (value: unknown): unknown =>
  value === null ? null : Array.isArray(value) ? value.map(written) : Buffer.isBuffer(value) ? value.toString() : value;

test('a text record encodes to the same bytes as in kafkajs', () => {
  const encode = recordEncoder(() => {
    throw new Error('left to kafkajs');
  });
  fc.assert(fc.property(records, (record) => encode(record).buffer.equals(theirEncode(record).buffer)));
});

test('a record with bytes, no key or its own timestamp is encoded by kafkajs', () => {
  const encode = recordEncoder(theirEncode);
  const left = [
    { key: null, value: 'v', headers: {} },
    { key: 'k', value: Buffer.from([0xff, 0]), headers: {} },
    { key: 'k', value: 'v', headers: { h: [Buffer.from([1]), 'two'] } },
    { key: 'k', value: 'v', timestampDelta: 70_000, headers: {} },
  ];
  for (const record of left) expect(encode(record).buffer.equals(theirEncode(record).buffer)).toBe(true);
});

test('a record decodes as in kafkajs, with its headers as text', () => {
  const check = (bytes: Buffer, context: BatchContext) => {
    const theirs = theirDecode(new Decoder(bodyOf(bytes)), context);
    const ours = decode(new Decoder(bodyOf(bytes)), context);
    expect({ ...ours, headers: named(ours.headers, (v) => v) }).toEqual({
      ...theirs,
      headers: named(theirs.headers, written),
    });
  };
  fc.assert(fc.property(records, contexts, (record, context) => check(theirEncode(record).buffer, context)));
  const odd = { key: null, value: null, timestampDelta: 2 ** 34, headers: { twice: ['a', 'b', 'c'] } };
  check(theirEncode(odd).buffer, {
    firstOffset: '1',
    firstTimestamp: '2',
    maxTimestamp: '3',
    magicByte: 2,
    timestampType: 0,
  });
});

test('a header named like a property of Object.prototype is decoded', () => {
  const bytes = theirEncode({ key: 'k', value: 'v', headers: { constructor: 'x' } }).buffer;
  const context = { firstOffset: '0', firstTimestamp: '0', maxTimestamp: '0', magicByte: 2, timestampType: 0 };
  expect(decode(new Decoder(bodyOf(bytes)), context).headers).toEqual({ constructor: 'x' });
});

test('the checksum equals that of kafkajs', () => {
  expect(crc32c(Buffer.from('123456789'))).toBe(0xe3069283); // the check value of CRC-32C
  fc.assert(fc.property(fc.uint8Array({ maxLength: 200 }), (bytes) => crc32c(bytes) === theirChecksum(bytes)));
});

test('unknown modules are not patched', () => {
  const stranger = (): object => ({ buffer: Buffer.from([1]), buf: Buffer.from([1]) });
  const cache: Record<string, { exports: unknown }> = {};
  const others = Object.assign(
    (path: string) => {
      cache[path] ??= { exports: stranger };
      return stranger;
    },
    { cache, resolve: (path: string) => path },
  );
  expect(installRecordCodec(others as unknown as NodeJS.Require)).toBe(false);
  expect(Object.values(cache).every(({ exports }) => exports === stranger)).toBe(true);
});
