import fc from 'fast-check';
import { anyText } from '../any-text.fixtures.ts';
import { chunksByBytes, recordBytes } from './byte-chunks.ts';

const record = fc.record({
  topic: fc.constantFrom('a.v1', 'b.v1'),
  partition: fc.nat(3),
  key: anyText(),
  value: anyText(400),
  headers: fc.dictionary(fc.string(), anyText()),
});

describe('chunking by bytes', () => {
  test('keeps all records in order and within both limits, unless one record alone is too large', () => {
    fc.assert(
      fc.property(
        fc.array(record, { maxLength: 60 }),
        fc.integer({ min: 100, max: 2_000 }),
        fc.integer({ min: 1, max: 20 }),
        (records, bytes, count) => {
          const chunks = [...chunksByBytes(records, bytes, count)];
          expect(chunks.flat()).toEqual(records);
          for (const chunk of chunks) {
            expect(chunk.length).toBeLessThanOrEqual(count);
            for (const part of Map.groupBy(chunk, ({ topic, partition }) => `${topic}/${partition}`).values()) {
              const size = part.reduce((sum, one) => sum + recordBytes(one), 0);
              expect(size <= bytes || chunk.length === 1).toBe(true);
            }
          }
        },
      ),
    );
  });

  test('counts bytes, not characters', () => {
    const plain = { topic: 'a.v1', partition: 0, key: '', value: 'xx', headers: {} };
    expect(recordBytes({ ...plain, value: '👩‍👩‍👧' }) - recordBytes(plain)).toBe(16);
  });
});
