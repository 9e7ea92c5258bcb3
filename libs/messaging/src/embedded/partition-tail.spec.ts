import { expect, test } from '@jest/globals';
import { PartitionTail } from './partition-tail.ts';

test('a kept record does not hold on to the buffer it was read in', () => {
  const read = Buffer.alloc(64 * 1_024, 'x');
  const tail = new PartitionTail(0, 0);
  const value = read.subarray(100, 110);
  tail.add([{ topic: 't', partition: 0, offset: 0, key: 'k', value, headers: {}, timestamp: 0 }]);
  const [kept] = tail.from(0, 1) ?? [];
  expect(Buffer.from(kept?.value ?? []).toString()).toBe('xxxxxxxxxx');
  expect(kept?.value?.buffer.byteLength).toBe(10);
});
