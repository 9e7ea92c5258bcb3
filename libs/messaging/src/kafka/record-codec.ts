/** A record as the producer of kafkajs passes it to its encoder. */
export interface RecordToEncode {
  readonly offsetDelta?: number;
  readonly timestampDelta?: number;
  readonly key?: unknown;
  readonly value?: unknown;
  readonly headers?: Readonly<Record<string, unknown>>;
}
/** The fields read of a kafkajs Encoder. */
export interface EncodedRecord {
  readonly buf: Buffer;
  readonly buffer: Buffer;
}
export type EncodeRecord = (record: RecordToEncode) => EncodedRecord;

/** The kafkajs Decoder of one record, positioned at its attributes. */
export interface RecordReader {
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
export type DecodeRecord = (reader: RecordReader, context: BatchContext) => DecodedRecord;

/** Most header names whose last value is cached, and most cached names of one length. */
const MAX_CACHED_NAMES = 16;

const zigzag = (n: number): number => ((n << 1) ^ (n >> 31)) >>> 0;
/** Bytes of a varint (zigzag, 7 bits a byte) of up to 32 bits. */
const sizeOf = (n: number): number => {
  const z = zigzag(n);
  return z < 0x80 ? 1 : z < 0x4000 ? 2 : z < 0x20_0000 ? 3 : z < 0x1000_0000 ? 4 : 5;
};
/** Returns the position after the written bytes, as all writers here do. */
const writeVarInt = (buffer: Buffer, n: number, at: number): number => {
  let z = zigzag(n);
  let next = at;
  for (; z >= 0x80; z >>>= 7) buffer[next++] = (z & 0x7f) | 0x80;
  buffer[next++] = z;
  return next;
};
/** Space for the length of a record, which is known only after it is written. */
const MAX_LENGTH_BYTES = 5;
/** Attributes (none) and time delta (the time of the batch): a zero byte each. */
const ATTRIBUTES_BYTES = 2;
/** Longest header, name and value together in UTF-16 units, that is cached as bytes. */
const MAX_CACHED_HEADER = 128;

/** One shared buffer for records whose size is not known yet. Grows to the largest record. */
let scratch = Buffer.allocUnsafe(16 * 1024);

/** Writes length and text at `at` of the buffer. First assumes that the length takes as many bytes as for ASCII. */
const writeText = (text: string, at: number): number => {
  const guessed = sizeOf(text.length);
  const bytes = scratch.write(text, at + guessed);
  const size = sizeOf(bytes);
  if (size !== guessed) scratch.copyWithin(at + size, at + guessed, at + guessed + bytes);
  writeVarInt(scratch, bytes, at);
  return at + size + bytes;
};

/** Bytes of the last value of each header, by name: most headers repeat their value from record to record. */
const cachingHeaderWriter = (): ((name: string, text: string, at: number) => number) => {
  const last = new Map<string, { text: string; bytes: Uint8Array | undefined }>();
  return (name, text, at) => {
    const known = last.get(name);
    if (known === undefined || known.text !== text) {
      if (known !== undefined) Object.assign(known, { text, bytes: undefined });
      else if (last.size < MAX_CACHED_NAMES) last.set(name, { text, bytes: undefined });
      return writeText(text, writeText(name, at));
    }
    const { bytes } = known;
    if (bytes === undefined) {
      const next = writeText(text, writeText(name, at));
      if (name.length + text.length <= MAX_CACHED_HEADER) known.bytes = Uint8Array.from(scratch.subarray(at, next));
      return next;
    }
    for (let i = 0; i < bytes.length; i++) scratch[at + i] = bytes[i] ?? 0;
    return at + bytes.length;
  };
};

/**
 * A record of format v2 (Kafka's protocol guide, "Record Batch"): length, attributes, deltas of time and offset, key, value, headers; all in
 * one buffer. kafkajs allocates 512 bytes for the record and for each header, which is most of the cost of producing a CloudEvent.
 * Records that are not all text, or have a timestamp, are left to kafkajs.
 */
export const recordEncoder = (kafkajs: EncodeRecord): EncodeRecord => {
  const writeHeader = cachingHeaderWriter();
  return (record) => {
    const { offsetDelta = 0, timestampDelta = 0, key, value, headers = {} } = record;
    if (timestampDelta !== 0 || typeof key !== 'string' || typeof value !== 'string') return kafkajs(record);
    let units = key.length + value.length;
    let count = 0;
    for (const name in headers) {
      const text = headers[name];
      if (typeof text !== 'string') return kafkajs(record);
      units += name.length + text.length;
      count++;
    }
    // A UTF-16 unit takes at most three bytes of UTF-8; a length takes at most five.
    const most = MAX_LENGTH_BYTES * (6 + 2 * count) + ATTRIBUTES_BYTES + 3 * units;
    if (scratch.length < most) scratch = Buffer.allocUnsafe(most);

    scratch[MAX_LENGTH_BYTES] = 0;
    scratch[MAX_LENGTH_BYTES + 1] = 0;
    let at = writeVarInt(scratch, offsetDelta, MAX_LENGTH_BYTES + ATTRIBUTES_BYTES);
    at = writeText(value, writeText(key, at));
    at = writeVarInt(scratch, count, at);
    for (const name in headers) at = writeHeader(name, String(headers[name]), at);
    const body = at - MAX_LENGTH_BYTES;
    const from = MAX_LENGTH_BYTES - sizeOf(body);
    writeVarInt(scratch, body, from);
    const buffer = Buffer.allocUnsafe(at - from);
    scratch.copy(buffer, 0, from, at);
    return { buf: buffer, buffer };
  };
};

/** Time deltas have up to 64 bits. They are summed as floats, which are exact up to 53 bits. */
const readVarInt = (reader: RecordReader): number => {
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
const readBytes = (reader: RecordReader): Buffer | null => {
  const size = readVarInt(reader);
  if (size < 0) return null;
  reader.offset += size;
  return reader.buffer.subarray(reader.offset - size, reader.offset);
};
interface CachedText {
  buffer: Buffer;
  from: number;
  size: number;
  text: string;
}
/** Reuses the string of the previous record if the value is the same. Bytes are compared, and different values usually differ early. */
const cachingTextReader = (): ((name: string, reader: RecordReader) => string | null) => {
  const last = new Map<string, CachedText>();
  return (name, reader) => {
    const size = readVarInt(reader);
    if (size < 0) return null;
    const { buffer } = reader;
    const from = reader.offset;
    reader.offset += size;
    const known = last.get(name);
    if (known !== undefined && known.size === size) {
      let i = 0;
      while (i < size && known.buffer[known.from + i] === buffer[from + i]) i++;
      if (i === size) return known.text;
    }
    const text = buffer.toString('utf8', from, from + size);
    if (known !== undefined) {
      known.buffer = buffer;
      known.from = from;
      known.size = size;
      known.text = text;
    } else if (last.size < MAX_CACHED_NAMES) last.set(name, { buffer, from, size, text });
    return text;
  };
};

/** Kafka's LogAppendTime: the broker's time applies to all records of the batch. */
const LOG_APPEND_TIME = 1;

/** Decodes a record as kafkajs does, but with header values as text. kafkajs copies all headers read so far for each further one. */
export const recordDecoder = (): DecodeRecord => {
  const readName = cachingNameReader();
  const readText = cachingTextReader();
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
      const text = readText(name, reader);
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

/** Longest cached name, bytes. */
const MAX_CACHED_NAME_BYTES = 64;

/** Cache of header names, which repeat with every record: each is decoded once. */
const cachingNameReader = (): ((reader: RecordReader) => string) => {
  const byLength: { bytes: Buffer; name: string }[][] = Array.from({ length: MAX_CACHED_NAME_BYTES }, () => []);
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
    if (known.length < MAX_CACHED_NAMES) known.push({ bytes, name });
    return name;
  };
};
