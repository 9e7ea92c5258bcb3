/** A record as kafkajs's producer hands it to its encoder. */
export interface Unencoded {
  readonly offsetDelta?: number;
  readonly timestampDelta?: number;
  readonly key?: unknown;
  readonly value?: unknown;
  readonly headers?: Readonly<Record<string, unknown>>;
}
/** The part of kafkajs's Encoder that is read of a record. */
export interface EncodedRecord {
  readonly buf: Buffer;
  readonly buffer: Buffer;
}
export type EncodeRecord = (record: Unencoded) => EncodedRecord;

/** kafkajs's Decoder of one record, at its attributes. */
export interface Reader {
  readonly buffer: Buffer;
  offset: number;
}
export interface BatchContext {
  readonly firstOffset: string;
  readonly firstTimestamp: string;
  readonly magicByte: number;
  readonly isControlBatch?: boolean;
  readonly timestampType: number;
  readonly maxTimestamp: string;
}
export interface DecodedRecord {
  readonly magicByte: number;
  readonly attributes: number;
  readonly timestamp: string;
  readonly offset: string;
  readonly key: Buffer | null;
  readonly value: Buffer | null;
  readonly headers: Readonly<Record<string, unknown>>;
  readonly isControlRecord: boolean;
  readonly batchContext: BatchContext;
}
export type DecodeRecord = (reader: Reader, context: BatchContext) => DecodedRecord;

const zigzag = (n: number): number => ((n << 1) ^ (n >> 31)) >>> 0;
/** Bytes of a varint (zigzag, 7 bits a byte) of up to 32 bits. */
const sizeOf = (n: number): number => {
  const z = zigzag(n);
  return z < 0x80 ? 1 : z < 0x4000 ? 2 : z < 0x20_0000 ? 3 : z < 0x1000_0000 ? 4 : 5;
};
/** Answers where the next begins, as all writers here do. */
const writeVarInt = (buffer: Buffer, n: number, at: number): number => {
  let z = zigzag(n);
  let next = at;
  for (; z >= 0x80; z >>>= 7) buffer[next++] = (z & 0x7f) | 0x80;
  buffer[next++] = z;
  return next;
};
const writeText = (buffer: Buffer, text: string, bytes: number, at: number): number => {
  const from = writeVarInt(buffer, bytes, at);
  buffer.write(text, from, bytes, 'utf8');
  return from + bytes;
};

/** Attributes, of which there are none, and a time that is the batch's: a zero byte each. */
const PLAIN = 2;

/**
 * A record of format v2 (Kafka's protocol guide, "Record Batch"): length, attributes, deltas of time and offset, key, value, headers; all in
 * one buffer. kafkajs takes one of 512 bytes for the record and for each of its headers, most of what it costs to produce a CloudEvent.
 * What is not text throughout, or has a time of its own, is left to kafkajs.
 */
export const encodingRecords = (kafkajs: EncodeRecord): EncodeRecord => {
  const sizes: number[] = [];
  return (record) => {
    const { offsetDelta = 0, timestampDelta = 0, key, value, headers = {} } = record;
    if (timestampDelta !== 0 || typeof key !== 'string' || typeof value !== 'string') return kafkajs(record);
    const keyBytes = Buffer.byteLength(key);
    const valueBytes = Buffer.byteLength(value);
    let body = PLAIN + sizeOf(offsetDelta) + sizeOf(keyBytes) + keyBytes + sizeOf(valueBytes) + valueBytes;
    let n = 0;
    for (const name in headers) {
      const text = headers[name];
      if (typeof text !== 'string') return kafkajs(record);
      const nameBytes = Buffer.byteLength(name);
      const textBytes = Buffer.byteLength(text);
      sizes[n++] = nameBytes;
      sizes[n++] = textBytes;
      body += sizeOf(nameBytes) + nameBytes + sizeOf(textBytes) + textBytes;
    }
    body += sizeOf(n / 2);

    const buffer = Buffer.allocUnsafe(sizeOf(body) + body);
    let at = writeVarInt(buffer, body, 0);
    at = buffer.writeInt16BE(0, at);
    at = writeVarInt(buffer, offsetDelta, at);
    at = writeText(buffer, key, keyBytes, at);
    at = writeText(buffer, value, valueBytes, at);
    at = writeVarInt(buffer, n / 2, at);
    n = 0;
    for (const name in headers) {
      at = writeText(buffer, name, sizes[n++] ?? 0, at);
      at = writeText(buffer, String(headers[name]), sizes[n++] ?? 0, at);
    }
    return { buf: buffer, buffer };
  };
};

/** Deltas of time have up to 64 bits: the sum goes by floats, exact up to 53. */
const readVarInt = (reader: Reader): number => {
  const { buffer } = reader;
  let at = reader.offset;
  let byte = buffer[at++] ?? 0;
  let n = byte & 0x7f;
  for (let weight = 0x80; byte >= 0x80; weight *= 0x80) {
    byte = buffer[at++] ?? 0;
    n += (byte & 0x7f) * weight;
  }
  reader.offset = at;
  return n % 2 === 0 ? n / 2 : -(n + 1) / 2;
};
const readBytes = (reader: Reader): Buffer | null => {
  const size = readVarInt(reader);
  if (size < 0) return null;
  reader.offset += size;
  return reader.buffer.subarray(reader.offset - size, reader.offset);
};
const readText = (reader: Reader): string | null => {
  const size = readVarInt(reader);
  if (size < 0) return null;
  reader.offset += size;
  return reader.buffer.toString('utf8', reader.offset - size, reader.offset);
};

/** Kafka's LogAppendTime: the broker's time stands for all records of the batch. */
const LOG_APPEND_TIME = 1;

/** As kafkajs decodes a record, but values of headers come as text. kafkajs copies the headers read so far for each further one. */
export const decodingRecords = (): DecodeRecord => {
  const readName = names();
  return (reader, context) => {
    const attributes = reader.buffer.readInt8(reader.offset++);
    const time = Number(context.firstTimestamp) + readVarInt(reader);
    const appended = context.timestampType === LOG_APPEND_TIME && Boolean(context.maxTimestamp);
    const offset = Number(context.firstOffset) + readVarInt(reader);
    const key = readBytes(reader);
    const value = readBytes(reader);
    const headers: Record<string, unknown> = {};
    for (let left = readVarInt(reader); left > 0; left--) {
      const name = readName(reader);
      const text = readText(reader);
      const before = Object.hasOwn(headers, name) ? headers[name] : undefined;
      if (before === undefined) headers[name] = text;
      else headers[name] = Array.isArray(before) ? [...before, text] : [before, text];
    }
    return {
      magicByte: context.magicByte,
      attributes,
      timestamp: appended ? context.maxTimestamp : String(time),
      offset: String(offset),
      key,
      value,
      headers,
      isControlRecord: context.isControlBatch ?? false,
      batchContext: context,
    };
  };
};

/** Different names of one length that are remembered, and lengths at most. */
const REMEMBERED = 16;
const LONGEST = 64;

/** Names of headers are few and come again with every record: each becomes a string once. */
const names = (): ((reader: Reader) => string) => {
  const byLength: { bytes: Buffer; name: string }[][] = Array.from({ length: LONGEST }, () => []);
  return (reader) => {
    const size = readVarInt(reader);
    const { buffer, offset } = reader;
    reader.offset += size;
    const known = byLength[size] ?? [];
    for (const { bytes, name } of known) {
      let i = 0;
      while (i < size && bytes[i] === buffer[offset + i]) i++;
      if (i === size) return name;
    }
    const bytes = Buffer.from(buffer.subarray(offset, offset + size));
    const name = bytes.toString();
    if (known.length < REMEMBERED) known.push({ bytes, name });
    return name;
  };
};
