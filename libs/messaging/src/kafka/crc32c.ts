/** CRC-32C (Castagnoli, RFC 3720 §12.1), bits reversed. */
const POLYNOMIAL = 0x82f63b78;

/** Row k has the checksum of each byte followed by k zero bytes. */
const rows = new Int32Array(8 * 256);
for (let byte = 0; byte < 256; byte++) {
  let crc = byte;
  for (let bit = 0; bit < 8; bit++) crc = crc & 1 ? (crc >>> 1) ^ POLYNOMIAL : crc >>> 1;
  rows[byte] = crc;
}
for (let i = 256; i < rows.length; i++) {
  const before = rows[i - 256] ?? 0;
  rows[i] = (before >>> 8) ^ (rows[before & 0xff] ?? 0);
}
const row = (k: number, byte: number): number => rows[k * 256 + byte] ?? 0;

/** Processes eight bytes at a time (Kounavis and Berry, "Novel Table Lookup-Based Algorithms for High-Performance CRC Generation"), unsigned. */
export const crc32c = (bytes: Uint8Array): number => {
  const at = (i: number): number => bytes[i] ?? 0;
  let crc = -1;
  let i = 0;
  for (const end = bytes.length - 7; i < end; i += 8) {
    const four = crc ^ (at(i) | (at(i + 1) << 8) | (at(i + 2) << 16) | (at(i + 3) << 24));
    crc =
      row(7, four & 0xff) ^
      row(6, (four >>> 8) & 0xff) ^
      row(5, (four >>> 16) & 0xff) ^
      row(4, four >>> 24) ^
      row(3, at(i + 4)) ^
      row(2, at(i + 5)) ^
      row(1, at(i + 6)) ^
      row(0, at(i + 7));
  }
  for (; i < bytes.length; i++) crc = row(0, (crc ^ at(i)) & 0xff) ^ (crc >>> 8);
  return (crc ^ -1) >>> 0;
};
