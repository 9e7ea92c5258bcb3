import type { ProducerRecord } from '../transport.ts';

/** Bytes of framing, lengths, timestamp and attributes of one record in Kafka's format v2, rounded up. */
const RECORD_OVERHEAD = 40;

/** Size of a record on the wire in bytes, never less than the broker counts. */
export const recordBytes = ({ key, value, headers }: ProducerRecord): number => {
  let bytes = RECORD_OVERHEAD + Buffer.byteLength(key) + Buffer.byteLength(value);
  for (const [name, text] of Object.entries(headers)) bytes += 10 + Buffer.byteLength(name) + Buffer.byteLength(text);
  return bytes;
};

/** True if every partition is certainly within the limit: a UTF-16 unit takes at most three bytes of UTF-8. Cheaper than counting bytes. */
const fitsOneChunk = (records: readonly ProducerRecord[], maxBytes: number): boolean => {
  const bounds: Record<string, number[]> = {};
  for (const { topic, partition, key, value, headers } of records) {
    let bytes = RECORD_OVERHEAD + 3 * (key.length + value.length);
    for (const name in headers) bytes += 10 + 3 * (name.length + (headers[name]?.length ?? 0));
    const ofTopic = bounds[topic] ?? [];
    bounds[topic] = ofTopic;
    const sum = (ofTopic[partition] ?? 0) + bytes;
    if (sum > maxBytes) return false;
    ofTopic[partition] = sum;
  }
  return true;
};

/**
 * Splits records, in order, into chunks of at most `maxCount` records and `maxBytes` per partition (the limit of the broker is per
 * batch of one partition). A record above `maxBytes` is a chunk of its own.
 */
export function* chunksByBytes(
  records: readonly ProducerRecord[],
  maxBytes: number,
  maxCount: number,
): Generator<ProducerRecord[]> {
  if (records.length > 0 && records.length <= maxCount && fitsOneChunk(records, maxBytes)) {
    yield [...records];
    return;
  }
  let chunk: ProducerRecord[] = [];
  let bytes = 0;
  for (const record of records) {
    const size = recordBytes(record);
    if (chunk.length > 0 && (bytes + size > maxBytes || chunk.length === maxCount)) {
      yield chunk;
      chunk = [];
      bytes = 0;
    }
    chunk.push(record);
    bytes += size;
  }
  if (chunk.length > 0) yield chunk;
}

/** Groups records as kafkajs expects them. The order within each partition stays. */
export const messagesByTopic = (records: readonly ProducerRecord[]) => {
  const byTopic = Map.groupBy(records, ({ topic }) => topic);
  return [...byTopic].map(([topic, own]) => ({
    topic,
    messages: own.map(({ partition, key, value, headers }) => ({ partition, key, value, headers })),
  }));
};
