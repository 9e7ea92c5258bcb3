/** Object ids of the element types in pg_type; those of built-in types never change. */
const TEXT = 25;
const INT4 = 23;

/** Dimensions, has-nulls flag, element type, length, lower bound: 4 bytes each. */
const HEADER = 20;
const NULL = -1;

/**
 * One-dimensional arrays in the binary format of Postgres (`array_recv` in its source). In the text format each element is quoted, escaped
 * and parsed again, which is the most expensive part of a large commit.
 */
export const textArray = (texts: readonly (string | null)[]): Buffer => {
  let size = HEADER;
  for (const text of texts) size += 4 + (text === null ? 0 : Buffer.byteLength(text));
  const buffer = Buffer.allocUnsafe(size);
  let at = header(buffer, TEXT, texts);
  for (const text of texts) {
    const bytes = text === null ? NULL : buffer.write(text, at + 4);
    at = buffer.writeInt32BE(bytes, at);
    if (bytes > 0) at += bytes;
  }
  return buffer.subarray(0, at);
};

/** For integers that fit into 32 bits. */
export const intArray = (numbers: readonly number[]): Buffer => {
  const buffer = Buffer.allocUnsafe(HEADER + numbers.length * 8);
  let at = header(buffer, INT4, numbers);
  for (const number of numbers) at = buffer.writeInt32BE(number, buffer.writeInt32BE(4, at));
  return buffer.subarray(0, at);
};

/** Returns the position of the first element. An empty array has no dimension and no length. */
const header = (buffer: Buffer, type: number, elements: readonly unknown[]): number => {
  const dimensions = elements.length === 0 ? 0 : 1;
  let at = buffer.writeInt32BE(dimensions);
  at = buffer.writeInt32BE(elements.includes(null) ? 1 : 0, at);
  at = buffer.writeInt32BE(type, at);
  if (dimensions === 0) return at;
  at = buffer.writeInt32BE(elements.length, at);
  return buffer.writeInt32BE(1, at);
};
