import { expect, test } from '@jest/globals';
import { murmur2, partitionOf } from './partition.ts';

/** Source: org.apache.kafka.common.utils.UtilsTest#testMurmur2 (Apache Kafka 4.1). */
test.each([
  ['21', -973_932_308],
  ['foobar', -790_332_482],
  ['a-little-bit-long-string', -985_981_536],
  ['a-little-bit-longer-string', -1_486_304_829],
  ['lkjh234lh9fiuh90y23oiuhsafujhadof229phr9h19h89h8', -58_897_971],
  ['abc', 479_470_107],
])('%s is hashed as Kafka hashes it', (key, hash) => {
  expect(murmur2(new TextEncoder().encode(key))).toBe(hash);
});

test('a key gets the partition any Kafka client gives it: murmur2 without its sign, modulo the partition count', () => {
  expect(partitionOf('foobar', 6)).toBe((-790_332_482 & 0x7fffffff) % 6);
  expect(partitionOf('21', 6)).toBe((-973_932_308 & 0x7fffffff) % 6);
});

test('the same key always gets the same partition, and keys spread over all partitions', () => {
  const counts = new Map<number, number>();
  const moved: string[] = [];
  for (let i = 0; i < 6_000; i++) {
    const key = `conversation-${i}`;
    const partition = partitionOf(key, 6);
    if (partitionOf(key, 6) !== partition) moved.push(key);
    counts.set(partition, (counts.get(partition) ?? 0) + 1);
  }
  expect(moved).toEqual([]);
  expect([...counts.keys()].sort()).toEqual([0, 1, 2, 3, 4, 5]);
  expect(Math.min(...counts.values())).toBeGreaterThan(850);
});

test('keys of any length and any characters get a partition', () => {
  for (const key of ['', 'a', 'ab', 'abc', 'abcd', '👩‍👩‍👧', '\u0000', 'ü'.repeat(999)])
    expect([0, 1, 2, 3, 4, 5]).toContain(partitionOf(key, 6));
});
