import { crc32c } from './crc32c.ts';
import {
  type BatchContext,
  type DecodedRecord,
  type DecodeRecord,
  type EncodeRecord,
  type RecordReader,
  recordDecoder,
  recordEncoder,
} from './record-codec.ts';

const BATCH = 'kafkajs/src/protocol/recordBatch';
const installedEncoders = new WeakSet<object>();

/**
 * Replaces the encoding and decoding of records, and the checksum of batches, in kafkajs: for the whole process, before
 * its first request. Returns false and changes nothing if they differ on a sample: the version of kafkajs is unknown then.
 */
export const installRecordCodec = (require: NodeJS.Require): boolean => {
  try {
    const encoder = loadedModule<EncodeRecord>(require, `${BATCH}/record/v0`);
    const decoder = loadedModule<DecodeRecord>(require, `${BATCH}/record/v0/decoder`);
    const grouping = loadedModule<GroupMessages>(require, 'kafkajs/src/producer/groupMessagesPerPartition');
    const checksum = loadedModule<(bytes: Uint8Array) => number>(require, `${BATCH}/crc32C`);
    if (installedEncoders.has(encoder.exports)) return true;
    const Decoder: new (buffer: Buffer) => RecordReader = require('kafkajs/src/protocol/decoder');
    const encode = recordEncoder(encoder.exports);
    const decode = recordDecoder();
    const bytes = encoder.exports(SAMPLE).buffer;
    if (!bytes.equals(encode(SAMPLE).buffer) || checksum.exports(bytes) !== crc32c(bytes)) return false;
    const reader = (): RecordReader => new Decoder(bytes.subarray(LENGTH_BYTES));
    if (comparableRecord(decoder.exports(reader(), CONTEXT)) !== comparableRecord(decode(reader(), CONTEXT)))
      return false;
    if (comparableGroups(grouping.exports) !== comparableGroups(groupByPartition)) return false;
    installedEncoders.add(encode);
    grouping.exports = groupByPartition;
    encoder.exports = encode;
    decoder.exports = decode;
    checksum.exports = crc32c;
    return true;
  } catch {
    return false;
  }
};

interface Messages {
  readonly topic: string;
  readonly partitionMetadata: readonly unknown[];
  readonly messages: readonly object[];
  readonly partitioner: (of: { topic: string; partitionMetadata: readonly unknown[]; message: object }) => number;
}
type GroupMessages = (of: Messages) => Record<number, object[]>;

/** Groups the messages of a send as kafkajs does, but without copying the list of a partition for each message. */
const groupByPartition: GroupMessages = ({ topic, partitionMetadata, messages, partitioner }) => {
  const groups: Record<number, object[]> = {};
  if (partitionMetadata.length === 0) return groups;
  for (const message of messages) {
    const partition = partitioner({ topic, partitionMetadata, message });
    const group = groups[partition];
    if (group === undefined) groups[partition] = [message];
    else group.push(message);
  }
  return groups;
};
const comparableGroups = (group: GroupMessages): string => {
  const messages = [2, 0, 2, 1].map((partition) => ({ partition }));
  const partitioner: Messages['partitioner'] = ({ message }) => (message as { partition: number }).partition;
  const of = (partitionMetadata: readonly unknown[]) => group({ topic: 't', partitionMetadata, messages, partitioner });
  return JSON.stringify([of([]), of([{}])]);
};

const loadedModule = <T>(require: NodeJS.Require, path: string): { exports: T } => {
  require(path);
  const found = require.cache[require.resolve(path)];
  if (found === undefined) throw new Error(`${path} is not a module of its own`);
  return found;
};

const SAMPLE = {
  offsetDelta: 300,
  key: 'c-1',
  value: `{"text":"${'ä€😀'.repeat(30)}"}`,
  headers: { ce_id: 'e-1', ce_source: '/ä', traceparent: '', 'content-type': 'application/json' },
};
/** Bytes of the length that precedes the sample. */
const LENGTH_BYTES = 2;
const CONTEXT: BatchContext = {
  firstOffset: '7000000000',
  firstTimestamp: '1760000000000',
  maxTimestamp: '1760000000001',
  magicByte: 2,
  timestampType: 0,
};
const comparableRecord = ({ key, value, headers, ...rest }: DecodedRecord): string =>
  JSON.stringify([
    rest,
    String(key),
    String(value),
    Object.entries(headers).map(([name, text]) => [name, String(text)]),
  ]);
