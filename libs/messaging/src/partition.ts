/**
 * Kafka's default partitioner: murmur2 over the UTF-8 key, so every Kafka client chooses the same partition.
 * Computed when an output is encoded, never when it is sent (docs/delivery.md, 6).
 */
export const partitionOf = (key: string, partitions: number): number =>
  (murmur2(bytesOf(key)) & 0x7fffffff) % partitions;

const encoder = new TextEncoder();
const ascii = new Uint8Array(64);
/** Ids are short and ASCII: they are read without allocating a copy. */
const bytesOf = (key: string): Uint8Array => {
  if (key.length > ascii.length) return encoder.encode(key);
  for (let i = 0; i < key.length; i++) {
    const code = key.charCodeAt(i);
    if (code > 0x7f) return encoder.encode(key);
    ascii[i] = code;
  }
  return ascii.subarray(0, key.length);
};
const M = 0x5bd1e995;

/** MurmurHash2, 32 bit, seed 0x9747b28c, as in org.apache.kafka.common.utils.Utils#murmur2. */
export const murmur2 = (data: Uint8Array): number => {
  const byte = (i: number): number => data[i] ?? 0;
  let h = 0x9747b28c ^ data.length;
  const blocks = data.length >> 2;
  for (let block = 0; block < blocks; block++) {
    const i = block << 2;
    let k = byte(i) | (byte(i + 1) << 8) | (byte(i + 2) << 16) | (byte(i + 3) << 24);
    k = Math.imul(k, M);
    k ^= k >>> 24;
    h = Math.imul(h, M) ^ Math.imul(k, M);
  }
  const tail = blocks << 2;
  const rest = data.length - tail;
  if (rest === 3) h ^= byte(tail + 2) << 16;
  if (rest >= 2) h ^= byte(tail + 1) << 8;
  if (rest >= 1) h = Math.imul(h ^ byte(tail), M);
  h ^= h >>> 13;
  h = Math.imul(h, M);
  return h ^ (h >>> 15);
};
